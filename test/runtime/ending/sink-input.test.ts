import { TopicPartitionMap } from '../../../src/api/topic-partition';
import { KafkaError } from '../../../src/errors';
import { SinkInput } from '../../../src/runtime/ending/sink-input';
import { FakeClock, settle } from '../../support/fake-clock';
import { FakeConsumer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const P0 = { topic: 't', partition: 0 };
const P1 = { topic: 't', partition: 1 };

function setUp(resetsTo = 'earliest', topics = ['t']) {
  const consumer = new FakeConsumer();
  const { log, text } = captureLog();
  const clock = new FakeClock();
  consumer.existing = [P0, P1];
  consumer.ends.set(P0, { low: 3, high: 10 }).set(P1, { low: 0, high: 4 });
  const input = new SinkInput({ consumer, subscription: { topics }, resetsTo, clock, log });
  return { consumer, input, text, clock };
}

describe('SinkInput', () => {
  it('gives the ends, and where the group goes on', async () => {
    const { consumer, input } = setUp();
    await consumer.commit(new TopicPartitionMap([[P1, 2]]));
    expect(await input.read()).toEqual([
      { ...P0, committed: undefined, from: 3, to: 10 },
      { ...P1, committed: 2, from: 2, to: 4 },
    ]);
  });

  it('goes on at the first record that is still there where the committed one is gone', async () => {
    const { consumer, input } = setUp();
    await consumer.commit(new TopicPartitionMap([[P0, 1]]));
    expect((await input.read())[0]).toEqual({ ...P0, committed: 1, from: 3, to: 10 });
  });

  it('connects once, never joins, and names topics that do not exist', async () => {
    const { consumer, input } = setUp('earliest', ['t', 'nope']);
    await input.read();
    await input.read();
    expect(consumer.calls).toEqual(['connect']);
    expect(input.missing).toEqual(['nope']);
  });

  it('begins at the end with auto.offset.reset=latest, and commits that where nothing was committed', async () => {
    const { consumer, input } = setUp('latest');
    expect(await input.read()).toEqual([
      { ...P0, committed: undefined, from: 10, to: 10 },
      { ...P1, committed: undefined, from: 4, to: 4 },
    ]);
    expect([...(consumer.commits[0] ?? [])].map(([, offset]) => offset)).toEqual([10, 4]);
  });

  it('commits nothing when it is only looked at', async () => {
    const { consumer, input } = setUp('latest');
    expect(await input.look()).toMatchObject([{ from: 10 }, { from: 4 }]);
    expect(consumer.commits).toEqual([]);
  });

  it('goes on where another member holds the group', async () => {
    const { consumer, input, text } = setUp('latest');
    consumer.commitAnswer = () => Promise.reject(new KafkaError('unknown member', { kafkaCode: 25 }));
    expect(await input.read()).toHaveLength(2);
    expect(text()).toContain('unknown member');
  });

  it('asks again where Kafka wants that, and not for ever', async () => {
    const { consumer, input, clock } = setUp();
    const loading = new KafkaError('Coordinator load in progress', { kafkaCode: 14, isRetriable: true });
    const committed = jest.spyOn(consumer, 'committed').mockRejectedValueOnce(loading);
    const read = input.read();
    await settle();
    await clock.advance(200);
    expect(await read).toHaveLength(2);
    committed.mockRejectedValue(loading);
    const never = input.read().catch((error: unknown) => error);
    for (let attempt = 0; attempt < 151; attempt++) await clock.advance(200);
    expect(await never).toBe(loading);
  });

  it('asks for many partitions', async () => {
    const { consumer, input } = setUp();
    consumer.existing = Array.from({ length: 50 }, (_, partition) => ({ topic: 't', partition }));
    expect(await input.read()).toHaveLength(50);
  });
});
