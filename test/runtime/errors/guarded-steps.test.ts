import { SourceRecord } from '../../../src/api/source-record';
import { DataError } from '../../../src/errors';
import { GuardedSteps } from '../../../src/runtime/errors/guarded-steps';
import { SKIPPED, type FailedAttempt, type RetryWithTolerance } from '../../../src/runtime/errors/retry-with-tolerance';

const RECORD = { polled: new SourceRecord({ topic: 't' }) };

function setUp(perform: (subject: string, step: number) => Promise<void> | undefined) {
  const failures: FailedAttempt<unknown>[] = [];
  let answer: (attempt: FailedAttempt<unknown>) => Promise<unknown> = () => Promise.resolve(SKIPPED);
  const boundary = {
    failed: (attempt: FailedAttempt<unknown>) => {
      failures.push(attempt);
      return answer(attempt);
    },
  } as unknown as RetryWithTolerance;
  const steps = new GuardedSteps<string>({
    boundary,
    perform,
    current: () => RECORD,
    sites: [
      { stage: 'KEY_CONVERTER', executingClass: 'K' },
      { stage: 'VALUE_CONVERTER', executingClass: 'V' },
    ],
  });
  return { steps, failures, answerWith: (next: typeof answer) => (answer = next) };
}

describe('GuardedSteps', () => {
  it('makes no promise when no step does', () => {
    const done: string[] = [];
    const { steps } = setUp((subject, step) => void done.push(`${subject}${step}`));
    expect(steps.run('r')).toBe(true);
    expect(done).toEqual(['r0', 'r1']);
  });

  it('waits for a step that makes a promise before it goes on', async () => {
    const done: number[] = [];
    const { steps } = setUp(async (_subject, step) => void done.push(step));
    const outcome = steps.run('r');
    expect(done).toEqual([0]);
    await expect(outcome).resolves.toBe(true);
    expect(done).toEqual([0, 1]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new DataError('bad');
      },
    ],
    ['rejects', () => Promise.reject(new DataError('bad'))],
  ])('hands a step that %s to the boundary with its site, and skips the rest', async (_how, fail) => {
    const done: number[] = [];
    const { steps, failures } = setUp((_subject, step) => (step === 0 ? fail() : void done.push(step)));
    await expect(steps.run('r')).resolves.toBe(false);
    expect(failures[0]).toMatchObject({ site: { stage: 'KEY_CONVERTER', executingClass: 'K' } });
    expect(failures[0]?.record()).toBe(RECORD);
    expect(done).toEqual([]);
  });

  it('goes on after a step that succeeded when it was repeated', async () => {
    let left = 1;
    const done: number[] = [];
    const { steps, answerWith } = setUp((_subject, step) => {
      if (step === 0 && left-- > 0) throw new DataError('bad');
      done.push(step);
      return undefined;
    });
    answerWith(async (attempt) => attempt.again());
    await expect(steps.run('r')).resolves.toBe(true);
    expect(done).toEqual([0, 1]);
  });
});
