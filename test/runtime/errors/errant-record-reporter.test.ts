import type { RawHeader, SchemaAndValue } from '../../../src/api/converter';
import { SinkRecord } from '../../../src/api/sink-record';
import { STRING_SCHEMA } from '../../../src/data/connect-schema';
import { DataError } from '../../../src/errors';
import type { ConverterSet } from '../../../src/runtime/converter-set';
import type { DeadLetterQueueReporter } from '../../../src/runtime/errors/dead-letter-queue-reporter';
import { WorkerErrantRecordReporter } from '../../../src/runtime/errors/errant-record-reporter';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import { InternalSinkRecord } from '../../../src/runtime/errors/internal-sink-record';
import { PendingReports } from '../../../src/runtime/errors/pending-reports';
import type { ConsumedMessage, ProcessingContext } from '../../../src/runtime/errors/processing-context';
import { RetryWithTolerance } from '../../../src/runtime/errors/retry-with-tolerance';
import { FakeClock, settle } from '../../support/fake-clock';
import { batchOf } from '../../support/fake-batch';

const T0 = { topic: 't', partition: 0 };
const ERROR = new DataError('the target refuses it');

function setUp({ tolerance = 'all', isAsync = false }: { tolerance?: 'all' | 'none'; isAsync?: boolean } = {}) {
  const reports: ProcessingContext[] = [];
  const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
  const pending = new PendingReports();
  const report = (context: ProcessingContext) => {
    reports.push(context);
    return new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
  };
  const boundary = new RetryWithTolerance({
    settings: { tolerance, retryTimeoutMs: 0, retryDelayMaxMs: 0 },
    clock: new FakeClock(),
    counters: new ErrorCounters(),
    signal: new AbortController().signal,
    reporters: [{ report }],
    pending,
  });
  const answer = <T>(value: T) => (isAsync ? Promise.resolve(value) : value);
  const convert =
    (what: string) =>
    (_topic: string, { value }: SchemaAndValue) =>
      answer(`${what}:${value as string}`);
  const converters = {
    key: { className: 'K', converter: { fromConnectData: convert('key') } },
    value: { className: 'V', converter: { fromConnectData: convert('value') } },
    header: {
      className: 'H',
      converter: {
        fromConnectHeader: (_topic: string, _key: string, { value }: SchemaAndValue) =>
          answer(`header:${value as string}`),
      },
    },
  } as unknown as ConverterSet;
  const calls: string[] = [];
  const deadLetterQueue = {
    start: () => Promise.resolve(void calls.push('start')),
    close: (ms: number) => Promise.resolve(void calls.push(`close ${ms}`)),
  } as unknown as DeadLetterQueueReporter;
  const reporter = new WorkerErrantRecordReporter({ boundary, converters, pending, deadLetterQueue });
  return { reporter, reports, answers, calls };
}

function consumedRecord() {
  const headers: RawHeader[] = [{ key: 'h', value: Buffer.from('raw') }];
  const batch = batchOf([{ ...T0, offset: 3, key: 'raw key', value: 'raw value', headers, timestamp: 9 }]);
  const fields = { topic: 't', kafkaPartition: 0, kafkaOffset: 3, value: 'decoded' };
  return new InternalSinkRecord(fields, { batch, index: 0 });
}

function consumedOf(context: ProcessingContext | undefined): ConsumedMessage {
  return (context?.record as { consumed: ConsumedMessage }).consumed;
}

function ownRecord() {
  const own = new SinkRecord({ topic: 'u', kafkaPartition: 5, kafkaOffset: 6, key: 'k', value: 'v' });
  own.headers.add('h', 'x', STRING_SCHEMA);
  return own;
}

describe('WorkerErrantRecordReporter', () => {
  it('reports a record as it was consumed, whatever a transform or the task has made of it', () => {
    const { reporter, reports } = setUp();
    void reporter.report(consumedRecord().newRecord({ topic: 'other', value: 'changed' }), ERROR);
    expect(reports[0]).toMatchObject({
      stage: 'TASK_PUT',
      executingClass: 'org.apache.kafka.connect.sink.SinkTask',
      error: ERROR,
    });
    const { topic, offset, key, value, headers, timestamp } = consumedOf(reports[0]);
    expect([topic, offset, String(key), String(value), timestamp]).toEqual(['t', 3, 'raw key', 'raw value', 9]);
    expect(headers).toEqual([{ key: 'h', value: Buffer.from('raw') }]);
  });

  it.each([false, true])(
    'serialises a record that the task made itself with its converters (later: %s)',
    async (isAsync) => {
      const { reporter, reports } = setUp({ isAsync });
      void reporter.report(ownRecord(), ERROR);
      await settle();
      expect(consumedOf(reports[0])).toEqual({
        topic: 'u',
        partition: 5,
        offset: 6,
        timestamp: -1,
        timestampType: 'NO_TIMESTAMP_TYPE',
        key: Buffer.from('key:k'),
        value: Buffer.from('value:v'),
        headers: [{ key: 'h', value: Buffer.from('header:x') }],
      });
    },
  );

  it('lets offsets be committed only when the reports of their partitions are safe', async () => {
    const { reporter, answers } = setUp();
    const report = reporter.report(consumedRecord(), ERROR);
    let isSafe = false;
    const safe = reporter.safe([T0]).then(() => (isSafe = true));
    await settle();
    expect(isSafe).toBe(false);
    await reporter.safe([{ topic: 't', partition: 1 }]);
    answers[0]?.resolve();
    await safe;
    await report;
  });

  it('holds back the offsets of all partitions for a record of unknown origin', async () => {
    const { reporter, answers } = setUp();
    void reporter.report(ownRecord(), ERROR);
    let isSafe = false;
    const safe = reporter.safe([T0]).then(() => (isSafe = true));
    await settle();
    expect(isSafe).toBe(false);
    answers[0]?.resolve();
    await safe;
  });

  it('tells the task and the commit of a report that failed', async () => {
    const { reporter, answers } = setUp();
    const report = reporter.report(consumedRecord(), ERROR);
    answers[0]?.reject(new Error('too large'));
    await expect(report).rejects.toThrow('too large');
    await expect(reporter.safe([T0])).rejects.toThrow('too large');
    expect(() => reporter.throwError()).not.toThrow();
  });

  it('forgets reports of lost partitions', async () => {
    const { reporter } = setUp();
    void reporter.report(consumedRecord(), ERROR);
    reporter.forget([T0]);
    await expect(reporter.safe([T0])).resolves.toBeUndefined();
  });

  it.each([
    ['consumed', consumedRecord, false],
    ['own', ownRecord, false],
    ['own, converted later', ownRecord, true],
  ])(
    'throws at once when nothing is tolerated, keeps throwing, and reports nevertheless (%s)',
    async (_what, make, isAsync) => {
      const { reporter, reports } = setUp({ tolerance: 'none', isAsync });
      expect(() => reporter.throwError()).not.toThrow();
      expect(() => reporter.report(make(), ERROR)).toThrow('Tolerance exceeded in error handler');
      expect(() => reporter.throwError()).toThrow('Tolerance exceeded in error handler');
      await expect(reporter.safe([T0])).rejects.toThrow('Tolerance exceeded');
      await settle();
      expect(reports).toHaveLength(1);
    },
  );

  it('starts, closes with patience and abandons without any the dead-letter queue', async () => {
    const { reporter, calls } = setUp();
    await reporter.start((connect) => connect());
    await reporter.close();
    await reporter.abandon();
    expect(calls).toEqual(['start', 'close 30000', 'close 0']);
  });
});
