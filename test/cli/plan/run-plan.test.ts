import { lagOf, problemsOf, recordsIn, totalsOf, type SinkPlan, type SourcePlan } from '../../../src/cli/plan/run-plan';

const base = { name: 'n', className: 'c', notes: [], problems: [] };
const partition = (from: number, to: number, committed?: number) => ({ topic: 't', partition: 0, committed, from, to });
const SINK: SinkPlan = {
  ...{ ...base, type: 'sink', group: 'g', members: [], missing: [], atMost: new Set(), targets: [], fedBy: [] },
  partitions: [partition(2, 5, 2), partition(0, 4)],
};
const SOURCE: SourcePlan = {
  ...{ ...base, type: 'source', offsets: [], topic: undefined },
  inputs: [{ name: 'f', exists: true, unit: 'bytes', from: 3, to: 10, records: 2 }],
};

describe('A partition', () => {
  it('has as many records as offsets, never fewer than none', () => {
    expect([partition(2, 5), partition(5, 2)].map(recordsIn)).toEqual([3, 0]);
  });

  it('lags behind what is committed, or behind its beginning', () => {
    expect([partition(4, 5, 2), partition(2, 5), partition(9, 5, 9)].map(lagOf)).toEqual([3, 3, 0]);
  });
});

describe('Totals', () => {
  it('add up sources and sinks', () => {
    expect(totalsOf({ connectors: [SINK, SOURCE, SOURCE] })).toEqual({
      ...{ sources: 2, sourceRecords: 4, sourceBytes: 14 },
      ...{ sinks: 1, partitions: 2, sinkRecords: 7, lag: 7, isAtMost: false },
    });
  });

  it('know no records where a source does not tell', () => {
    expect(totalsOf({ connectors: [SOURCE, { ...SOURCE, inputs: undefined }] }).sourceRecords).toBeUndefined();
    const uncounted = { name: 'f', exists: true, unit: 'bytes', from: null, to: null, records: null } as const;
    expect(totalsOf({ connectors: [{ ...SOURCE, inputs: [uncounted] }] })).toMatchObject({
      sourceRecords: undefined,
      sourceBytes: 0,
    });
  });
});

describe('Problems', () => {
  it('are those of the run, then those of connectors', () => {
    const [run, own] = [
      { message: 'a', code: 75 },
      { message: 'b', code: 69 },
    ] as const;
    const plan = {
      worker: 'w',
      bootstrap: 'k',
      leftOut: [],
      connectors: [{ ...SINK, problems: [own] }],
      problems: [run],
    };
    expect(problemsOf(plan)).toEqual([run, own]);
  });
});
