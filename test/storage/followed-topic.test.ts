import { TopicPartitionMap } from '../../src/api/topic-partition';
import { FollowedTopic } from '../../src/storage/followed-topic';
import { FakeClock, settle } from '../support/fake-clock';
import { FakeConsumer } from '../support/fake-kafka';

const PARTITION = { topic: 't', partition: 0 };

function setUp() {
  const consumer = new FakeConsumer();
  const clock = new FakeClock();
  const [read, problems]: [string[], string[]] = [[], []];
  const followed = new FollowedTopic({
    consumer,
    clock,
    onRecords: (batch) => {
      for (let index = 0; index < batch.size; index++) read.push(String(batch.value(index)));
    },
    onProblem: (message, error) => void problems.push(`${error.message}. ${message}`),
  });
  const position = (offset: number) => consumer.positionsByPartition.set(PARTITION, offset);
  const until = (offset: number) => followed.until(new TopicPartitionMap([[PARTITION, offset]]));
  return { consumer, clock, read, problems, followed, position, until };
}

describe('FollowedTopic', () => {
  it('passes on what is in the topic and what comes later', async () => {
    const { consumer, followed, read } = setUp();
    await followed.start([PARTITION]);
    expect(consumer.assignment()).toEqual([PARTITION]);
    consumer.deliver({ ...PARTITION, offset: 0, value: 'a' });
    await settle();
    consumer.deliver({ ...PARTITION, offset: 1, value: 'b' });
    await settle();
    expect(read).toEqual(['a', 'b']);
    await followed.stop();
  });

  it('lets wait until everything below an offset was read, records or not', async () => {
    const { followed, position, until, consumer } = setUp();
    await followed.start([PARTITION]);
    let isReached = false;
    const reached = until(3).then(() => (isReached = true));
    position(2);
    consumer.deliver();
    await settle();
    expect(isReached).toBe(false);
    position(3);
    consumer.deliver();
    await reached;
    await followed.stop();
  });

  it('goes on after a poll that failed, and says so', async () => {
    const { followed, consumer, clock, problems, read } = setUp();
    await followed.start([PARTITION]);
    consumer.fail(new Error('no leader'));
    consumer.deliver({ ...PARTITION, offset: 0, value: 'a' });
    await settle();
    await clock.advance(500);
    await settle();
    expect(problems).toEqual(['no leader. Reading goes on in a moment']);
    expect(read).toEqual(['a']);
    await followed.stop();
  });

  it('turns away whoever waits when it is stopped', async () => {
    const { followed, until } = setUp();
    await followed.start([PARTITION]);
    const waiting = expect(until(9)).rejects.toThrow('not read any more');
    await followed.stop();
    await waiting;
    await expect(until(9)).rejects.toThrow('not read any more');
  });
});
