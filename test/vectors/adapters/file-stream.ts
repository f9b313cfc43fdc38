/** Owns how the vectors of the file connectors and of the format of offsets run. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { SinkRecord } from '../../../src/api/sink-record';
import type { SinkTaskContext } from '../../../src/api/sink-task';
import type { SourceOffset, SourcePartition, SourceRecord } from '../../../src/api/source-record';
import type { SourceTaskContext } from '../../../src/api/source-task';
import type { Props } from '../../../src/api/plugin';
import { FileStreamSinkConnector, FileStreamSinkTask } from '../../../src/connectors/file-stream-sink-connector';
import { FileStreamSourceConnector } from '../../../src/connectors/file-stream-source-connector';
import { FileStreamSourceTask } from '../../../src/connectors/file-stream-source-task';
import { validateFormat } from '../../../src/storage/offset-format';
import { decodeSchema, decodeValue, encodeSchema, encodeValue } from '../codec';
import { encodeMap } from '../record-codec';
import type { Adapter, Adapters, Json, JsonObject, Vector } from '../vector';

type AlterOffsets = (readonly [SourcePartition | null, SourceOffset | null])[];
type Step = readonly [string, ...Json[]];

const offsetUtils: Adapter = ({ input }) => {
  validateFormat(decodeValue(null, input['offset']));
  return { valid: true };
};

const sourceConnector: Adapter = ({ config, input }) => {
  const connector = new FileStreamSourceConnector();
  switch (input['op']) {
    case 'exactlyOnceSupport':
      return { result: connector.exactlyOnceSupport(config) };
    case 'taskConfigs':
      connector.start(config);
      return { taskConfigs: connector.taskConfigs() };
    case 'parseConfig':
      return { values: connector.config().parse(config) as JsonObject };
    default: {
      const pairs = input['offsets'] as readonly (readonly [Json, Json])[];
      const offsets = pairs.map((pair) => pair.map((part) => decodeValue(null, part))) as unknown as AlterOffsets;
      return { result: connector.alterOffsets(config, offsets) };
    }
  }
};

const sinkConnector: Adapter = ({ config, input }) => {
  const connector = new FileStreamSinkConnector();
  connector.start(config);
  return { taskConfigs: connector.taskConfigs(input['maxTasks'] as number) };
};

/** Runs with a file that does not exist yet in the place of `@FILE@`. */
async function withFile<T>(vector: Vector, run: (file: string, props: Props) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'file-stream-'));
  const file = join(folder, 'file');
  const entries = Object.entries(vector.config).map(([key, value]) => [key, value === '@FILE@' ? file : value]);
  try {
    return await run(file, Object.fromEntries(entries) as Props);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sourceContext(stored: SourceOffset | null): SourceTaskContext {
  return {
    configs: () => Promise.resolve({}),
    offsetStorageReader: { offset: () => Promise.resolve(stored), offsets: () => Promise.resolve([stored]) },
    transactionContext: null,
    stopSignal: new AbortController().signal,
    endOfInput: () => undefined,
    logger: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
  };
}

function change(file: string, [what, text, times]: Step): void {
  if (what === 'create') writeFileSync(file, '');
  else if (what === 'overwrite') writeFileSync(file, text as string);
  else if (what === 'append') appendFileSync(file, text as string);
  else appendFileSync(file, (text as string).repeat(times as number));
}

function encodePolled(record: SourceRecord, file: string): JsonObject {
  const partition = encodeMap(record.sourcePartition);
  return {
    topic: record.topic,
    valueSchema: encodeSchema(record.valueSchema),
    value: encodeValue(record.valueSchema, record.value),
    sourcePartition: JSON.parse(JSON.stringify(partition).replaceAll(JSON.stringify(file), '"@FILE@"')) as Json,
    sourceOffset: encodeMap(record.sourceOffset),
  };
}

function countOf(records: readonly SourceRecord[] | null): JsonObject {
  return {
    count: records?.length ?? 0,
    firstValue: (records?.[0]?.value ?? null) as Json,
    lastValue: (records?.at(-1)?.value ?? null) as Json,
  };
}

const sourceTask: Adapter = (vector) =>
  withFile(vector, async (file, props) => {
    const { storedOffset, stdin, steps } = vector.input;
    const task = new FileStreamSourceTask({
      wait: () => Promise.resolve(),
      stdin: Readable.from([Buffer.from((stdin as string | undefined) ?? '')]),
    });
    await task.initialize(sourceContext(decodeValue(null, storedOffset) as SourceOffset | null));
    task.start(props);
    const polls: Json[] = [];
    for (const step of steps as readonly Step[]) {
      if (step[0] === 'poll') polls.push((await task.poll())?.map((record) => encodePolled(record, file)) ?? null);
      else if (step[0] === 'pollCount') polls.push(countOf(await task.poll()));
      else change(file, step);
    }
    await task.stop();
    return { polls };
  });

const sinkTask: Adapter = (vector) =>
  withFile(vector, async (file, props) => {
    if (typeof vector.input['existing'] === 'string') writeFileSync(file, vector.input['existing']);
    const task = new FileStreamSinkTask();
    await task.initialize({} as SinkTaskContext);
    await task.start(props);
    const contentAfterEachFlush: string[] = [];
    for (const batch of vector.input['batches'] as readonly (readonly JsonObject[])[]) {
      const records = batch.map(({ schema: json, value }, offset) => {
        const schema = decodeSchema(json);
        const decoded = decodeValue(schema, value);
        return new SinkRecord({
          topic: 't',
          kafkaPartition: 0,
          kafkaOffset: offset,
          valueSchema: schema,
          value: decoded,
        });
      });
      await task.put(records);
      await task.flush();
      contentAfterEachFlush.push(readFileSync(file, 'utf8'));
    }
    await task.stop();
    return { contentAfterEachFlush };
  });

export const adapters: Adapters = {
  OffsetUtils: offsetUtils,
  FileStreamSourceConnector: sourceConnector,
  FileStreamSinkConnector: sinkConnector,
  FileStreamSourceTask: sourceTask,
  FileStreamSinkTask: sinkTask,
};
