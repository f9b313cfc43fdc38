import { TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import type { ClientEvent } from '../../src/kafka/clients';
import { RecreatedTopics } from '../../src/kafka/recreated-topics';
import { FakeClock } from '../support/fake-clock';

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
  let answer = Promise.resolve();
  const assigned: TopicPartition[] = [GONE, KEPT];
  const consumer = {
    assignment: () => [...assigned],
    topicIds: async (topics: readonly string[]) => {
      await answer;
      if (isSilent) throw new Error('no answer');
      return new Map([...ids].filter(([topic]) => topics.includes(topic)));
    },
    wakeup: () => void log.push('wakeup'),
    seek: async ({ topic, offset }: TopicPartition & { offset: number }) => void log.push(`seek ${topic} ${offset}`),
  };
  const clock = new FakeClock();
  let sent = '';
  const send = async (valid: TopicPartitionMap<number>) =>
    void (sent += [...valid].map(([{ topic }, offset]) => `${topic} ${offset}`).join());
  const topics = new RecreatedTopics(consumer, { resetPosition, refreshMs: REFRESH_MS, commit: send, clock });
  const names = (partitions: readonly TopicPartition[]) => partitions.map(({ topic }) => topic).join();
  const listener = topics.watch({
    onAssigned: async (partitions) => void log.push(`assigned ${names(partitions)}`),
    onRevoked: async (partitions) => void log.push(`revoked ${names(partitions)}`),
    onLost: async (partitions) => void log.push(`lost ${names(partitions)}`),
  });
  const commitSoon = async (...partitions: TopicPartition[]) => {
    sent = '';
    const offsets = new TopicPartitionMap(partitions.map((partition) => [partition, 9] as const));
    await topics.commit(offsets).catch((error: unknown) => (sent += `; ${(error as Error).message}`));
    return sent;
  };
  const commit = async (...partitions: TopicPartition[]) => {
    await clock.advance(1000);
    return commitSoon(...partitions);
  };
  const events: ClientEvent[] = [];
  const beginAnew = async () => {
    sent = '';
    await topics.beginAnew((event) => events.push(event));
    return sent;
  };
  const silence = () => (isSilent = true);
  const delayAnswer = (until: Promise<void>) => (answer = until);
  return { topics, ids, log, assigned, listener, commit, commitSoon, events, beginAnew, silence, delayAnswer, clock };
}

const settled = () => new Promise(setImmediate);

describe('RecreatedTopics', () => {
  it('lets every commit pass while the topics are the same', async () => {
    const { topics, commit } = setUp();
    expect([await commit(GONE, KEPT), await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'gone 9,kept 9',
      'gone 9,kept 9',
      false,
    ]);
  });

  it('lets every commit pass where the broker knows no ids', async () => {
    const { topics, ids, commit } = setUp();
    ids.set('gone', '');
    expect([await commit(GONE), await commit(GONE), topics.hasFound]).toEqual(['gone 9', 'gone 9', false]);
  });

  it.each([
    ['another id', (ids: Map<string, string>) => void ids.set('gone', 'second')],
    ['no id any more', (ids: Map<string, string>) => void ids.delete('gone')],
  ])('holds back the offsets of a topic that has %s, and no other', async (_case, change) => {
    const { topics, ids, commit } = setUp();
    await commit(GONE, KEPT);
    change(ids);
    expect([await commit(GONE, KEPT), topics.hasFound]).toEqual([
      'kept 9; Offsets cannot be committed: a topic was deleted',
      true,
    ]);
  });

  it('begins anew where the new topic begins, after the old one was lost', async () => {
    const { topics, ids, commit, log, events, beginAnew } = setUp();
    await commit(GONE, KEPT);
    ids.set('gone', 'second');
    await commit(GONE, KEPT);
    expect(await beginAnew()).toBe('gone 7');
    expect(log).toEqual(['wakeup', 'lost gone', 'seek gone 7', 'assigned gone']);
    expect(events).toMatchObject([{ level: 'warn', message: expect.stringContaining('gone was deleted') as string }]);
    expect([topics.hasFound, await commit(GONE, KEPT)]).toEqual([false, 'gone 9,kept 9']);
  });

  it('notices before the first commit: ids are learnt when partitions are assigned', async () => {
    const { topics, ids, commit } = setUp();
    topics.learn([GONE, KEPT]);
    await settled();
    ids.set('gone', 'second');
    expect(await commit(GONE, KEPT)).toMatch(/^kept 9;/);
  });

  it('begins a topic anew whose partitions were away while it was deleted', async () => {
    const { topics, ids, log, listener, beginAnew } = setUp();
    topics.learn([GONE]);
    await listener.onAssigned([GONE]);
    await settled();
    await listener.onRevoked([GONE]);
    ids.set('gone', 'second');
    topics.learn([GONE]);
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

  it('does not wait for an answer that is late, and still begins anew what it tells of', async () => {
    const { topics, ids, log, commit, commitSoon, beginAnew, delayAnswer, clock } = setUp();
    await commit(GONE, KEPT);
    ids.set('gone', 'second');
    let giveAnswer = () => {};
    void delayAnswer(new Promise((resolve) => (giveAnswer = resolve)));
    await clock.advance(1000);
    const committed = commitSoon(GONE, KEPT);
    await clock.advance(1000);
    expect([await committed, topics.hasFound]).toEqual(['gone 9,kept 9', false]);
    giveAnswer();
    await settled();
    expect([topics.hasFound, await beginAnew()]).toEqual([true, 'gone 7']);
    expect(log).toEqual(['wakeup', 'lost gone', 'seek gone 7', 'assigned gone']);
  });

  it('does not ask for what was answered just now, but soon after', async () => {
    const { topics, ids, commit, commitSoon, clock } = setUp();
    topics.lookNowAndThen(clock.monotonic());
    await commit(GONE);
    ids.set('gone', 'second');
    expect([await commitSoon(GONE), topics.hasFound]).toEqual(['gone 9', false]);
    await clock.advance(300);
    topics.lookNowAndThen(clock.monotonic());
    await settled();
    expect(topics.hasFound).toBe(true);
  });

  it('waits for the first answer, without which it could not tell', async () => {
    const { commit, commitSoon, ids, clock, delayAnswer } = setUp();
    let giveAnswer = () => {};
    void delayAnswer(new Promise((resolve) => (giveAnswer = resolve)));
    const committed = commitSoon(GONE);
    await clock.advance(10_000);
    giveAnswer();
    expect(await committed).toBe('gone 9');
    ids.set('gone', 'second');
    expect(await commit(GONE)).toMatch(/^; Offsets/);
  });

  it('commits nothing when the broker does not say', async () => {
    const { commit, silence } = setUp();
    await commit(GONE);
    silence();
    expect(await commit(GONE)).toBe('; no answer');
  });
});
