import { ConnectError, DataError, RetriableError, TaskStoppingError } from '../../../src/errors';
import { SourceRecord } from '../../../src/api/source-record';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import { PendingReports } from '../../../src/runtime/errors/pending-reports';
import type { ConsumedMessage, ProcessingContext } from '../../../src/runtime/errors/processing-context';
import {
  isRetriable,
  RetryWithTolerance,
  SKIPPED,
  type ToleranceSettings,
} from '../../../src/runtime/errors/retry-with-tolerance';
import { FakeClock, settle } from '../../support/fake-clock';

const SITE = { stage: 'TRANSFORMATION', executingClass: 'org.example.Bad' } as const;
const RECORD = { polled: new SourceRecord({ topic: 't' }) };

function setUp(settings: Partial<ToleranceSettings> = {}) {
  const clock = new FakeClock();
  const counters = new ErrorCounters();
  const reports: ProcessingContext[] = [];
  const stop = new AbortController();
  const boundary = new RetryWithTolerance({
    settings: { tolerance: 'none', retryTimeoutMs: 0, retryDelayMaxMs: 60_000, ...settings },
    clock,
    counters,
    signal: stop.signal,
    reporters: [{ report: (context) => void reports.push(context) }],
  });
  const failed = <T>(error: Error, again: () => T) =>
    boundary.failed({ site: SITE, error, again, record: () => RECORD });
  return { clock, counters, reports, stop, boundary, failed };
}

describe('RetryWithTolerance', () => {
  it('fails the task with the cause kept when nothing is tolerated, and reports it', async () => {
    const { failed, reports, counters } = setUp();
    const error = new DataError('bad');
    await expect(failed(error, () => 1)).rejects.toMatchObject({
      message: expect.stringContaining('Tolerance exceeded in error handler') as string,
      cause: error,
    });
    expect(reports).toHaveLength(1);
    expect(counters).toMatchObject({ recordFailures: 1, recordErrors: 1, recordsSkipped: 0 });
  });

  it('skips the record when everything is tolerated', async () => {
    const { failed, counters, reports } = setUp({ tolerance: 'all' });
    await expect(failed(new DataError('bad'), () => 1)).resolves.toBe(SKIPPED);
    expect(counters.recordsSkipped).toBe(1);
    expect(reports[0]).toMatchObject({ ...SITE, record: RECORD });
  });

  it('does not repeat what is not retriable', async () => {
    const { failed } = setUp({ tolerance: 'all', retryTimeoutMs: 10_000 });
    const again = jest.fn();
    await failed(new DataError('bad'), again);
    expect(again).not.toHaveBeenCalled();
  });

  it('waits 300, 600, 1200, 2400 and 1500 ms within 6000 ms', async () => {
    const { failed, clock, counters } = setUp({ tolerance: 'all', retryTimeoutMs: 6000 });
    const at: number[] = [];
    const start = clock.now();
    const outcome = failed(new RetriableError('later'), () => {
      at.push(clock.now() - start);
      throw new RetriableError('later');
    });
    for (let step = 0; step < 61; step++) await clock.advance(100);
    await expect(outcome).resolves.toBe(SKIPPED);
    expect(at).toEqual([300, 900, 2100, 4500, 6000]);
    expect(counters.retries).toBe(5);
  });

  it('gives the result of the attempt that succeeds', async () => {
    const { failed, clock, counters } = setUp({ retryTimeoutMs: -1 });
    let left = 2;
    const outcome = failed(new RetriableError('later'), () => {
      if (left-- > 0) throw new RetriableError('later');
      return 'fine';
    });
    for (let step = 0; step < 30; step++) await clock.advance(100);
    await expect(outcome).resolves.toBe('fine');
    expect(counters).toMatchObject({ recordFailures: 3, recordErrors: 0, retries: 3 });
  });

  it('fails the task when retries are exhausted and nothing is tolerated', async () => {
    const { failed, clock } = setUp({ retryTimeoutMs: 100 });
    const outcome = failed(new RetriableError('later'), () => {
      throw new RetriableError('later');
    });
    const rejection = expect(outcome).rejects.toBeInstanceOf(ConnectError);
    await clock.advance(100);
    await rejection;
  });

  it('neither skips nor reports a record whose wait is ended by the stop of the task', async () => {
    const { failed, stop, reports, counters } = setUp({ tolerance: 'all', retryTimeoutMs: -1 });
    const outcome = failed(new RetriableError('later'), () => 1);
    const rejection = expect(outcome).rejects.toBeInstanceOf(TaskStoppingError);
    await settle();
    stop.abort();
    await rejection;
    expect(reports).toEqual([]);
    expect(counters.recordsSkipped).toBe(0);
  });

  describe('with reports that are not safe at once', () => {
    const consumed = { topic: 't', partition: 0 } as ConsumedMessage;
    const context = { ...SITE, record: { consumed }, error: new DataError('bad') };

    function setUpSlow(tolerance: 'none' | 'all') {
      const pending = new PendingReports();
      const answers: { resolve: () => void; reject: (error: Error) => void }[] = [];
      const report = () => new Promise<void>((resolve, reject) => answers.push({ resolve, reject }));
      const stop = new AbortController();
      const boundary = new RetryWithTolerance({
        settings: { tolerance, retryTimeoutMs: 0, retryDelayMaxMs: 0 },
        clock: new FakeClock(),
        counters: new ErrorCounters(),
        signal: stop.signal,
        reporters: [{ report }],
        pending,
      });
      const fail = () =>
        boundary.failed({ site: SITE, error: context.error, again: () => 1, record: () => context.record });
      return { boundary, pending, answers, fail, stop };
    }

    it('goes on and remembers the report for the commit; one that failed is the business of its reporter', async () => {
      const { pending, answers, fail } = setUpSlow('all');
      await expect(fail()).resolves.toBe(SKIPPED);
      expect(pending.size).toBe(1);
      answers[0]?.reject(new Error('not written'));
      await expect(pending.safe([consumed])).resolves.toBeUndefined();
    });

    it('waits when too many are under way, until there is room', async () => {
      const { answers, fail } = setUpSlow('all');
      for (let count = 1; count < 5000; count++) await fail();
      let isDone = false;
      const last = fail().then(() => (isDone = true));
      await settle();
      expect(isDone).toBe(false);
      answers[0]?.resolve();
      await last;
    });

    it('hands a final failure back to who reported it, or throws at once when nothing is tolerated', async () => {
      const tolerant = setUpSlow('all');
      const report = tolerant.boundary.reportFinal(context);
      tolerant.answers[0]?.reject(new Error('not written'));
      await expect(report).rejects.toThrow('not written');
      const strict = setUpSlow('none');
      expect(() => strict.boundary.reportFinal(context)).toThrow('Tolerance exceeded in error handler');
      expect(strict.answers).toHaveLength(1);
      strict.answers[0]?.reject(new Error('nobody is told twice'));
      await settle();
    });
  });

  it('knows a retriable error of another copy of this package by its name', () => {
    const foreign = new Error('later');
    foreign.name = 'RetriableError';
    expect(isRetriable(foreign)).toBe(true);
    expect(isRetriable(new Error('no'))).toBe(false);
  });
});
