/** Beside the genuine worker: what converters and transforms make of the same lines and records. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import type { ExactRecord } from '../support/exact-records';
import { kcatConsume, kcatProduce, kcatValues } from '../support/kcat';
import {
  fileSink,
  fileSource,
  linesOf,
  type OurWorker,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { ROOT } from '../support/source-files';
import { createTopic } from '../support/topics';

jest.setTimeout(240_000);

type Settings = Record<string, string>;

const TRANSFORMS = 'org.apache.kafka.connect.transforms';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const BYTES_CONVERTER = 'org.apache.kafka.connect.converters.ByteArrayConverter';
const EXACT = path.join(ROOT, 'test', 'support', 'exact-records.ts');

const LINES = ['a line', '', '{"looks":"like JSON"}', 'tab\there', 'back\\slash "quoted"', 'äöü € 漢字 𝄞', 'the last'];

/** Converters of a connector; `schemas` for JSON. */
function converters(keyAndValue: string, schemas?: boolean): Settings {
  const own = { 'key.converter': keyAndValue, 'value.converter': keyAndValue };
  if (schemas === undefined) return own;
  const enabled = String(schemas);
  return { ...own, 'key.converter.schemas.enable': enabled, 'value.converter.schemas.enable': enabled };
}

/** A chain in the order given; settings without a dot before them belong to the transform. */
function chain(transforms: Readonly<Record<string, Settings>>): Settings {
  const entries = Object.entries(transforms).flatMap(([alias, settings]) =>
    Object.entries(settings).map(([name, value]) => [`transforms.${alias}.${name}`, value] as const),
  );
  return { transforms: Object.keys(transforms).join(','), ...Object.fromEntries(entries) };
}

/** The entries of Java's text of a map, whose order is that of hashes. */
const sorted = (line: string) =>
  line
    .replace(/^\{|\}$/g, '')
    .split(', ')
    .sort();

