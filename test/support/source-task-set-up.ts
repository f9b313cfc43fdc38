/** Owns a source task for tests: author, clients, clock and log are fakes that the test drives. */
import { SourceRecord } from '../../src/api/source-record';
import type { SourceTask, SourceTaskContext } from '../../src/api/source-task';
import type { ProducerRecord } from '../../src/kafka/clients';
import type { ConverterSet } from '../../src/runtime/converter-set';
import { ErrorCounters } from '../../src/runtime/errors/error-counters';
import type { ProcessingContext } from '../../src/runtime/errors/processing-context';
import { RetryWithTolerance } from '../../src/runtime/errors/retry-with-tolerance';
import { RecordConfirmations } from '../../src/runtime/source/record-confirmations';
import { InputEnd } from '../../src/runtime/source/input-end';
import { SourceOffsetCommitter } from '../../src/runtime/source/source-offset-committer';
import { SourceTaskCounters } from '../../src/runtime/source/source-task-counters';
import type { SourceRecordEncoder } from '../../src/runtime/source/source-record-encoder';
import { SubmittedRecords } from '../../src/runtime/source/submitted-records';
import type { TopicCreation } from '../../src/runtime/source/topic-creation';
import { WorkerSourceTask } from '../../src/runtime/source/worker-source-task';
import type { TargetState } from '../../src/storage/config-backing-store';
import { FakeClock, settle } from './fake-clock';
import { FakeAdmin } from './fake-admin';
import { FakeProducer } from './fake-kafka';
import { captureLog } from './silent-log';
import { StubConverter, StubSourceTask } from './stub-plugins';

/** Polls what the test queues, then waits until something more comes or the task is told to stop. */
export class TestSource extends StubSourceTask {
  readonly calls: string[] = [];
  readonly #batches: (() => readonly SourceRecord[] | null)[] = [];
  #wake: () => void = () => undefined;

  override start(): void {
    this.calls.push('start');
  }

  feed(...records: SourceRecord[]): void {
    this.feedWith(() => records);
  }

  feedWith(batch: () => readonly SourceRecord[] | null): void {
    this.#batches.push(batch);
    this.#wake();
  }

  override poll(): readonly SourceRecord[] | null | Promise<null> {
    const next = this.#batches.shift();
    if (next !== undefined) return next();
    return new Promise((resolve) => {
      this.#wake = () => resolve(null);
      this.context.stopSignal.addEventListener('abort', this.#wake);
    });
  }

  override commit(): void {
    this.calls.push('commit');
  }

  override stop(): void {
    this.calls.push('stop');
  }
}

/** A record of the file `a` at a position. */
export const record = (position: number, value = 'v', topic = 't') =>
  new SourceRecord({ topic, value, sourcePartition: { file: 'a' }, sourceOffset: { position } });

/** How the task is made. */
export interface SourceTaskSetUp {
  tolerance?: 'none' | 'all';
  targetState?: TargetState;
  commitRecord?: SourceTask['commitRecord'];
  ensure?: (topic: string) => Promise<void> | undefined;
}

/** An encoder that drops the value `drop`, throws at `fatal`, and answers later for `later`. */
function encode(polled: SourceRecord): ProducerRecord | null | Promise<ProducerRecord> {
  const value = polled.value as string;
  if (value === 'drop') return null;
  if (value === 'fatal') throw new Error('cannot encode');
  const message = { topic: polled.topic, partition: null, key: null, value, timestamp: null, headers: null };
  return value === 'later' ? new Promise((resolve) => setImmediate(() => resolve(message))) : message;
}

/** A source task with everything it is wired with, and what became of it. */
export function setUpSourceTask({
  tolerance = 'none',
  targetState = 'STARTED',
  commitRecord,
  ensure,
}: SourceTaskSetUp = {}) {
  const source = new TestSource();
  if (commitRecord !== undefined) source.commitRecord = commitRecord;
  const producer = new FakeProducer();
  const admin = new FakeAdmin();
  const clock = new FakeClock();
  const { log, text, lines } = captureLog();
  const events: string[] = [];
  const reports: ProcessingContext[] = [];
  const stored: unknown[] = [];
  const closed: string[] = [];
  const stopping = new AbortController();
  const submitted = new SubmittedRecords(producer, commitRecord !== undefined);
  const settings = { tolerance, retryTimeoutMs: 0, retryDelayMaxMs: 0 };
  const counters = new SourceTaskCounters();
  const boundary = new RetryWithTolerance({
    settings,
    clock,
    reporters: [{ report: (context) => void reports.push(context) }],
    signal: stopping.signal,
    counters: new ErrorCounters(),
  });
  const encoder = { encode: jest.fn(encode), close: async () => void closed.push('encoder') };
  const confirmations = new RecordConfirmations(source, log);
  const committer = new SourceOffsetCommitter({
    counters,
    producer,
    confirmations,
    submitted,
    clock,
    log,
    intervalMs: 60_000,
    timeoutMs: 5000,
    writer: { write: async (offsets) => void stored.push(...[...offsets].map(([, offset]) => offset?.['position'])) },
  });
  const inputEnd = new InputEnd(clock, true);
  const converter = { className: '', converter: new StubConverter() };
  const task = new WorkerSourceTask(
    {
      ...{ id: { connector: 'c', task: 0 }, log, clock, stopping, targetState },
      listener: {
        onStartup: () => void events.push('RUNNING'),
        onPause: () => void events.push('PAUSED'),
        onResume: () => void events.push('RESUMED'),
        onFailure: (_id, error) => void events.push(`FAILED ${error.message}`),
        onShutdown: () => void events.push('UNASSIGNED'),
      },
    },
    {
      ...{ task: source, props: {}, counters, producer, admin, submitted, committer, confirmations, boundary },
      skipsFailedSends: tolerance === 'all',
      inputEnd,
      context: { stopSignal: stopping.signal, logger: log } as unknown as SourceTaskContext,
      encoder: encoder as unknown as SourceRecordEncoder,
      converters: { key: converter, value: converter, header: converter } as unknown as ConverterSet,
      topicCreation: ensure === undefined ? undefined : ({ ensure } as unknown as TopicCreation),
      closeOffsetReader: () => void closed.push('reader'),
    },
  );
  const run = async () => {
    void task.run();
    await settle(10);
  };
  const stop = async () => {
    task.stop();
    await task.ended();
  };
  const values = () => producer.handedOver.map(({ value }) => value);
  return {
    inputEnd,
    task,
    source,
    producer,
    clock,
    text,
    lines,
    events,
    reports,
    stored,
    closed,
    encoder,
    run,
    stop,
    values,
  };
}
