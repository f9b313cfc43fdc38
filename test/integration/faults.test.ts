/** The fault suite in its short form: each kind of fault once or twice, and the proof that a lost record is found. */
import { describeWithJava } from '../support/describe-with-kafka';
import { isWell, runFaults } from '../faults/fault-run';
import { reportTable, roundLine } from '../faults/fault-report';

jest.setTimeout(900_000);

const SEED = 20_260;

describeWithJava('Under faults', () => {
  it('no record is lost, and what comes again had not been committed', async () => {
    const results = await runFaults({ seed: SEED, length: 'short' });
    process.stdout.write(`${results.map(roundLine).join('\n')}\n${reportTable(results)}\n`);
    expect(results.filter((result) => !isWell(result)).map(roundLine)).toEqual([]);
    expect(results.length).toBeGreaterThan(14);
  });

  it.each([
    ['a source skips', 'source', 'kill-put'],
    ['a sink swallows', 'sink', 'kill-poll'],
    ['a sink swallows among corrupt ones', 'sink', 'corrupt-records'],
  ] as const)('a record that %s is missed', async (_what, plant, kind) => {
    const results = await runFaults({ seed: SEED, length: 'short', plant, only: [kind] });
    expect(results.map(({ account }) => account.lost.length)).toEqual(results.map(() => 1));
    expect(results.some(isWell)).toBe(false);
    expect(results.length).toBeGreaterThan(0);
  });
});
