import type { SinkRecord } from '../../../src/api/sink-record';
import { SinkRecord as Record } from '../../../src/api/sink-record';
import { SinkTask, type Offsets } from '../../../src/api/sink-task';
import { TopicPartitionMap, type TopicPartition } from '../../../src/api/topic-partition';
import { KafkaError, RetriableError } from '../../../src/errors';
import type { ConsumedBatch } from '../../../src/kafka/clients';
import type { ConverterSet } from '../../../src/runtime/converter-set';
import type { SinkRecordDecoder } from '../../../src/runtime/sink/sink-record-decoder';
import { WorkerSinkTaskContext } from '../../../src/runtime/sink/sink-task-context';
import { WorkerSinkTask, type ErrantRecords } from '../../../src/runtime/sink/worker-sink-task';
import { FakeClock, settle } from '../../support/fake-clock';
import { FakeConsumer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const T0 = { topic: 't', partition: 0 };
const T1 = { topic: 't', partition: 1 };

class TestSink extends SinkTask {
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
  decode: (batch: ConsumedBatch, index: number) =>
    batch.value(index)?.toString() === 'drop'
      ? null
      : new Record({
          topic: batch.topic(index),
          kafkaPartition: batch.partition(index),
          kafkaOffset: batch.offset(index),
          value: batch.value(index),
        }),
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

function setUp(reports: Partial<ErrantRecords> = {}) {
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

const message = (offset: number, partition = 0, value = 'v') => ({ topic: 't', partition, offset, value });

describe('WorkerSinkTask', () => {
  it('subscribes before start, opens, puts, and at the end commits, closes and stops, in that order', async () => {
    const { task, sink, consumer, committed, stop } = setUp();
    consumer.assign(T0);
    consumer.deliver(message(0), message(1));
    void task.run();
    await settle(20);
    await stop();
    expect(consumer.calls.slice(0, 2)).toEqual(['connect', 'subscribe']);
    expect(sink.calls).toEqual(['start', 'open 0', 'put 0,1', 'preCommit', 'close 0', 'stop']);
    expect(committed()).toEqual(['0:2']);
    expect(consumer.isClosed).toBe(true);
  });

  it('moves on past records that a transform dropped', async () => {
    const { task, consumer, committed, stop } = setUp();
    consumer.assign(T0);
    consumer.deliver(message(0), message(1, 0, 'drop'));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual(['0:2']);
  });

  it('keeps the position of each partition of a mixed batch', async () => {
    const { task, consumer, committed, stop } = setUp();
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(7, 1), message(1), message(8, 1));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual(['0:2,1:9']);
  });

  it('delivers the same records again after a retriable error, with everything paused meanwhile', async () => {
    const { task, sink, consumer, committed, stop, context } = setUp();
    let refusals = 2;
    const pausedDuring: number[] = [];
    sink.onPut = (records) => {
      pausedDuring.push(consumer.paused.size);
      if (records.length > 0 && refusals-- > 0) {
        context.timeout(0);
        throw new RetriableError('busy');
      }
    };
    consumer.assign(T0);
    consumer.deliver(message(0), message(1));
    void task.run();
    await settle(30);
    expect(sink.calls.filter((call) => call.startsWith('put'))).toEqual(['put 0,1', 'put 0,1', 'put 0,1']);
    expect(pausedDuring.slice(1)).toEqual([0, 1, 1]);
    expect(consumer.paused.size).toBe(0);
    await stop();
    expect(committed()).toEqual(['0:2']);
  });

  it('fails on any other error of put and commits only what was put before', async () => {
    const { task, sink, consumer, events, committed } = setUp();
    sink.onPut = (records) => {
      if (records.some(({ kafkaOffset }) => kafkaOffset === 1)) throw new Error('disk full');
    };
    consumer.assign(T0);
    consumer.deliver(message(0));
    consumer.deliver(message(1));
    await task.run();
    expect(events).toEqual(['RUNNING', 'FAILED Exiting WorkerSinkTask due to unrecoverable exception: disk full']);
    expect(committed()).toEqual(['0:1']);
  });

  it('goes back to the last committed offsets when preCommit throws', async () => {
    const { task, sink, consumer, stop, context } = setUp();
    let isBroken = true;
    sink.onPreCommit = (offsets) => {
      if (isBroken) throw new Error('not flushed');
      return offsets;
    };
    consumer.positionsByPartition.set(T0, 5);
    consumer.assign(T0);
    sink.onPut = (records) => {
      if (records.length > 0) context.requestCommit();
    };
    consumer.deliver(message(5), message(6));
    consumer.deliver();
    void task.run();
    await settle(30);
    expect(consumer.seeks).toEqual(['t-0@5']);
    isBroken = false;
    await stop();
  });

  it('commits and closes revoked partitions before they go, and closes lost ones without a commit', async () => {
    const { task, sink, consumer, committed, stop } = setUp();
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(0, 1));
    consumer.revoke(T0);
    consumer.lose(T1);
    void task.run();
    await settle(40);
    expect(sink.calls.slice(2)).toEqual(['put 0,0', 'preCommit', 'close 0', 'close 1']);
    expect(committed()).toEqual(['0:1']);
    await stop();
  });

  it('drops records waiting for another put when their partition is lost', async () => {
    const { task, sink, consumer, stop } = setUp();
    let isBusy = true;
    sink.onPut = (records) => {
      if (records.length > 0 && isBusy) throw new RetriableError('busy');
    };
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(0, 1));
    void task.run();
    await settle(20);
    consumer.lose(T0);
    await settle(20);
    isBusy = false;
    consumer.deliver();
    await settle(20);
    expect(sink.calls.filter((call) => call.startsWith('put')).at(-1)).toBe('put 0');
    expect(sink.calls).toContain('close 0');
    await stop();
  });

  it('fails when open throws', async () => {
    const { task, sink, consumer, events } = setUp();
    sink.onOpen = () => {
      throw new Error('cannot open');
    };
    consumer.assign(T0);
    await task.run();
    expect(events.at(-1)).toBe('FAILED cannot open');
  });

  it('pauses fetching while the connector is paused, and goes on after', async () => {
    const { task, consumer, events, stop } = setUp();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    task.transitionTo('PAUSED');
    await settle(20);
    expect([...consumer.paused]).toEqual(['t-0']);
    task.transitionTo('STARTED');
    await settle(20);
    expect(consumer.paused.size).toBe(0);
    expect(events).toEqual(['RUNNING', 'PAUSED', 'RUNNING']);
    await stop();
  });

  it('leaves partitions paused that the author paused', async () => {
    const { task, consumer, context, stop } = setUp();
    consumer.assign(T0, T1);
    void task.run();
    await settle(20);
    context.pause(T1);
    task.transitionTo('PAUSED');
    await settle(20);
    task.transitionTo('STARTED');
    await settle(20);
    expect([...consumer.paused]).toEqual(['t-1']);
    await stop();
  });

  it('seeks as the author asked before the next poll and commits from there', async () => {
    const { task, consumer, context, committed, stop } = setUp();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    context.offset(new TopicPartitionMap([[T0, 100]]));
    consumer.deliver();
    await settle(20);
    consumer.deliver(message(100));
    await settle(20);
    expect(consumer.seeks).toEqual(['t-0@100']);
    await stop();
    expect(committed()).toEqual(['0:101']);
  });

  it('goes on after a retriable error of the consumer and fails on any other', async () => {
    const { task, consumer, events } = setUp();
    consumer.fail(new KafkaError('coordinator is loading', { kafkaCode: 14, isRetriable: true }));
    consumer.fail(new KafkaError('not authorised', { kafkaCode: 29 }));
    await task.run();
    expect(events).toEqual(['RUNNING', 'FAILED not authorised']);
  });

  it('does not deliver records at the old offsets when open has asked for others', async () => {
    const { task, sink, consumer, context, committed, stop } = setUp();
    // As the real consumer does: one poll serves the assignment and returns records.
    const poll = consumer.poll.bind(consumer);
    jest.spyOn(consumer, 'poll').mockImplementation(async (timeoutMs) => {
      const batch = await poll(timeoutMs);
      return sink.calls.includes('open 0,1') && batch.size === 0 ? poll(0) : batch;
    });
    sink.onOpen = () => context.offset(new TopicPartitionMap([[T0, 100]]));
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(5, 1), message(1));
    consumer.deliver(message(100));
    void task.run();
    await settle(30);
    expect(consumer.seeks).toEqual(['t-0@100']);
    expect(sink.calls.filter((call) => call.startsWith('put'))).toEqual(['put 5', 'put 100']);
    await stop();
    expect(committed()).toEqual(['0:101,1:6']);
  });

  it('goes back neither in a partition that it does not have nor to an offset that is none', async () => {
    const { task, consumer, context, committed, stop } = setUp();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    const none = null as unknown as number;
    context.offset(new TopicPartitionMap([[T1, 7]]).set(T0, none));
    consumer.deliver(message(0));
    await settle(20);
    expect(consumer.seeks).toEqual([]);
    await stop();
    expect(committed()).toEqual(['0:1']);
  });

  it('keeps partitions paused that the author paused when a rebalance takes them away and gives them back', async () => {
    const { task, consumer, context, stop } = setUp();
    consumer.assign(T0, T1);
    void task.run();
    await settle(20);
    context.pause(T1);
    consumer.revoke(T0, T1);
    consumer.assign(T0, T1);
    await settle(20);
    expect(context.isPaused(T1)).toBe(true);
    consumer.revoke(T1);
    consumer.assign();
    await settle(20);
    expect(context.isPaused(T1)).toBe(false);
    await stop();
  });

  it('starts only when failed records can be reported', async () => {
    const { task, sink, consumer, events } = setUp({
      start: () => Promise.reject(new Error('no dead letter queue')),
    });
    await task.run();
    expect(events).toEqual(['FAILED no dead letter queue']);
    expect(sink.calls).toEqual([]);
    expect(consumer.calls).toEqual(['close']);
  });

  it('fails after put when a report was not tolerated, although the author swallowed that', async () => {
    let failure: Error | undefined;
    const { task, sink, consumer, events, committed } = setUp({
      throwError: () => {
        if (failure !== undefined) throw failure;
      },
    });
    sink.onPut = (records) => {
      if (records.length > 0) failure = new Error('Tolerance exceeded');
    };
    consumer.assign(T0);
    consumer.deliver(message(0));
    await task.run();
    expect(events.at(-1)).toBe('FAILED Exiting WorkerSinkTask due to unrecoverable exception: Tolerance exceeded');
    expect(committed()).toEqual([]);
  });

  it('commits nothing before the reports of failed records are safe, and fails when one cannot be', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { task, sink, consumer, events, committed, context } = setUp({
      safe: () => new Promise((_resolve, reject) => (fail = reject)),
    });
    consumer.assign(T0);
    consumer.deliver(message(0));
    sink.onPut = () => context.requestCommit();
    const ended = task.run();
    await settle(30);
    expect(sink.calls).not.toContain('preCommit');
    fail(new Error('not written'));
    await settle(5);
    fail(new Error('still not written'));
    await ended;
    expect(events.at(-1)).toBe('FAILED not written');
    expect(committed()).toEqual([]);
    expect(sink.calls.at(-2)).toBe('close 0');
  });

  it('closes its clients also when stop of the author throws', async () => {
    const { task, sink, consumer } = setUp();
    jest.spyOn(sink, 'stop').mockImplementation(() => {
      throw new Error('cannot stop');
    });
    void task.run();
    await settle(20);
    task.stop();
    await task.ended();
    expect(consumer.isClosed).toBe(true);
  });
});
