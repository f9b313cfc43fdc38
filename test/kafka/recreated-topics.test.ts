import { TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import type { ClientEvent } from '../../src/kafka/clients';
import { RecreatedTopics } from '../../src/kafka/recreated-topics';

const GONE = { topic: 'gone', partition: 0 };
const KEPT = { topic: 'kept', partition: 1 };

function setUp(resetPosition = async () => 7) {
  const committed = new TopicPartitionMap<number>();
  const log: string[] = [];
  let isSilent = false;
  const assigned: TopicPartition[] = [GONE, KEPT];
  const consumer = {
    assignment: () => [...assigned],
    committed: async (partitions: readonly TopicPartition[]) => {
      if (isSilent) throw new Error('no answer');
      return new TopicPartitionMap(
        [...committed].filter(([each]) => partitions.some(({ topic }) => topic === each.topic)),
      );
    },
    wakeup: () => void log.push('wakeup'),
    seek: async ({ topic, offset }: TopicPartition & { offset: number }) => void log.push(`seek ${topic} ${offset}`),
  };
  const topics = new RecreatedTopics(consumer, resetPosition);
  const names = (partitions: readonly TopicPartition[]) => partitions.map(({ topic }) => topic).join();
  const listener = topics.watch({
    onAssigned: async (partitions) => void log.push(`assigned ${names(partitions)}`),
    onRevoked: async (partitions) => void log.push(`revoked ${names(partitions)}`),
    onLost: async (partitions) => void log.push(`lost ${names(partitions)}`),
  });
  const commit = async (...partitions: TopicPartition[]) => {
    let sent = '';
    const offsets = new TopicPartitionMap(partitions.map((partition) => [partition, 9] as const));
    const send = async (valid: TopicPartitionMap<number>) => {
      sent = names([...valid.keys()]);
      for (const [partition, offset] of valid) committed.set(partition, offset);
    };
    await topics.commit(offsets, send).catch((error: unknown) => (sent += `; ${(error as Error).message}`));
    return sent;
  };
  return { topics, committed, log, assigned, listener, commit, silence: () => (isSilent = true) };
}

const ignore = (_event: ClientEvent) => undefined;

describe('RecreatedTopics', () => {
  it('lets every commit pass while the committed offsets are there', async () => {
    const { topics, commit } = setUp();
    expect([await commit(GONE, KEPT), await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'gone,kept',
      'gone,kept',
      false,
    ]);
  });

  it('holds back the offsets of a topic whose committed offset is gone, and no other', async () => {
    const { topics, committed, commit } = setUp();
    await commit(GONE, KEPT);
    committed.delete(GONE);
    expect([await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'kept; Offsets cannot be committed: a topic was deleted',
      true,
    ]);
  });

  it('begins anew where the new topic begins, after the old one was lost', async () => {
    const { topics, committed, commit, log } = setUp();
    await commit(GONE, KEPT);
    committed.delete(GONE);
    await commit(GONE, KEPT);
    const events: ClientEvent[] = [];
    await topics.beginAnew((event) => events.push(event));
    expect(log).toEqual(['wakeup', 'lost gone', 'seek gone 7', 'assigned gone']);
    expect(events).toMatchObject([{ level: 'warn', message: expect.stringContaining('gone was deleted') as string }]);
    expect([topics.hasFound, await commit(GONE, KEPT)]).toEqual([false, 'gone,kept']);
  });

  it('knows of offsets that an earlier member has committed', async () => {
    const { committed, commit, listener } = setUp();
    committed.set(GONE, 3);
    await listener.onAssigned([GONE, KEPT]);
    await new Promise(setImmediate);
    committed.delete(GONE);
    expect(await commit(GONE, KEPT)).toMatch(/^kept;/);
  });

  it('leaves alone what was revoked meanwhile', async () => {
    const { topics, committed, commit, log, assigned, listener } = setUp();
    await commit(GONE);
    committed.delete(GONE);
    await commit(GONE);
    await listener.onRevoked([GONE]);
    assigned.shift();
    await topics.beginAnew(ignore);
    expect(log).toEqual(['wakeup', 'revoked gone']);
  });

  it('waits for the next commit where the new topic is not there yet', async () => {
    const { topics, committed, commit, log } = setUp(() => Promise.reject(new Error('unknown partition')));
    await commit(GONE);
    committed.delete(GONE);
    await commit(GONE);
    const events: ClientEvent[] = [];
    await topics.beginAnew((event) => events.push(event));
    expect([log, topics.hasFound]).toEqual([['wakeup'], false]);
    expect(events).toMatchObject([{ level: 'warn', message: expect.stringContaining('unknown partition') as string }]);
    await commit(GONE);
    expect(topics.hasFound).toBe(true);
  });

  it('commits nothing when the broker does not say', async () => {
    const { commit, silence } = setUp();
    await commit(GONE);
    silence();
    expect(await commit(GONE)).toBe('; no answer');
  });
});
