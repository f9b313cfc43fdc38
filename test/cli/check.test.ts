import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, examine, type CheckOptions } from '../../src/cli/check';
import { readConnectorFile } from '../../src/cli/connector-file';
import { readPropertiesFile } from '../../src/cli/properties-file';
import { StandaloneWorker } from '../../src/cli/standalone-worker';
import { Secrets } from '../../src/config/secrets';
import { translateClientProperties, type ClientKind } from '../../src/kafka/client-config';
import type { ClientProperties, KafkaClients } from '../../src/kafka/clients';
import { tryClient } from '../../src/kafka/trial-client';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';
import { captureLog } from '../support/silent-log';

const RUNS = Number(process.env['RUNS'] ?? 150);
jest.setTimeout(120_000 + RUNS * 1000);

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
  listeners: 'http://127.0.0.1:0',
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
  ...['', ' ', 'true', 'TRUE', 'some', 'none', 'all', 'ALL', 'x', 'x,x', 'a,b', 'h', 'p', ',', 'a b', '*'],
  ...['0', '1', ' 1 ', '-1', '-2', '0.5', '1e3', '32768', '2147483647', '2147483648', '9223372036854775808'],
  ...['(', '[a', 'a|b', '(?<n>a)\\k<n>', '(?i)A+', '$2', '[b-a]', 'a{2,1}'],
  ...[
    'StringConverter',
    'JsonConverter',
    'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    'Filter',
    'RegexRouter',
  ],
  ...[
    'InsertField$Value',
    'Cast$Key',
    'TopicNameMatches',
    'org.acme.Nope',
    './nope.ts',
    'FileStreamSink',
    'FileStreamSource',
  ],
  ...[
    'http://127.0.0.1:0',
    'htp://x:1',
    'http://127.0.0.1:99999',
    'k:9092,l:9092',
    'k',
    ':1',
    'SSL',
    'SASL_PLAINTEXT',
    'gzip',
  ],
  ...['${env:CONNECT_NOPE}', '${env:PATH}', '${nope:x}', 'env', 'file,env', 'int32', 'a:int32', 'interval', 'required'],
];
const TRANSFORMS = ['h', 'r', 'x'].flatMap((alias) =>
  ['type', 'predicate', 'negate', 'field', 'regex', 'replacement', 'spec'].map((key) => `transforms.${alias}.${key}`),
);
const KEYS = [
  ...Object.keys(SINK),
  ...TRANSFORMS,
  ...['tasks.max', 'tasks.max.enforce', 'batch.size', 'topics', 'topics.regex', 'topic', 'unknown.key'],
  ...['key.converter', 'value.converter', 'value.converter.schemas.enable', 'value.converter.schemas.cache.size'],
  ...['header.converter', 'predicates', 'predicates.p.type', 'predicates.p.pattern', 'predicates.p.name'],
  ...['errors.tolerance', 'errors.retry.timeout', 'errors.retry.delay.max.ms', 'errors.log.enable'],
  ...['errors.deadletterqueue.topic.name', 'errors.deadletterqueue.topic.replication.factor'],
  ...['errors.deadletterqueue.context.headers.enable', 'config.action.reload', 'exactly.once.support'],
  ...['topic.creation.default.partitions', 'topic.creation.default.replication.factor', 'topic.creation.groups'],
  ...['topic.creation.x.include', 'topic.creation.x.partitions', 'transaction.boundary', 'offsets.storage.topic'],
  ...['transaction.boundary.interval.ms', 'consumer.override.max.poll.records', 'consumer.override.auto.offset.reset'],
  ...['consumer.override.isolation.level', 'consumer.override.fetch.min.bytes', 'consumer.override.group.id'],
  ...[
    'consumer.override.partition.assignment.strategy',
    'producer.override.acks',
    'producer.override.compression.type',
  ],
  ...['producer.override.linger.ms', 'producer.override.security.protocol', 'admin.override.request.timeout.ms'],
  ...[
    'consumer.override.bootstrap.servers',
    'consumer.override.sasl.mechanism',
    'consumer.override.nope',
    'producer.override.queue.buffering.max.ms',
  ],
].filter((key) => key !== 'file' && key !== 'name');
const WORKER_KEYS = [
  ...Object.keys(WORKER),
  ...['offset.flush.interval.ms', 'offset.flush.timeout.ms', 'task.shutdown.graceful.timeout.ms', 'plugin.path'],
  ...['topic.creation.enable', 'topic.tracking.enable', 'config.providers', 'config.providers.env.class', 'client.id'],
  ...['header.converter', 'key.converter.schemas.enable', 'listeners', 'admin.listeners', 'rest.extension.classes'],
  ...['rest.advertised.port', 'rest.advertised.listener', 'access.control.allow.origin', 'rest.request.max.bytes'],
  ...['response.http.headers.config', 'metrics.num.samples', 'metrics.recording.level', 'security.protocol'],
  ...['connector.client.config.override.policy', 'connector.client.config.override.allowlist', 'plugin.discovery'],
  ...[
    'consumer.max.poll.records',
    'consumer.auto.offset.reset',
    'producer.acks',
    'producer.max.request.size',
    'admin.retries',
  ],
  ...[
    'exactly.once.source.support',
    'group.id',
    'request.timeout.ms',
    'consumer.security.protocol',
    'consumer.message.max.bytes',
    'debug',
    'unknown.key',
  ],
];

