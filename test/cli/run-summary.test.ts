import { runReport } from '../../src/cli/run-report';
import { summaryLine, summaryTable } from '../../src/cli/run-summary';
import { partitionTally, runFacts, sinkTally, sourceTally } from '../support/run-tallies';

const LOOK = { columns: 200, hasColours: false, hasUnicode: true };
const table = (facts: Parameters<typeof runFacts>[0] = {}, look = {}) =>
  summaryTable(runReport(runFacts(facts)), { ...LOOK, ...look });
const cells = (text: string, of: string) =>
  (text.split('\n').find((line) => line.includes(of)) ?? '')
    .split('│')
    .map((cell) => cell.trim())
    .slice(1, -1);

describe('summaryTable', () => {
  it('has a row for each connector, and one for all', async () => {
    const offsets = new Map([['in', [{ partition: {}, first: { position: 3 }, last: { position: 99 } }]]]);
    const text = await table({ connectors: [sourceTally('in'), sinkTally('out', { phase: 'done' })], offsets });
    expect(cells(text, ' in ')).toEqual(['in', '10', '100 B', '2', '-', '3 … 99', '2.5', 'drained', '0']);
    expect(cells(text, ' out ')).toEqual(['out', '10', '100 B', '2', '5', '5 … 14', '2.5', 'drained', '0']);
    expect(cells(text, ' all ')).toEqual(['all', '20', '200 B', '4', '5', '', '3.3', 'drained', '0']);
  });

  it('lists some partitions and counts the others, and those without records not at all', async () => {
    const partitions = [...Array(8).keys()].map((each) => partitionTally(each, each === 0 ? { delivered: 5 } : {}));
    const text = await table({ connectors: [sinkTally('s', { partitions })] });
    expect(text).toContain('t-1: 5 … 14');
    expect(text).toContain('… 4 more');
    expect(text).not.toContain('t-0');
    expect(text).not.toContain('t-4');
  });

  it('has room on a narrow terminal, and keeps what matters', async () => {
    const text = await table({}, { columns: 60 });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
    for (const head of ['records', 'lag left', 'reason', 'code']) expect(text).toContain(head);
  });

  it('has no escape code without colours, and only ASCII where it must', async () => {
    expect(await table()).not.toContain('\u001b');
    expect(await table({}, { hasColours: true })).toContain('\u001b[');

    expect(await table({}, { hasUnicode: false })).toMatch(/^[\x00-\x7f]*$/);
  });

  it('lets no name move the cursor', async () => {
    expect(await table({ connectors: [sinkTally('a\u001b[2Jb')] })).toContain('a?[2Jb');
  });
});

describe('summaryLine', () => {
  it('says it in one line', () => {
    const [connector] = runReport(runFacts()).connectors;
    expect(summaryLine(connector!)).toBe(
      'Summary: 10 records (100 B), 2 dead letters, lag left 5 in 2.5 s: drained, code 0',
    );
  });
});
