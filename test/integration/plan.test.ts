/** The sub-command `plan`, as built, on a real broker: what it says is what `--once` then does, and nothing is touched before. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffsets } from '../support/groups';
import { groupMembers } from '../support/group-members';
import { kcatProduce } from '../support/kcat';
import { KafkaRoom } from '../support/kafka-room';
import { storedPosition } from '../support/offset-files';
import { runOnce, transactions } from '../support/once-run';
import { runCommand } from '../support/our-command';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { propertiesText } from '../support/properties-text';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

interface Plan {
  readonly ok: boolean;
  readonly code: number;
  readonly connectors: readonly {
    readonly name: string;
    readonly group?: string;
    readonly members?: readonly { clientId: string }[];
    readonly partitions?: readonly Record<string, unknown>[];
    readonly inputs?: readonly Record<string, unknown>[];
    readonly targets?: readonly Record<string, unknown>[];
    readonly topic?: Record<string, unknown>;
    readonly fedBy?: readonly string[];
    readonly notes: readonly string[];
  }[];
  readonly totals: Readonly<Record<string, unknown>>;
  readonly problems: readonly { message: string; code: number }[];
}

describeWithKafka('plan', ({ bootstrap }) => {
  let folder: string;
  let topic: string;
  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('plan');
  });
  afterEach(() => removeFolder(folder));

  const at = (name: string) => path.join(folder, name);
  const sink = (more: Record<string, string> = {}) => ({ ...fileSink(`sink-${topic}`, at('out.txt'), topic), ...more });
  const source = () => fileSource(`source-${topic}`, at('in.txt'), topic);
  const group = () => `connect-sink-${topic}`;

  /** Writes the files of the worker and of connectors as `runOnce` does, and asks for the plan. */
  async function planOf(connectors: readonly Record<string, string>[], worker: Record<string, string> = {}) {
    const settings = {
      'bootstrap.servers': bootstrap,
      'key.converter': STRING,
      'value.converter': STRING,
      'offset.storage.file.filename': at('connect.offsets'),
      ...worker,
    };
    writeFileSync(at('worker.properties'), propertiesText(settings));
    const files = connectors.map((connector, index) => {
      writeFileSync(at(`connector-${index}.properties`), propertiesText(connector));
      return `connector-${index}.properties`;
    });
    const { code, stdout, stderr } = await runCommand(['plan', 'worker.properties', ...files, '--json'], {
      cwd: folder,
    });
    return { code, stderr, plan: (stdout === '' ? undefined : JSON.parse(stdout)) as Plan };
  }

  async function expectUntouched(): Promise<void> {
    expect(existsSync(at('out.txt'))).toBe(false);
    expect((await groupOffsets(bootstrap, group())).size).toBe(0);
    expect(await groupMembers(bootstrap, [group()])).toEqual({});
  }

  it('of a new group names every partition from its beginning, and what --once then moves is what it said', async () => {
    await createTopic(bootstrap, topic, { partitions: 2 });
    await kcatProduce({ bootstrap, topic, partition: 1 }, ['one', 'two', 'three']);
    const { code, plan } = await planOf([sink()]);
    expect({ code, ok: plan.ok }).toEqual({ code: 0, ok: true });
    expect(plan.connectors[0]).toMatchObject({
      group: group(),
      members: [],
      partitions: [
        { topic, partition: 0, committed: null, from: 0, to: 0, records: 0, lag: 0, atMost: false },
        { topic, partition: 1, committed: null, from: 0, to: 3, records: 3, lag: 3, atMost: false },
      ],
      targets: [{ name: at('out.txt'), exists: false, bytes: null }],
    });
    await expectUntouched();
    expect((await runOnce({ bootstrap, folder, connectors: [sink()] })).code).toBe(0);
    expect(linesOf(at('out.txt'))).toHaveLength(plan.totals['sinkRecords'] as number);

    await kcatProduce({ bootstrap, topic, partition: 0 }, ['four']);
    const second = await planOf([sink()]);
    expect(second.plan.connectors[0]).toMatchObject({
      partitions: [
        { partition: 0, committed: 0, from: 0, to: 1, records: 1, lag: 1 },
        { partition: 1, committed: 3, from: 3, to: 3, records: 0, lag: 0 },
      ],
      targets: [{ exists: true, bytes: 14 }],
    });
    expect((await runOnce({ bootstrap, folder, connectors: [sink()] })).code).toBe(0);
    expect(linesOf(at('out.txt'))).toHaveLength(4);
  });

  it('of an empty topic, and of auto.offset.reset=latest, moves nothing and commits nothing', async () => {
    await createTopic(bootstrap, topic);
    expect((await planOf([sink()])).plan.totals).toMatchObject({ partitions: 1, sinkRecords: 0 });
    await kcatProduce({ bootstrap, topic }, ['one', 'two']);
    const { plan } = await planOf([sink({ 'consumer.override.auto.offset.reset': 'latest' })]);
    expect(plan.connectors[0]?.partitions).toMatchObject([{ committed: null, from: 2, to: 2, records: 0 }]);
    expect(plan.connectors[0]?.notes.join()).toContain('auto.offset.reset=latest');
    await expectUntouched();
  });

  it('of a file that is read to the half says what is left of it, whence, and who would make the topic', async () => {
    writeFileSync(at('in.txt'), 'one\ntwo\n');
    expect((await runOnce({ bootstrap, folder, connectors: [source()] })).code).toBe(0);
    appendFileSync(at('in.txt'), 'three\nfour\nunfinished');
    const before = readFileSync(at('connect.offsets'));
    const fresh = fileSource(`fresh-${topic}`, at('in.txt'), `${topic}-new`);
    const settings = { 'topic.creation.default.partitions': '3', 'topic.creation.default.replication.factor': '1' };
    const { code, plan } = await planOf([source(), { ...fresh, ...settings }, sink()]);
    expect(code).toBe(0);
    expect(plan.connectors[0]).toMatchObject({
      inputs: [{ name: at('in.txt'), exists: true, unit: 'bytes', from: 8, to: 29, records: 2 }],
      topic: { name: topic, exists: true, partitions: 1 },
    });
    expect(plan.connectors[1]).toMatchObject({
      inputs: [{ from: 0, to: 29, records: 4 }],
      topic: { name: `${topic}-new`, exists: false, partitions: 3, createdBy: 'source' },
    });
    expect(plan.connectors[2]).toMatchObject({ fedBy: [source().name], partitions: [{ from: 0, to: 2, records: 2 }] });
    expect(plan.totals).toMatchObject({ sourceRecords: 6, sinkRecords: 2 });
    await expectUntouched();
    expect(readFileSync(at('connect.offsets')).equals(before)).toBe(true);
    // Asking has not created it.
    const room = new KafkaRoom(bootstrap);
    try {
      expect(await (await room.admin()).describeTopic(`${topic}-new`)).toBeUndefined();
    } finally {
      await room.close();
    }

    expect((await runOnce({ bootstrap, folder, connectors: [source(), sink()] })).code).toBe(0);
    expect(linesOf(at('out.txt'))).toEqual(['one', 'two', 'three', 'four']);
    expect(storedPosition(at('connect.offsets'), `source-${topic}`)).toBe(19);
  });

  it('says "at most" where offsets are more than records: after transactions, and of compacted topics', async () => {
    await createTopic(bootstrap, topic);
    await transactions(bootstrap, topic, [{ values: ['one', 'two'], isCommitted: true }]);
    const compacted = uniqueName('plan-compacted');
    await createTopic(bootstrap, compacted, { configs: { 'cleanup.policy': 'compact' } });
    await kcatProduce({ bootstrap, topic: compacted }, [{ key: 'k', value: 'three' }]);
    const { plan } = await planOf([sink({ topics: `${topic},${compacted}` })]);
    const found = plan.connectors[0]?.partitions?.map(({ topic: name, records, atMost }) => [name, records, atMost]);
    expect(found).toEqual(
      expect.arrayContaining([
        [topic, 3, true],
        [compacted, 1, true],
      ]),
    );
    expect(plan.totals).toMatchObject({ isAtMost: true });
    await expectUntouched();
  });

  it('tells who is in the group, and that the offset file is taken: a run would end with 75', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const worker = startOurWorker({ bootstrap, folder, connectors: [sink()] });
    try {
      await waitFor('the sink has written', () => existsSync(at('out.txt')) && linesOf(at('out.txt')).length === 1);
      const { code, plan } = await planOf([sink()]);
      expect(plan.connectors[0]?.members).toMatchObject([
        { clientId: expect.stringContaining(`connector-consumer-sink-${topic}`) as string },
      ]);
      expect({ code, problems: plan.problems }).toMatchObject({
        code: 75,
        problems: [{ code: 75, message: expect.stringMatching(/in use by process \d+/) as string }],
      });
      expect(worker.isRunning).toBe(true);
    } finally {
      await worker.end();
    }
  });

  it('ends as --once does where a topic or an input is missing, after the plan of all the rest', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const missing = await planOf([sink(), { ...sink(), name: 'other', topics: `${topic}-none` }]);
    expect(missing.code).toBe(
      (await runOnce({ bootstrap, folder, connectors: [{ ...sink(), topics: `${topic}-none` }] })).code,
    );
    expect(missing.plan).toMatchObject({ ok: false, code: 69, totals: { sinkRecords: 1 } });
    expect(missing.plan.problems[0]?.message).toContain(`other reads ${topic}-none, which does not exist`);
    const noInput = await planOf([source()]);
    expect({ code: noInput.code, said: noInput.plan.problems[0]?.message }).toEqual({
      code: 69,
      said: `The source ${source().name} reads ${at('in.txt')}, which does not exist`,
    });
  });

  it('ends as a run does where no broker answers, or settings are wrong', async () => {
    const unreachable = await planOf([sink()], {
      'bootstrap.servers': '127.0.0.1:1',
      'default.api.timeout.ms': '2000',
    });
    expect({ code: unreachable.code, said: unreachable.stderr }).toMatchObject({
      code: 2,
      said: expect.stringContaining('127.0.0.1:1') as string,
    });
    expect((await planOf([{ ...sink(), 'connector.class': 'FileStreamSnik' }])).code).toBe(3);
  });

  it('takes a bundle, --set and standard input as a run does, and reads well', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const bundle = `[worker]\nbootstrap.servers=${bootstrap}\nkey.converter=${STRING}\nvalue.converter=${STRING}\noffset.storage.file.filename=${at('o')}\n[connector "a"]\nconnector.class=FileStreamSink\ntopics=${topic}\n`;
    writeFileSync(at('p.ini'), bundle);
    const json = JSON.stringify({ name: 'b', config: { 'connector.class': 'FileStreamSink', topics: topic } });
    const args = ['plan', 'p.ini', '-', '--set', `b.file=${at('b.txt')}`];
    const { code, stdout } = await runCommand(args, { cwd: folder, input: json });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^a \(sink, \S+FileStreamSinkConnector\)\n {4}group {3}connect-a, nobody is in it\n/m);
    expect(stdout).toContain(`${at('b.txt')}, which would be created`);
    expect(stdout).toMatch(/^In all: 2 records of 2 partitions to 2 sinks$/m);
  });
});
