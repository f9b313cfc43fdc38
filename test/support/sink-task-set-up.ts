/** Owns a sink task for tests: author, consumer, clock and log are fakes that the test drives. */
import type { SinkRecord } from '../../src/api/sink-record';
import { SinkRecord as Record } from '../../src/api/sink-record';
import { SinkTask, type Offsets } from '../../src/api/sink-task';
import type { TopicPartition } from '../../src/api/topic-partition';
import { DataError } from '../../src/errors';
import type { ConsumedBatch } from '../../src/kafka/clients';
import type { ConverterSet } from '../../src/runtime/converter-set';
import type { SinkRecordDecoder } from '../../src/runtime/sink/sink-record-decoder';
import { WorkerSinkTaskContext } from '../../src/runtime/sink/sink-task-context';
import { WorkerSinkTask, type ErrantRecords } from '../../src/runtime/sink/worker-sink-task';
import { FakeClock } from './fake-clock';
import { FakeConsumer } from './fake-kafka';
import { captureLog } from './silent-log';

export const T0 = { topic: 't', partition: 0 };
export const T1 = { topic: 't', partition: 1 };

/** A sink that notes what it is asked for and does what the test says. */
export class TestSink extends SinkTask {
  readonly calls: string[] = [];
  onPut: (records: readonly SinkRecord[]) => void | Promise<void> = () => undefined;
  onPreCommit: (offsets: Offsets) => Offsets = (offsets) => offsets;
  onOpen: () => void = () => undefined;

  get taskContext() {
    return this.context;
  }

  override version(): string {
    return '1';
  }

  override start(): void {
    this.calls.push('start');
  }

  override open(partitions: readonly TopicPartition[]): void {
    this.calls.push(`open ${partitions.map(({ partition }) => partition).join()}`);
    this.onOpen();
  }

  override put(records: readonly SinkRecord[]): void | Promise<void> {
    if (records.length > 0) this.calls.push(`put ${records.map(({ kafkaOffset }) => kafkaOffset).join()}`);
    return this.onPut(records);
  }

  override preCommit(offsets: Offsets): Offsets {
    this.calls.push('preCommit');
    return this.onPreCommit(offsets);
  }

  override close(partitions: readonly TopicPartition[]): void {
    this.calls.push(`close ${partitions.map(({ partition }) => partition).join()}`);
  }

  override stop(): void {
    this.calls.push('stop');
  }
}

const decoder = {
  decode: (batch: ConsumedBatch, index: number) => {
    const value = batch.value(index)?.toString();
    if (value === 'bad') throw new DataError('not to be decoded');
    if (value === 'drop') return null;
    return new Record({
      topic: batch.topic(index),
      kafkaPartition: batch.partition(index),
      kafkaOffset: batch.offset(index),
      value: batch.value(index),
    });
  },
  close: () => Promise.resolve(),
} as unknown as SinkRecordDecoder;

const noConverter = { className: '', converter: {} };
const converters = { key: noConverter, value: noConverter, header: noConverter } as unknown as ConverterSet;

/** No reports at all, but for what a test puts in their place. */
const noErrantRecords: ErrantRecords = {
  start: () => Promise.resolve(),
  throwError: () => undefined,
  safe: () => Promise.resolve(),
  forget: () => undefined,
  close: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
};

/** A sink task with everything it is wired with, and what became of it. */
export function setUpSinkTask(reports: Partial<ErrantRecords> = {}) {
  const errantRecords = { ...noErrantRecords, ...reports };
  const sink = new TestSink();
  const consumer = new FakeConsumer();
  const clock = new FakeClock();
  const { log } = captureLog();
  const events: string[] = [];
  const stopping = new AbortController();
  const context = new WorkerSinkTaskContext({
    consumer,
    configs: () => Promise.resolve({}),
    errantRecordReporter: null,
    logger: log,
    stopSignal: stopping.signal,
  });
  const task = new WorkerSinkTask(
    {
      id: { connector: 'c', task: 0 },
      log,
      clock,
      stopping,
      targetState: 'STARTED',
      listener: {
        onStartup: () => void events.push('RUNNING'),
        onPause: () => void events.push('PAUSED'),
        onResume: () => void events.push('RUNNING'),
        onFailure: (_id, error) => void events.push(`FAILED ${error.message}`),
        onShutdown: () => void events.push('UNASSIGNED'),
      },
    },
    {
      task: sink,
      context,
      props: {},
      consumer,
      subscription: { topics: ['t'] },
      decoder,
      converters,
      commitIntervalMs: 60_000,
      commitTimeoutMs: 5000,
      errantRecords,
    },
  );
  const committed = () =>
    consumer.commits.map((offsets) => [...offsets].map(([tp, offset]) => `${tp.partition}:${offset}`).join());
  const stop = async () => {
    task.stop();
    await task.ended();
  };
  return { task, sink, consumer, clock, events, committed, stop, context };
}

/** A message of the topic `t`. */
export const message = (offset: number, partition = 0, value = 'v') => ({ topic: 't', partition, offset, value });