describeWithKafka('The same records through the genuine worker and ours', ({ bootstrap }) => {
  let folder: string;
  const genuineWorkers: ApacheWorker[] = [];
  const ourWorkers: OurWorker[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all([
      ...genuineWorkers.splice(0).map((worker) => worker.stop()),
      ...ourWorkers.splice(0).map((worker) => worker.end('SIGKILL')),
    ]);
    removeFolder(folder);
  });

  const genuine = async (...connectors: Settings[]) => {
    const named = connectors.map((one) => ({ ...one, 'connector.class': `${one['connector.class']}Connector` }));
    const worker = await startApacheWorker({ bootstrap, connectors: named });
    genuineWorkers.push(worker);
    return worker;
  };
  const ours = (...connectors: Settings[]) => {
    const worker = startOurWorker({ bootstrap, folder, connectors });
    ourWorkers.push(worker);
    return worker;
  };
  const inFolder = (name: string) => path.join(folder, name);
  const written = (file: string, count: number) =>
    waitFor(`${file} has ${count} lines`, () => linesOf(file).length >= count, { timeoutMs: 60_000 });
  const arrived = (topic: string, count: number) =>
    waitFor(`${count} records are in ${topic}`, async () => (await read(topic)).length >= count, { timeoutMs: 60_000 });
  const read = (topic: string) => kcatConsume({ bootstrap, topic });
  const create = (...topics: string[]) => Promise.all(topics.map((topic) => createTopic(bootstrap, topic)));

  it('JSON with schemas goes from either file source to the other file sink line by line, in the same bytes', async () => {
    const input = inFolder('in.txt');
    writeFileSync(input, LINES.map((line) => `${line}\n`).join(''));
    const [fromJava, fromUs] = [uniqueName('json-java'), uniqueName('json-ours')];
    await create(fromJava, fromUs);
    const json = converters(JSON_CONVERTER, true);
    const [javaOutput, ourOutput] = [inFolder('java.txt'), inFolder('ours.txt')];
    await genuine(
      { ...fileSource(`source-${fromJava}`, input, fromJava), ...json },
      { ...fileSink(`sink-${fromUs}`, javaOutput, fromUs), ...json },
    );
    ours(
      { ...fileSource(`source-${fromUs}`, input, fromUs), ...json },
      { ...fileSink(`sink-${fromJava}`, ourOutput, fromJava), ...json },
    );
    await Promise.all([written(javaOutput, LINES.length), written(ourOutput, LINES.length)]);
    expect(linesOf(ourOutput)).toEqual(LINES);
    expect(linesOf(javaOutput)).toEqual(LINES);
    expect(await kcatValues({ bootstrap, topic: fromUs })).toEqual(await kcatValues({ bootstrap, topic: fromJava }));
  });

  it('a chain of five transforms with a predicate makes the same lines in both sinks, with schemas and without', async () => {
    const [plain, enveloped] = [uniqueName('plain'), uniqueName('enveloped')];
    const orders = Array.from({ length: 50 }, (_, index) => order(index));
    await kcatProduce({ bootstrap, topic: plain }, [
      ...orders.map((one) => JSON.stringify(one)),
      { value: null },
      '{}',
    ]);
    await kcatProduce(
      { bootstrap, topic: enveloped },
      [...orders, order(50)].map((payload) => JSON.stringify({ schema: ORDER_SCHEMA, payload })),
    );
    const sinks = (who: string) => [
      {
        ...fileSink(`${who}-${plain}`, inFolder(`${who}-plain`), plain),
        ...converters(JSON_CONVERTER, false),
        ...CHAIN,
      },
      {
        ...fileSink(`${who}-${enveloped}`, inFolder(`${who}-enveloped`), enveloped),
        ...converters(JSON_CONVERTER, true),
        ...CHAIN,
      },
    ];
    await genuine(...sinks('java'));
    ours(...sinks('ours'));
    const files = ['java-plain', 'ours-plain', 'java-enveloped', 'ours-enveloped'].map(inFolder);
    await Promise.all(files.map((file) => written(file, 51)));
    const [javaPlain, ourPlain, javaEnveloped, ourEnveloped] = files.map(linesOf);
    expect(ourEnveloped).toEqual(javaEnveloped);
    expect(ourEnveloped?.[0]).toBe(
      `Struct{number=0,amount=0.5,email=,created=2023-11-14 22:13:20,city=Bonn,from=${enveloped},shop=web}`,
    );
    expect(ourPlain?.map(sorted)).toEqual(javaPlain?.map(sorted));
    expect(ourPlain).toHaveLength(51);
  });

  it('a chain of five transforms makes the same records in the same routed topic from both sources', async () => {
    const topic = uniqueName('in');
    const routed = topic.replace(/^in-/, 'routed-');
    await create(topic, routed);
    const input = inFolder('in.txt');
    writeFileSync(input, LINES.map((line) => `${line}\n`).join(''));
    const connector = {
      ...fileSource(`source-${topic}`, input, topic),
      ...converters(JSON_CONVERTER, true),
      ...chain({
        hoist: { type: `${TRANSFORMS}.HoistField$Value`, field: 'line' },
        insert: {
          type: `${TRANSFORMS}.InsertField$Value`,
          'topic.field': 'topic!',
          'static.field': 'by',
          'static.value': 'test',
        },
        key: { type: `${TRANSFORMS}.ValueToKey`, fields: 'line,by' },
        header: { type: `${TRANSFORMS}.InsertHeader`, header: 'version', 'value.literal': '[1,2.5]' },
        route: { type: `${TRANSFORMS}.RegexRouter`, regex: 'in-(.*)', replacement: 'routed-$1' },
      }),
    };
    const first = await genuine(connector);
    await arrived(routed, LINES.length);
    await first.end();
    ours(connector);
    await arrived(routed, 2 * LINES.length);
    const all = (await read(routed)).map(({ key, value, headers }) => ({ key, value, headers }));
    expect(all.slice(LINES.length)).toEqual(all.slice(0, LINES.length));
    expect(all[0]?.headers).toEqual([['version', '[1.0,2.5]']]);
    expect(await read(topic)).toEqual([]);
  });

  it('bytes, nulls, headers and timestamps go through ByteArrayConverter as they are', async () => {
    const topic = uniqueName('exact');
    await create(topic);
    const [input, output] = [inFolder('records.json'), inFolder('out.json')];
    writeFileSync(input, JSON.stringify(RECORDS));
    const bytes = { ...converters(BYTES_CONVERTER), 'header.converter': BYTES_CONVERTER };
    const connector = (name: string, file: string) => ({ name: `${name}-${topic}`, file, ...bytes });
    ours(
      { ...connector('source', input), 'connector.class': `${EXACT}#ExactSourceConnector`, topic },
      { ...connector('sink', output), 'connector.class': `${EXACT}#ExactSinkConnector`, topics: topic },
    );
    await written(output, RECORDS.length);
    const records = linesOf(output).map((line) => JSON.parse(line) as ExactRecord);
    expect(records).toEqual(RECORDS);
    const seen = await read(topic);
    expect(seen.map(({ key, value, timestamp }) => [key === null, value === null, timestamp])).toEqual(
      RECORDS.map(({ key, value, timestamp }) => [key === null, value === null, timestamp]),
    );
    expect(seen[0]?.headers).toEqual([
      ['trace', 'one'],
      ['trace', 'two'],
    ]);
  });

  it('the genuine sink sees nulls, headers and timestamps of our source as our own sink does', async () => {
    const topic = uniqueName('seen');
    await create(topic);
    writeFileSync(inFolder('records.json'), JSON.stringify(RECORDS));
    const sink = (who: string) => ({
      ...fileSink(`${who}-${topic}`, inFolder(who), topic),
      ...converters(STRING_CONVERTER),
      'header.converter': STRING_CONVERTER,
      ...chain({
        drop: { type: `${TRANSFORMS}.Filter`, predicate: 'bare', negate: 'true' },
        hoist: { type: `${TRANSFORMS}.HoistField$Value`, field: 'value' },
        insert: { type: `${TRANSFORMS}.InsertField$Value`, 'timestamp.field': 'at', 'offset.field': 'offset' },
        unix: { type: `${TRANSFORMS}.TimestampConverter$Value`, field: 'at', 'target.type': 'unix' },
      }),
      predicates: 'bare',
      'predicates.bare.type': `${TRANSFORMS}.predicates.HasHeaderKey`,
      'predicates.bare.name': 'trace',
    });
    ours(
      {
        ...{ name: `source-${topic}`, file: inFolder('records.json'), topic, ...converters(BYTES_CONVERTER) },
        ...{ 'header.converter': BYTES_CONVERTER, 'connector.class': `${EXACT}#ExactSourceConnector` },
      },
      sink('ours'),
    );
    await arrived(topic, RECORDS.length);
    await genuine(sink('java'));
    const traced = RECORDS.filter(({ headers }) => headers.some(([name]) => name === 'trace'));
    await Promise.all([written(inFolder('java'), traced.length), written(inFolder('ours'), traced.length)]);
    expect(linesOf(inFolder('ours'))).toEqual(linesOf(inFolder('java')));
    expect(linesOf(inFolder('ours'))[0]).toContain('at=1600000000123');
  });
});

