import { TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import type { ClientEvent } from '../../src/kafka/clients';
import { RecreatedTopics } from '../../src/kafka/recreated-topics';

const GONE = { topic: 'gone', partition: 0 };
const KEPT = { topic: 'kept', partition: 1 };
const REFRESH_MS = 100;

function setUp(resetPosition = async () => 7) {
  const ids = new Map([
    ['gone', 'first'],
    ['kept', 'only'],
  ]);
  const log: string[] = [];
  let isSilent = false;
  const assigned: TopicPartition[] = [GONE, KEPT];
  const consumer = {
    assignment: () => [...assigned],
    topicIds: async (topics: readonly string[]) => {
      if (isSilent) throw new Error('no answer');
      return new Map([...ids].filter(([topic]) => topics.includes(topic)));
    },
    wakeup: () => void log.push('wakeup'),
    seek: async ({ topic, offset }: TopicPartition & { offset: number }) => void log.push(`seek ${topic} ${offset}`),
  };
  const topics = new RecreatedTopics(consumer, { resetPosition, refreshMs: REFRESH_MS });
  const names = (partitions: readonly TopicPartition[]) => partitions.map(({ topic }) => topic).join();
  const listener = topics.watch({
    onAssigned: async (partitions) => void log.push(`assigned ${names(partitions)}`),
    onRevoked: async (partitions) => void log.push(`revoked ${names(partitions)}`),
    onLost: async (partitions) => void log.push(`lost ${names(partitions)}`),
  });
  const commit = async (...partitions: TopicPartition[]) => {
    let sent = '';
    const offsets = new TopicPartitionMap(partitions.map((partition) => [partition, 9] as const));
    const send = async (valid: TopicPartitionMap<number>) => void (sent = names([...valid.keys()]));
    await topics.commit(offsets, send).catch((error: unknown) => (sent += `; ${(error as Error).message}`));
    return sent;
  };
  const events: ClientEvent[] = [];
  const beginAnew = () => topics.beginAnew((event) => events.push(event));
  return { topics, ids, log, assigned, listener, commit, events, beginAnew, silence: () => (isSilent = true) };
}

const settled = () => new Promise(setImmediate);

describe('RecreatedTopics', () => {
  it('lets every commit pass while the topics are the same', async () => {
    const { topics, commit } = setUp();
    expect([await commit(GONE, KEPT), await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'gone,kept',
      'gone,kept',
      false,
    ]);
  });

  it('lets every commit pass where the broker knows no ids', async () => {
    const { topics, ids, commit } = setUp();
    ids.set('gone', '');
    expect([await commit(GONE), await commit(GONE), topics.hasFound]).toEqual(['gone', 'gone', false]);
  });

  it.each([
    ['another id', (ids: Map<string, string>) => void ids.set('gone', 'second')],
    ['no id any more', (ids: Map<string, string>) => void ids.delete('gone')],
  ])('holds back the offsets of a topic that has %s, and no other', async (_case, change) => {
    const { topics, ids, commit } = setUp();
    await commit(GONE, KEPT);
    change(ids);
    expect([await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'kept; Offsets cannot be committed: a topic was deleted',
      true,
    ]);
  });

  it('begins anew where the new topic begins, after the old one was lost', async () => {
    const { topics, ids, commit, log, events, beginAnew } = setUp();
    await commit(GONE, KEPT);
    ids.set('gone', 'second');
    await commit(GONE, KEPT);
    await beginAnew();
    expect(log).toEqual(['wakeup', 'lost gone', 'seek gone 7', 'assigned gone']);
    expect(events).toMatchObject([{ level: 'warn', message: expect.stringContaining('gone was deleted') as string }]);
    expect([topics.hasFound, await commit(GONE, KEPT)]).toEqual([false, 'gone,kept']);
  });

  it('notices before the first commit: ids are learnt when partitions are assigned', async () => {
    const { ids, commit, listener } = setUp();
    await listener.onAssigned([GONE, KEPT]);
    await settled();
    ids.set('gone', 'second');
    expect(await commit(GONE, KEPT)).toMatch(/^kept;/);
  });

  it('begins a topic anew whose partitions were away while it was deleted', async () => {
    const { ids, log, listener, beginAnew } = setUp();
    await listener.onAssigned([GONE]);
    await settled();
    await listener.onRevoked([GONE]);
    ids.set('gone', 'second');
    await listener.onAssigned([GONE]);
    await settled();
    await beginAnew();
    expect(log.slice(3)).toEqual(['wakeup', 'lost gone', 'seek gone 7', 'assigned gone']);
  });

  it('notices without a commit once its time has passed', async () => {
    const { topics, ids, listener } = setUp();
    await listener.onAssigned([GONE]);
    topics.lookNowAndThen(1000);
    await settled();
    ids.set('gone', 'second');
    topics.lookNowAndThen(1000 + REFRESH_MS - 1);
    await settled();
    const before = topics.hasFound;
    topics.lookNowAndThen(1000 + REFRESH_MS);
    await settled();
    expect([before, topics.hasFound]).toEqual([false, true]);
  });

  it('leaves alone what was revoked meanwhile', async () => {
    const { ids, commit, log, assigned, listener, beginAnew } = setUp();
    await commit(GONE);
    ids.set('gone', 'second');
    await commit(GONE);
    await listener.onRevoked([GONE]);
    assigned.shift();
    await beginAnew();
    expect(log).toEqual(['wakeup', 'revoked gone']);
  });

  it.each([
    ['does not exist', undefined, 'gone does not exist'],
    ['cannot be read', 'second', 'unknown partition'],
  ])('waits for the next commit where the new topic %s', async (_case, id, reason) => {
    const { topics, ids, commit, log, events, beginAnew } = setUp(() => Promise.reject(new Error('unknown partition')));
    await commit(GONE);
    ids.delete('gone');
    if (id !== undefined) ids.set('gone', id);
    await commit(GONE);
    await beginAnew();
    expect([log, topics.hasFound]).toEqual([['wakeup'], false]);
    expect(events).toMatchObject([{ level: 'warn', message: expect.stringContaining(reason) as string }]);
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
