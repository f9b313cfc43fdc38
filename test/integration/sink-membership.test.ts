/** What a sink task sees of its consumer group, on a real broker: partitions that come and go, commits, rewinds, pauses. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { groupOffset, groupPositions } from '../support/groups';
import { kcatProduce } from '../support/kcat';
import { KafkaRoom, sendValues } from '../support/kafka-room';
import { removeFolder, startOurWorker, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';
import { SCRIPTED_SINK, sinkCalls, valuesPut, type SinkCall } from '../support/scripted-sink';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const ASSIGNORS = 'org.apache.kafka.clients.consumer.';
const NEVER = '600000';

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index));
}

describeWithKafka('A sink task', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  const folders: string[] = [];

  afterEach(async () => {
    await room.close();
    folders.splice(0).forEach(removeFolder);
  });

  async function topicWith(values: readonly string[], partitions = 1): Promise<string> {
    const topic = uniqueName('member');
    await createTopic(bootstrap, topic, { partitions });
    for (let partition = 0; partition < partitions; partition++)
      await kcatProduce({ bootstrap, topic, partition }, values);
    return topic;
  }

  /** A worker with one scripted sink; `start` begins another life in the same folder. */
  function member(name: string, topic: string, settings: Readonly<Record<string, string>> = {}) {
    const folder = temporaryFolder();
    folders.push(folder);
    const log = path.join(folder, 'calls');
    writeFileSync(path.join(folder, 'scripted.cjs'), SCRIPTED_SINK);
    const connector = { name, 'connector.class': './scripted.cjs', topics: topic, log, ...settings };
    const start = (worker: Readonly<Record<string, string>> = {}): OurWorker =>
      startOurWorker({
        bootstrap,
        folder,
        worker: { 'offset.flush.interval.ms': '200', ...worker },
        connectors: [connector],
      });
    const calls = (call?: SinkCall['call']) =>
      sinkCalls(log).filter((noted) => call === undefined || noted.call === call);
    const comesAndGoes = () =>
      calls()
        .filter(({ call }) => call === 'open' || call === 'close')
        .map(({ call, partitions = [] }) => `${call} ${partitions.join()}`);
    return { folder, log, start, calls, comesAndGoes, values: () => valuesPut(log) };
  }

  const committed = (topic: string) => groupOffset(bootstrap, `connect-${topic}`, topic);
  const allCommitted = (topic: string, end: number, worker: OurWorker) =>
    waitFor(`${end} is committed`, async () => (await committed(topic)) === end, { worker });

  describe('whose put takes longer than max.poll.interval.ms', () => {
    it('loses its partitions, gets the records again, and stays RUNNING', async () => {
      const topic = await topicWith(['0', '!sleep 9000', '2']);
      const url = `http://127.0.0.1:${await freePort()}`;
      const sink = member(topic, topic, {
        'consumer.override.max.poll.interval.ms': '6000',
        'consumer.override.session.timeout.ms': '6000',
        'consumer.override.heartbeat.interval.ms': '500',
      });
      const worker = sink.start({ listeners: url });
      await allCommitted(topic, 3, worker);
      expect(sink.comesAndGoes()).toEqual(['open 0', 'close 0', 'open 0']);
      expect(sink.values()).toEqual(['0', '!sleep 9000', '2', '0', '!sleep 9000', '2']);
      expect(worker.output).toContain('Partitions lost');
      await kcatProduce({ bootstrap, topic }, ['3']);
      await allCommitted(topic, 4, worker);
      const status: unknown = await (await fetch(`${url}/connectors/${topic}/status`)).json();
      expect(status).toMatchObject({ tasks: [{ state: 'RUNNING' }] });
      expect(await worker.end()).toEqual({ code: 0, signal: null });
    });
  });

  describe('with a static membership', () => {
    const instance = (id: string) => ({
      'consumer.override.group.instance.id': id,
      'consumer.override.session.timeout.ms': '30000',
    });

    it.each(['SIGTERM', 'SIGKILL'] as const)(
      'has its partitions again after %s and a restart within the session; the other member notices nothing',
      async (signal) => {
        const topic = await topicWith(numbers(0, 10), 4);
        const [one, other] = [member(topic, topic, instance('one')), member(topic, topic, instance('other'))];
        const first = one.start();
        const second = other.start();
        const isShared = () => [one, other].every((sink) => sink.comesAndGoes().at(-1)?.split(',').length === 2);
        await waitFor('both have two partitions', isShared, { worker: first });
        const [before, quiet] = [one.comesAndGoes(), other.comesAndGoes()];
        await first.end(signal);
        const again = one.start();
        const opened = before.at(-1);
        const isBack = () => one.comesAndGoes().length > before.length && one.comesAndGoes().at(-1) === opened;
        await waitFor('the same partitions are back', isBack, { worker: again });
        const seen = one.values().length;
        for (let partition = 0; partition < 4; partition++) await kcatProduce({ bootstrap, topic, partition }, ['new']);
        await waitFor('both go on', () => [one, other].every(({ values }) => values().at(-1) === 'new'), {
          worker: again,
        });
        expect(one.values().length).toBeGreaterThan(seen);
        expect(other.comesAndGoes()).toEqual(quiet);
        expect(await again.end()).toEqual({ code: 0, signal: null });
        expect(await second.end()).toEqual({ code: 0, signal: null });
      },
    );

    it('is a member of its own beside the other tasks of its connector', async () => {
      const topic = await topicWith(numbers(0, 10), 4);
      const sink = member(topic, topic, { ...instance('i'), 'tasks.max': '2' });
      const worker = sink.start();
      const tasks = () => new Set(sink.calls('put').map(({ task }) => task));
      await waitFor('all is put', () => sink.values().length >= 40, { worker });
      const isShared = () => {
        const last = ['0', '1'].map((task) =>
          sink
            .calls('open')
            .filter((call) => call.task === task)
            .at(-1),
        );
        return last.every((call) => call?.partitions?.length === 2);
      };
      await waitFor('both tasks have two partitions', isShared, { worker });
      for (let partition = 0; partition < 4; partition++) await kcatProduce({ bootstrap, topic, partition }, ['new']);
      await waitFor('both tasks get records', () => tasks().size === 2, { worker });
      expect(worker.output).not.toContain('fenced');
      expect(await worker.end()).toEqual({ code: 0, signal: null });
    });
  });

  describe('when another member joins', () => {
    it('commits before it gives partitions up, so that nothing is delivered twice', async () => {
      const topic = await topicWith(numbers(0, 50), 4);
      const [one, other] = [member(topic, topic), member(topic, topic)];
      const first = one.start({ 'offset.flush.interval.ms': NEVER });
      await waitFor('the first has everything', () => one.values().length === 200, { worker: first });
      const second = other.start({ 'offset.flush.interval.ms': NEVER });
      await waitFor('the second has partitions', () => other.comesAndGoes().length > 0, { worker: second });
      for (let partition = 0; partition < 4; partition++) await kcatProduce({ bootstrap, topic, partition }, ['new']);
      await waitFor('the new ones are there', () => one.values().length + other.values().length === 204);
      expect(await first.end()).toEqual({ code: 0, signal: null });
      expect(await second.end()).toEqual({ code: 0, signal: null });
      expect([...one.values(), ...other.values()]).toHaveLength(204);
      const group = { bootstrap, group: `connect-${topic}`, topic };
      expect(await groupPositions(group, 4)).toEqual([51, 51, 51, 51]);
    });

    it.each([
      [
        'closes all partitions and opens what is left, eagerly',
        'RangeAssignor',
        /^open 0,1,2,3\|close 0,1,2,3\|open \d,\d$/,
      ],
      ['closes only what the other gets, cooperatively', 'CooperativeStickyAssignor', /^open 0,1,2,3\|close \d,\d$/],
    ])('%s', async (_title, assignor, expected) => {
      const topic = await topicWith(numbers(0, 10), 4);
      const settings = { 'consumer.override.partition.assignment.strategy': ASSIGNORS + assignor };
      const [one, other] = [member(topic, topic, settings), member(topic, topic, settings)];
      const first = one.start();
      await waitFor('the first has everything', () => one.values().length === 40, { worker: first });
      const second = other.start();
      const isShared = () => other.comesAndGoes().at(-1)?.split(',').length === 2;
      await waitFor('the second has half of it', isShared, { worker: second });
      await waitFor('the first knows', () => expected.test(one.comesAndGoes().join('|')), { worker: first });
      await second.end();
      const last =
        assignor === 'RangeAssignor' ? 'open 0,1,2,3' : other.comesAndGoes().at(-1)?.replace('close', 'open');
      const isWhole = () => one.comesAndGoes().length > 2 && one.comesAndGoes().at(-1) === last;
      await waitFor('the first has everything again', isWhole, { worker: first });
      expect(await first.end()).toEqual({ code: 0, signal: null });
      expect(one.comesAndGoes().at(-1)).toBe('close 0,1,2,3');
    });
  });

  it('with isolation.level=read_committed gets no aborted record, and its offset passes what is no record', async () => {
    const topic = await topicWith([]);
    const producer = await room.producer({ 'transactional.id': topic, 'enable.idempotence': 'true' });
    await producer.initTransactions();
    const sendIn = async (values: string[], end: 'commit' | 'abort') => {
      await producer.beginTransaction();
      await sendValues(producer, topic, values);
      await (end === 'commit' ? producer.commitTransaction() : producer.abortTransaction());
    };
    await sendIn(['aborted'], 'abort');
    await sendIn(['kept', 'kept too'], 'commit');
    await sendIn(['aborted as well'], 'abort');
    const sink = member(topic, topic, { 'consumer.override.isolation.level': 'read_committed' });
    const worker = sink.start();
    await waitFor('what was committed has come', () => sink.values().length === 2, { worker });
    // Four records and three markers.
    await allCommitted(topic, 7, worker);
    await sendIn(['last'], 'commit');
    await allCommitted(topic, 9, worker);
    expect(sink.values()).toEqual(['kept', 'kept too', 'last']);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });

  it('with topics.regex gets the records of a topic that is created later', async () => {
    const prefix = uniqueName('pattern');
    await createTopic(bootstrap, `${prefix}-a`);
    await kcatProduce({ bootstrap, topic: `${prefix}-a` }, ['early']);
    const sink = member(prefix, '', {
      'topics.regex': `${prefix}-[ab]`,
      'consumer.override.metadata.max.age.ms': '1000',
    });
    const worker = sink.start();
    await waitFor('the first topic is read', () => sink.values().includes('early'), { worker });
    for (const name of [`${prefix}-abc`, `${prefix}-b`]) {
      await createTopic(bootstrap, name);
      await kcatProduce({ bootstrap, topic: name }, [`in ${name}`]);
    }
    await waitFor('the new topic is read', () => sink.values().includes(`in ${prefix}-b`), { worker });
    expect(sink.values()).toEqual(['early', `in ${prefix}-b`]);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });

  it('gets at most max.poll.records in one put', async () => {
    const topic = await topicWith(numbers(0, 100));
    const sink = member(topic, topic, { 'consumer.override.max.poll.records': '7' });
    const worker = sink.start();
    await allCommitted(topic, 100, worker);
    expect(sink.values()).toEqual(numbers(0, 100));
    const sizes = sink.calls('put').map(({ records }) => records?.length ?? 0);
    expect(Math.max(...sizes)).toBe(7);
    await worker.end();
  });

  it('gets its records again from the last commit when preCommit throws, and commits them then', async () => {
    const topic = await topicWith(['0', '1']);
    const sink = member(topic, topic);
    const worker = sink.start();
    await allCommitted(topic, 2, worker);
    await kcatProduce({ bootstrap, topic }, ['2', '!fail preCommit', '4']);
    await allCommitted(topic, 5, worker);
    expect(worker.output).toContain('preCommit threw');
    expect(sink.values().slice(0, 2)).toEqual(['0', '1']);
    expect(sink.values().slice(-3)).toEqual(['2', '!fail preCommit', '4']);
    expect(sink.values().filter((value) => value === '2')).toHaveLength(2);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });

  it('goes back to where context.offset sends it', async () => {
    const topic = await topicWith(['0', '1', '2', '!rewind 1', '4']);
    const sink = member(topic, topic, { 'consumer.override.max.poll.records': '4' });
    const worker = sink.start();
    await allCommitted(topic, 5, worker);
    await waitFor('the last has come', () => sink.values().at(-1) === '4', { worker });
    expect(sink.values()).toEqual(['0', '1', '2', '!rewind 1', '1', '2', '!rewind 1', '4']);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });

  it('gets nothing of a partition that it has paused until it resumes it, and everything of the others', async () => {
    const topic = await topicWith([], 2);
    await kcatProduce({ bootstrap, topic, partition: 0 }, ['!pause 1500']);
    const sink = member(topic, topic);
    const worker = sink.start();
    await waitFor('it has paused', () => sink.values().length === 1, { worker });
    await kcatProduce({ bootstrap, topic, partition: 0 }, ['late']);
    await kcatProduce({ bootstrap, topic, partition: 1 }, ['early']);
    await waitFor('all has come', () => sink.values().length === 3, { worker });
    expect(sink.values()).toEqual(['!pause 1500', 'early', 'late']);
    expect(await worker.end()).toEqual({ code: 0, signal: null });
  });

  it('has its offsets committed soon after requestCommit, however far the next regular commit is', async () => {
    const topic = await topicWith(['0', '!commit', '2']);
    const sink = member(topic, topic, { 'consumer.override.max.poll.records': '2' });
    const worker = sink.start({ 'offset.flush.interval.ms': NEVER });
    await allCommitted(topic, 2, worker);
    await waitFor('the last has come', () => sink.values().length === 3, { worker });
    expect(await worker.end()).toEqual({ code: 0, signal: null });
    expect(await committed(topic)).toBe(3);
  });
});