interface Mutation {
  readonly key: string;
  /** Null: the setting is taken away. */
  readonly value: string | null;
}

const mutations = (keys: readonly string[]) =>
  fc.array(fc.record({ key: fc.constantFrom(...keys), value: fc.constantFrom(null, ...VALUES) }), { maxLength: 1 });

function mutate(settings: Readonly<Record<string, string>>, changes: readonly Mutation[]): Record<string, string> {
  const mutated = new Map(Object.entries(settings));
  for (const { key, value } of changes) {
    // So many tasks would not fit into memory.
    if (key === 'tasks.max' && Number(value) > 1000) continue;
    if (value === null) mutated.delete(key);
    else mutated.set(key, value);
  }
  return Object.fromEntries(mutated);
}

/** Lets others have their turn at each poll, as the real one does, also where it is not to wait. */
class PoliteConsumer extends FakeConsumer {
  override async poll(timeoutMs: number): ReturnType<FakeConsumer['poll']> {
    await new Promise(setImmediate);
    return super.poll(timeoutMs);
  }
}

/** Refuses settings as the real client does: when it is made, or when it connects. */
function pickyAs<C extends { connect: () => Promise<void> }>(
  kind: ClientKind,
  properties: ClientProperties,
  client: C,
): C {
  const { global, topic, needsTrial } = translateClientProperties(kind, properties);
  if (needsTrial) client.connect = () => tryClient(global, topic);
  return client;
}

/** Starts a worker and the connector on it; resolves with what kept connector or tasks from running, if anything did. */
async function start(workerFile: string, connectorFile: string): Promise<string | undefined> {
  const clients: KafkaClients = {
    admin: ({ properties }) => pickyAs('admin', properties, new FakeAdmin()),
    consumer: ({ properties }) => pickyAs('consumer', properties, new PoliteConsumer()),
    producer: ({ properties }) => pickyAs('producer', properties, new FakeProducer()),
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
      servesRest: true,
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
        const { ok, findings } = await examine(workerFile, [connectorFile], { ...OPTIONS, rest: true });
        const problem = await start(workerFile, connectorFile);
        const errors = findings.filter(({ severity, kind }) => severity === 'error' && kind !== 'undefined-variable');
        // What a variable that is not there means is decided by the check alone: the worker takes it as text.
        if (!ok && errors.length === 0) return;
        expect({
          files: [readFileSync(workerFile, 'utf8'), readFileSync(connectorFile, 'utf8')],
          ok,
          findings,
          problem,
        }).toEqual(expect.objectContaining({ ok: problem === undefined }));
      }),
      // The same mutations each time, unless others are asked for.
      { numRuns: RUNS, seed: Number(process.env['SEED'] ?? 20_260) },
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
