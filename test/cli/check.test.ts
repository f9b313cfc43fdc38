import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, examine, type CheckOptions } from '../../src/cli/check';
import { readConnectorFile } from '../../src/cli/connector-file';
import { readPropertiesFile } from '../../src/cli/properties-file';
import { StandaloneWorker } from '../../src/cli/standalone-worker';
import { Secrets } from '../../src/config/secrets';
import { translateClientProperties } from '../../src/kafka/client-config';
import type { KafkaClients } from '../../src/kafka/clients';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';
import { captureLog } from '../support/silent-log';

jest.setTimeout(120_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const folder = mkdtempSync(join(tmpdir(), 'check-'));
const OPTIONS: CheckOptions = { rest: false, offline: true, onCorruptOffsets: 'fail', secrets: new Secrets() };
const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const text = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}`)
    .join('\n');

const WORKER = {
  'bootstrap.servers': 'k:9092',
  'key.converter': STRING,
  'value.converter': STRING,
  'offset.storage.file.filename': join(folder, 'offsets'),
};
const SINK = {
  name: 'sink',
  'connector.class': 'FileStreamSink',
  file: join(folder, 'out.txt'),
  topics: 'a,b',
  transforms: 'h,r',
  'transforms.h.type': 'HoistField$Value',
  'transforms.h.field': 'line',
  'transforms.r.type': 'RegexRouter',
  'transforms.r.regex': '(.*)-x',
  'transforms.r.replacement': '$1',
  'errors.tolerance': 'none',
};
const SOURCE = { name: 'source', 'connector.class': 'FileStreamSource', file: join(folder, 'in.txt'), topic: 't' };

beforeAll(() => file('in.txt', ''));
afterAll(() => rmSync(folder, { recursive: true }));

/** What the mutations write: values that are good for some settings and bad for others. */
const VALUES = [
  '',
  'true',
  '0',
  '1',
  '-1',
  'some',
  'x,x',
  '(',
  '[a',
  'a|b',
  'StringConverter',
  'Filter',
  '${env:CONNECT_NOPE}',
];
const KEYS = [
  ...Object.keys(SINK),
  ...['tasks.max', 'batch.size', 'topics.regex', 'value.converter', 'header.converter', 'predicates', 'unknown.key'],
  ...['errors.retry.timeout', 'transforms.h.predicate', 'consumer.override.max.poll.records', 'producer.override.acks'],
  ...['topic.creation.default.partitions', 'errors.deadletterqueue.topic.name', 'transforms.r.negate'],
].filter((key) => key !== 'file' && key !== 'name');
const WORKER_KEYS = [
  ...Object.keys(WORKER),
  'offset.flush.interval.ms',
  'topic.creation.enable',
  'config.providers',
  'header.converter',
];

interface Mutation {
  readonly key: string;
  /** Null: the setting is taken away. */
  readonly value: string | null;
}

const mutations = (keys: readonly string[]) =>
  fc.array(fc.record({ key: fc.constantFrom(...keys), value: fc.constantFrom(null, ...VALUES) }), { maxLength: 2 });

function mutate(settings: Readonly<Record<string, string>>, changes: readonly Mutation[]): Record<string, string> {
  const mutated = new Map(Object.entries(settings));
  for (const { key, value } of changes) {
    if (value === null) mutated.delete(key);
    else mutated.set(key, value);
  }
  return Object.fromEntries(mutated);
}

/** Starts a worker and the connector on it; resolves with what kept connector or tasks from running, if anything did. */
async function start(workerFile: string, connectorFile: string): Promise<string | undefined> {
  // They refuse settings as the real ones do, when they are made.
  const clients: KafkaClients = {
    admin: ({ properties }) => (translateClientProperties('admin', properties), new FakeAdmin()),
    consumer: ({ properties }) => (translateClientProperties('consumer', properties), new FakeConsumer()),
    producer: ({ properties }) => (translateClientProperties('producer', properties), new FakeProducer()),
  };
  let worker: StandaloneWorker | undefined;
  try {
    const { props } = await readPropertiesFile(workerFile);
    const { log } = captureLog();
    const options = {
      props,
      folder,
      log,
      clients,
      secrets: new Secrets(),
      onCorruptOffsets: 'fail',
      servesRest: false,
    };
    worker = await StandaloneWorker.create({ ...options, onCorruptOffsets: 'fail', endsWithInput: false });
    await worker.start();
    const { name, props: config } = await readConnectorFile(connectorFile);
    await worker.herder.createConnector({ name, config, folder });
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    const { connector, tasks } = await worker.herder.connectorStatus(name);
    return [connector, ...tasks].find(({ state }) => state === 'FAILED')?.trace;
  } catch (thrown) {
    return String(thrown);
  } finally {
    await worker?.stop();
  }
}

describe('check', () => {
  it('finds an error exactly where a worker, its connector or a task would not start', async () => {
    const connector = fc.oneof(fc.constant(SINK), fc.constant(SOURCE));
    await fc.assert(
      fc.asyncProperty(connector, mutations(KEYS), mutations(WORKER_KEYS), async (good, changes, ofWorker) => {
        const workerFile = file('w.properties', text(mutate(WORKER, ofWorker)));
        const connectorFile = file('c.properties', text(mutate(good, changes)));
        const { ok, findings } = await examine(workerFile, [connectorFile], OPTIONS);
        const problem = await start(workerFile, connectorFile);
        const errors = findings.filter(({ severity, kind }) => severity === 'error' && kind !== 'undefined-variable');
        // What a variable that is not there means is decided by the check alone: the worker takes it as text.
        if (!ok && errors.length === 0) return;
        expect({
          files: [readFileSync(workerFile, 'utf8'), readFileSync(connectorFile, 'utf8')],
          ok,
          findings,
        }).toEqual(expect.objectContaining({ ok: problem === undefined }));
      }),
      // The same mutations each time, unless others are asked for.
      { numRuns: 150, seed: Number(process.env['SEED'] ?? 20_260) },
    );
  });

  it('says what is wrong with files that cannot be read, and goes on', async () => {
    const broken = file('broken.json', '{\n  "name": "x",\n  oops');
    const report = await examine(join(folder, 'missing'), [broken], OPTIONS);
    expect(report.findings).toEqual([
      expect.objectContaining({
        kind: 'unreadable-file',
        file: join(folder, 'missing'),
        message: 'there is no such file',
      }),
      expect.objectContaining({ kind: 'unreadable-file', file: broken, part: 'connector' }),
    ]);
  });

  it('prints a report and gives 0 or 78; unknown settings are errors where it is strict', async () => {
    let out = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => ((out += String(chunk)), true));
    const workerFile = file('w.properties', text(WORKER));
    const connectorFile = file('c.properties', text({ ...SINK, flie: 'x' }));
    expect(await check(workerFile, [connectorFile], OPTIONS)).toBe(0);
    expect(out).toMatch(/c\.properties:12: warning: flie=x: [\s\S]*file\?\n0 errors, 1 warning\n$/);
    out = '';
    expect(await check(workerFile, [connectorFile], { ...OPTIONS, strict: true, json: true })).toBe(78);
    write.mockRestore();
    expect(JSON.parse(out)).toMatchObject({ ok: false, errors: 1, warnings: 0, findings: [{ key: 'flie' }] });
  });
});
