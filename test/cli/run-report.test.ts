import { runReport } from '../../src/cli/run-report';
import { DataError } from '../../src/errors';
import type { RunEnded } from '../../src/runtime/ending/run-progress';
import { partitionTally, runFacts, sinkTally, sourceTally } from '../support/run-tallies';

const ended = (more: Partial<RunEnded>): RunEnded => ({
  ...{ reason: 'timeout', sentence: 'Ending', isComplete: false, left: ['sink x: t-0 of password'], error: undefined },
  ...more,
});

describe('runReport', () => {
  it('tells when, how and why, with the sums over all connectors', () => {
    const report = runReport(runFacts({ connectors: [sinkTally('a'), sourceTally('b')] }));
    expect(report).toMatchObject({
      ...{ shape: 1, worker: 'w.properties', mode: 'once', reason: 'drained', code: 0, complete: true, error: null },
      ...{ startedAt: '2026-01-01T00:00:00.000Z', endedAt: '2026-01-01T00:00:03.250Z', seconds: 3.25 },
      ...{ records: 20, recordsIn: 24, bytes: 200, deadLetters: 4, errors: 4, skipped: 4, lag: 5 },
    });
  });

  it('tells of each partition which records were delivered, and of none where there were none', () => {
    const partitions = [partitionTally(0), partitionTally(1, { to: undefined, delivered: 5, lag: undefined })];
    const [sink] = runReport(runFacts({ connectors: [sinkTally('a', { partitions })] })).connectors;
    const place = { topic: 't', from: 5, committed: 15 };
    expect(sink?.partitions).toEqual([
      { ...place, partition: 0, to: 20, delivered: 15, lag: 5, firstOffset: 5, lastOffset: 14 },
      { ...place, partition: 1, to: null, delivered: 5, lag: null, firstOffset: null, lastOffset: null },
    ]);
  });

  it('has the stored offsets of sources', () => {
    const offsets = [{ partition: { file: 'f' }, first: null, last: { position: 3 } }];
    const facts = runFacts({ connectors: [sourceTally('s')], offsets: new Map([['s', offsets]]) });
    expect(runReport(facts).connectors[0]).toMatchObject({ lag: null, partitions: [], offsets });
  });

  it('gives each connector a reason and a code of its own', () => {
    const failure = new DataError('no number: password');
    const facts = runFacts({
      connectors: [sinkTally('bad'), sinkTally('left'), sinkTally('done', { phase: 'done' })],
      ended: ended({ reason: 'failure', error: failure }),
      code: 65,
      failureOf: (name) => (name === 'bad' ? failure : undefined),
      redact: (text) => text.replaceAll('password', '[hidden]'),
    });
    const report = runReport(facts);
    expect(report.connectors.map(({ name, reason, code }) => [name, reason, code])).toEqual([
      ['bad', 'failure', 65],
      ['left', 'failure', 75],
      ['done', 'drained', 0],
    ]);
    expect(report.error).toEqual({ name: 'DataError', code: 'DATA', message: 'no number: [hidden]' });
    expect(report.left).toEqual(['sink x: t-0 of [hidden]']);
  });

  it('gives what is left the code of the run where no connector is to blame', () => {
    const facts = runFacts({ connectors: [sinkTally('a')], ended: ended({}), code: 75 });
    expect(runReport(facts).connectors[0]).toMatchObject({ reason: 'timeout', code: 75 });
    const service = runFacts({
      ...facts,
      isOnce: false,
      ended: ended({ reason: 'signal', isComplete: true }),
      code: 0,
    });
    expect(runReport(service)).toMatchObject({ mode: 'service', connectors: [{ reason: 'signal', code: 0 }] });
  });

  it('tells of a run that did not begin', () => {
    const facts = runFacts({ connectors: [], ended: undefined, error: new TypeError('no file'), code: 2 });
    expect(runReport(facts)).toMatchObject({
      ...{ reason: 'not-started', code: 2, complete: false, message: 'no file', lag: null, left: [], connectors: [] },
      error: { name: 'TypeError', code: null, message: 'no file' },
    });
  });
});
