import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import type { OffsetStorageReader } from '../src/api/offset-storage-reader';
import type { Props } from '../src/api/plugin';
import type { SinkTask } from '../src/api/sink-task';
import { SinkRecord } from '../src/api/sink-record';
import type { SourceOffset, SourceRecord } from '../src/api/source-record';
import type { SourceTask } from '../src/api/source-task';
import { TopicPartitionMap, type TopicPartition } from '../src/api/topic-partition';
import { parseJavaProperties } from '../src/config/java-properties';
import { Plugins } from '../src/runtime/plugins';
import { ROOT } from './support/source-files';
import './support/plugin-folder';

const EXAMPLES = join(ROOT, 'examples');
const CUSTOM = join(EXAMPLES, 'custom-connector');

const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());

describe.each(folders.map(({ name }) => name))('the example %s', (name) => {
  const folder = join(EXAMPLES, name);

  it('has a README that tells what it shows, how to run it and what to expect', () => {
    const readme = readFileSync(join(folder, 'README.md'), 'utf8');
    const headings = readme.split('\n').filter((line) => line.startsWith('#'));
    expect(headings.map((line) => line.replace(/^#+ /, '')).slice(1)).toEqual(['What it shows', 'Run', 'Expect']);
  });

  it('names in its README files that are there', () => {
    const command = /connect-standalone (?:--\S+ )*(.*\.properties)/g;
    const named = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(command)];
    const files = named.flatMap(([, args = '']) => args.split(' '));
    expect(files.length).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(files));
  });

  it('has settings whose plugins can be loaded', async () => {
    for (const file of readdirSync(folder).filter((entry) => entry.endsWith('.properties'))) {
      const props = properties(join(folder, file));
      if (props['connector.class'] === undefined) continue;
      const plugin = await new Plugins().loadConnector(props['connector.class'], [folder]);
      expect(plugin.create().config().parse(props)).toBeDefined();
    }
  });
});

describe('the code of the examples', () => {
  it('passes the compiler against the public API alone', () => {
    const files = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
    const config = ts.getParsedCommandLineOfConfigFile(join(ROOT, 'tsconfig.json'), undefined, {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    });
    const program = ts.createProgram(
      files.map((file) => join(EXAMPLES, file)),
      config?.options ?? {},
    );
    const complaints = files.flatMap((file) => {
      const source = program.getSourceFile(join(EXAMPLES, file));
      return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    });
    expect(complaints.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
    expect(files.length).toBeGreaterThan(0);
  }, 60_000);
});

describe('the connectors of custom-connector', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'example-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('count and add up, and end', async () => {
    const source = await runSource({ counters: 'apples,pears', count: '10' });
    expect(source.records.map(({ key, value }) => [key, value])).toContainEqual(['pears', 9n]);
    expect(source.endings).toBeGreaterThan(0);
    await runSink(source.records);
    expect(state().totals).toEqual({ apples: '45', pears: '45' });
  });

  it('share the counters between the tasks', async () => {
    const { connector } = await startConnector('source.properties', { counters: 'a,b,c' });
    const configs = await connector.taskConfigs(2);
    expect(configs.map(({ counters }) => counters)).toEqual(['a,c', 'b']);
    expect(await connector.taskConfigs(8)).toHaveLength(3);
  });

  it('go on after a restart where they stood', async () => {
    const first = await runSource({ counters: 'apples', count: '10' });
    const last = first.records.at(-1)?.sourceOffset ?? null;
    const second = await runSource({ counters: 'apples', count: '20' }, last);
    expect(second.records.map(({ value }) => value)).toEqual([10n, 11n, 12n, 13n, 14n, 15n, 16n, 17n, 18n, 19n]);
    expect((await runSource({ counters: 'apples', count: '20' }, { next: 20 })).records).toEqual([]);
  });

  it('count a record once that is delivered again, and ask for the place after the last one', async () => {
    const { records } = await runSource({ counters: 'apples', count: '4' });
    await runSink(records);
    const { sought } = await runSink(records);
    expect(state().totals).toEqual({ apples: '6' });
    expect([...sought]).toEqual([[{ topic: 'numbers', partition: 0 }, 4]]);
  });

  it('refuse what is no number', async () => {
    const record = sinkRecord({ topic: 'numbers', key: 'apples', value: 'many' }, 0);
    await expect(runSink([record])).rejects.toThrow('Only whole numbers can be added up');
  });

  function state(): { totals: unknown } {
    return JSON.parse(readFileSync(join(folder, 'totals.json'), 'utf8')) as { totals: unknown };
  }

  async function startConnector(file: string, changes: Props) {
    const props = { ...properties(join(CUSTOM, file)), ...changes };
    const plugin = await new Plugins().loadConnector(String(props['connector.class']), [CUSTOM]);
    const connector = plugin.create();
    await connector.start(props);
    return { connector, plugin };
  }

  /** Polls until the source says that this was all. */
  async function runSource(changes: Props, stored: SourceOffset | null = null) {
    const { connector } = await startConnector('source.properties', { 'interval.ms': '0', ...changes });
    const task = new (connector.taskClass() as new () => SourceTask)();
    const reader: OffsetStorageReader = {
      offset: async () => stored,
      offsets: async (partitions) => partitions.map(() => stored),
    };
    let endings = 0;
    await task.initialize({
      configs: async () => changes,
      offsetStorageReader: reader,
      transactionContext: null,
      stopSignal: new AbortController().signal,
      logger: console,
      endOfInput: () => endings++,
    });
    const [config = {}] = await connector.taskConfigs(1);
    await task.start(config);
    const records: SourceRecord[] = [];
    while (endings === 0) records.push(...((await task.poll()) ?? []));
    await task.stop();
    return { records, endings };
  }

  /** Delivers the records as partition 0 from offset 0, and flushes. */
  async function runSink(records: readonly { topic: string; key: unknown; value: unknown }[]) {
    const file = join(folder, 'totals.json');
    const { connector } = await startConnector('sink.properties', { file });
    const task = new (connector.taskClass() as new () => SinkTask)();
    const partitions: TopicPartition[] = [{ topic: 'numbers', partition: 0 }];
    let sought = new TopicPartitionMap<number>();
    await task.initialize({
      configs: async () => ({}),
      offset: (offsets) => (sought = offsets),
      timeout: () => undefined,
      assignment: () => partitions,
      pause: () => undefined,
      resume: () => undefined,
      requestCommit: () => undefined,
      errantRecordReporter: null,
      stopSignal: new AbortController().signal,
      logger: console,
    });
    const [config = {}] = await connector.taskConfigs(1);
    await task.start(config);
    await task.open?.(partitions);
    await task.put(records.map(sinkRecord));
    const offsets = new TopicPartitionMap(partitions.map((partition) => [partition, records.length] as const));
    expect(await task.preCommit(offsets)).toBe(offsets);
    await task.stop();
    return { sought };
  }
});

function sinkRecord(
  { topic, key, value }: { topic: string; key: unknown; value: unknown },
  offset: number,
): SinkRecord {
  return new SinkRecord({
    topic,
    kafkaPartition: 0,
    kafkaOffset: offset,
    key: key as string,
    value: value as bigint | string,
  });
}

function properties(file: string): Record<string, string> {
  return Object.fromEntries(parseJavaProperties(readFileSync(file, 'latin1')).entries);
}
