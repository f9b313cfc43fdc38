import { TopicSubscription } from '../../src/kafka/topic-subscription';
import { FakeClock, settle } from '../support/fake-clock';

function watching(options: { excludesInternalTopics?: boolean } = {}) {
  const clock = new FakeClock();
  const state = { topics: ['b-1', 'a-1', 'a-1-x'], failure: undefined as Error | undefined };
  const subscribed: string[][] = [];
  const errors: string[] = [];
  const subscription = new TopicSubscription({
    matches: (topic) => /^(?:[a-z]-\d|__.*)$/.test(topic),
    excludesInternalTopics: options.excludesInternalTopics ?? true,
    listTopics: () => (state.failure === undefined ? Promise.resolve(state.topics) : Promise.reject(state.failure)),
    subscribe: (topics) => subscribed.push(topics),
    onError: ({ message }) => errors.push(message),
    refreshMs: 1000,
    clock,
  });
  return { clock, state, subscribed, errors, subscription };
}

describe('TopicSubscription', () => {
  it('subscribes to the topics that match now', async () => {
    const { subscription, subscribed } = watching();
    await subscription.start();
    expect(subscribed).toEqual([['a-1', 'b-1']]);
    subscription.stop();
  });

  it('subscribes again when the topics have changed, and only then', async () => {
    const { subscription, subscribed, clock, state } = watching();
    await subscription.start();
    await clock.advance(1000);
    state.topics = ['a-1', 'c-1'];
    await clock.advance(1000);
    await clock.advance(1000);
    state.topics = [];
    await clock.advance(1000);
    expect(subscribed).toEqual([['a-1', 'b-1'], ['a-1', 'c-1'], []]);
    subscription.stop();
  });

  it('leaves internal topics out unless it is told not to', async () => {
    for (const excludesInternalTopics of [true, false]) {
      const { subscription, subscribed, state } = watching({ excludesInternalTopics });
      state.topics = ['__consumer_offsets', '__mine'];
      await subscription.start();
      expect(subscribed).toEqual([excludesInternalTopics ? ['__mine'] : ['__consumer_offsets', '__mine']]);
      subscription.stop();
    }
  });

  it('subscribes to nothing while nothing matches', async () => {
    const { subscription, subscribed, state } = watching();
    state.topics = ['other'];
    await subscription.start();
    expect(subscribed).toEqual([]);
    subscription.stop();
  });

  it('reports that topics cannot be listed and tries again', async () => {
    const { subscription, subscribed, clock, state, errors } = watching();
    await subscription.start();
    state.failure = new Error('no broker');
    await clock.advance(1000);
    state.failure = undefined;
    state.topics = ['d-1'];
    await clock.advance(1000);
    expect([errors, subscribed.at(-1)]).toEqual([['no broker'], ['d-1']]);
    subscription.stop();
  });

  it('rejects when topics cannot be listed at the start', async () => {
    const { subscription, state } = watching();
    state.failure = new Error('no broker');
    await expect(subscription.start()).rejects.toThrow('no broker');
  });

  it('asks no more once it was stopped', async () => {
    const { subscription, subscribed, clock, state } = watching();
    await subscription.start();
    subscription.stop();
    state.topics = ['z-1'];
    await clock.advance(5000);
    await settle();
    expect([subscribed.length, clock.sleeping]).toEqual([1, 0]);
  });
});
