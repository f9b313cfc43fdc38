import { SourceRecord } from '../../../src/api/source-record';
import { DataError } from '../../../src/errors';
import { GuardedTransformations } from '../../../src/runtime/errors/guarded-transformations';
import { SKIPPED, type FailedAttempt, type RetryWithTolerance } from '../../../src/runtime/errors/retry-with-tolerance';
import type { TransformationChain } from '../../../src/runtime/transformation-chain';

type Apply = (record: SourceRecord) => SourceRecord | null | Promise<SourceRecord | null>;

function setUp(...stages: Apply[]) {
  const failures: FailedAttempt<unknown>[] = [];
  const boundary = {
    failed: async (attempt: FailedAttempt<unknown>) => {
      failures.push(attempt);
      return SKIPPED;
    },
  } as unknown as RetryWithTolerance;
  const chain = {
    stages: stages.map((apply, index) => ({ apply, className: `T${index}` })),
    close: () => Promise.resolve(),
  } as unknown as TransformationChain<SourceRecord>;
  const record = new SourceRecord({ topic: 'a' });
  const guarded = new GuardedTransformations(chain, boundary, () => ({ polled: record }));
  return { guarded, failures, record };
}

const rename =
  (suffix: string): Apply =>
  (record) =>
    record.newRecord({ topic: record.topic + suffix });

describe('GuardedTransformations', () => {
  it('applies the stages in order, at once when they answer at once', () => {
    const { guarded, record } = setUp(rename('1'), rename('2'));
    expect((guarded.run(record) as SourceRecord).topic).toBe('a12');
  });

  it('stops at the stage that drops the record', () => {
    const last = jest.fn();
    const { guarded, record } = setUp(() => null, last);
    expect(guarded.run(record)).toBeNull();
    expect(last).not.toHaveBeenCalled();
  });

  it('awaits a stage that answers with a promise, then goes on', async () => {
    const { guarded, record } = setUp(async (each) => rename('1')(each), rename('2'));
    await expect(guarded.run(record)).resolves.toMatchObject({ topic: 'a12' });
  });

  it.each<[string, Apply]>([
    [
      'throws',
      () => {
        throw new DataError('bad');
      },
    ],
    ['rejects', () => Promise.reject(new DataError('bad'))],
  ])('reports a stage that %s under its own class and drops the record when that is tolerated', async (_how, bad) => {
    const { guarded, failures, record } = setUp(rename('1'), bad);
    await expect(guarded.run(record)).resolves.toBeNull();
    expect(failures[0]).toMatchObject({ site: { stage: 'TRANSFORMATION', executingClass: 'T1' } });
  });
});
