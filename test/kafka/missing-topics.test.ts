import { MissingTopics } from '../../src/kafka/missing-topics';
import { FakeClock, settle } from '../support/fake-clock';

function setUp() {
  const clock = new FakeClock();
  const state = { topics: ['other'], failure: undefined as Error | undefined, lists: 0 };
  const errors: string[] = [];
  const missing = new MissingTopics({
    topics: ['a', 'b'],
    listTopics: () => {
      state.lists++;
      return state.failure === undefined ? Promise.resolve(state.topics) : Promise.reject(state.failure);
    },
    onError: ({ message }) => errors.push(message),
    clock,
  });
  return { clock, state, errors, missing };
}

describe('MissingTopics', () => {
  it('asks nothing until somebody says that a topic is missing', async () => {
    const { clock, state } = setUp();
    await clock.advance(10_000);
    expect(state.lists).toBe(0);
  });

  it('asks for the topics until all are there, in one place however often it is told', async () => {
    const { clock, state, missing } = setUp();
    missing.lookOut();
    missing.lookOut();
    await settle();
    expect(state.lists).toBe(1);
    state.topics = ['a'];
    await clock.advance(500);
    await clock.advance(500);
    expect(state.lists).toBe(3);
    state.topics = ['a', 'b'];
    await clock.advance(500);
    await clock.advance(5000);
    expect(state.lists).toBe(4);
  });

  it('begins again when a topic that was there is gone', async () => {
    const { clock, state, missing } = setUp();
    state.topics = ['a', 'b'];
    missing.lookOut();
    await clock.advance(5000);
    state.topics = ['a'];
    missing.lookOut();
    await settle();
    await clock.advance(500);
    expect(state.lists).toBe(3);
  });

  it('goes on after a list that failed, and says so', async () => {
    const { clock, state, errors, missing } = setUp();
    state.failure = new Error('not now');
    missing.lookOut();
    await settle();
    expect(errors).toEqual(['not now']);
    state.failure = undefined;
    state.topics = ['a', 'b'];
    await clock.advance(500);
    expect(state.lists).toBe(2);
  });

  it('asks nothing more once it is stopped', async () => {
    const { clock, state, missing } = setUp();
    missing.lookOut();
    await settle();
    missing.stop();
    await clock.advance(5000);
    missing.lookOut();
    expect(state.lists).toBe(1);
  });
});