/** The e-mail is masked, the time becomes text, the topic is added. */
const CHAIN: Settings = {
  ...chain({
    gone: { type: `${TRANSFORMS}.Filter`, predicate: 'tombstone' },
    rename: { type: `${TRANSFORMS}.ReplaceField$Value`, exclude: 'note', renames: 'id:number,ts:created' },
    mask: { type: `${TRANSFORMS}.MaskField$Value`, fields: 'email' },
    cast: { type: `${TRANSFORMS}.Cast$Value`, spec: 'number:string,amount:float64' },
    time: {
      type: `${TRANSFORMS}.TimestampConverter$Value`,
      field: 'created',
      'target.type': 'string',
      format: 'yyyy-MM-dd HH:mm:ss',
    },
    insert: {
      type: `${TRANSFORMS}.InsertField$Value`,
      'topic.field': 'from',
      'static.field': 'shop',
      'static.value': 'web',
    },
  }),
  predicates: 'tombstone',
  'predicates.tombstone.type': `${TRANSFORMS}.predicates.RecordIsTombstone`,
};

const ORDER_SCHEMA = {
  type: 'struct',
  name: 'order',
  fields: [
    { field: 'id', type: 'int64' },
    { field: 'amount', type: 'double' },
    { field: 'email', type: 'string' },
    { field: 'ts', type: 'int64', optional: true, name: 'org.apache.kafka.connect.data.Timestamp', version: 1 },
    { field: 'city', type: 'string', default: 'Bonn' },
    { field: 'note', type: 'string', optional: true },
  ],
};

function order(index: number): Record<string, unknown> {
  const common = { id: index, amount: index * 100_000 + 0.5, email: `who${index}@example.com`, note: 'gone' };
  return { ...common, ts: 1_700_000_000_000 + index, ...(index % 3 === 0 ? {} : { city: `Köln ${index}` }) };
}

/** `one` and `two`. */
const TRACES = ['6f6e65', '74776f'].map((value) => ['trace', value] as const);

const RECORDS: readonly ExactRecord[] = [
  { key: '6b6579', value: 'ff0001feff', timestamp: 1_600_000_000_123, headers: TRACES },
  { key: null, value: '76616c7565', timestamp: 1, headers: [['trace', null]] },
  { key: '00', value: null, timestamp: 1_700_000_000_000, headers: [['trace', '']] },
  {
    key: '',
    value: '',
    timestamp: 2,
    headers: [
      ['binary', 'ff00ff'],
      ['trace', '31'],
    ],
  },
  { key: null, value: null, timestamp: 1_700_000_000_001, headers: [] },
];
