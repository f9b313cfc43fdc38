/** Owns what a person reads when a run has ended: a table, or a line for each connector. */
import { bytesText, countText } from './figures';
import type { ReportedConnector, ReportedPartition, RunReport } from './run-report';

/** How the table may look. */
export interface TableLook {
  readonly columns: number;
  readonly hasColours: boolean;
  /** Lines are drawn with characters beyond ASCII. */
  readonly hasUnicode: boolean;
}

const HEAD = [
  'connector',
  'records',
  'bytes',
  'dead letters',
  'lag left',
  'first … last offset',
  'seconds',
  'reason',
  'code',
];
const FIGURES: readonly number[] = [1, 2, 3, 4, 6, 8];
/** Partitions whose offsets are listed. */
const LISTED = 4;
const LONGEST_OFFSET = 40;
/** What is left out first where the terminal is narrow. */
const DISPENSABLE = [2, 5, 6, 3];

const ASCII: Readonly<Record<string, string>> = {
  ...{ top: '-', 'top-mid': '+', 'top-left': '+', 'top-right': '+', bottom: '-', 'bottom-mid': '+' },
  ...{ 'bottom-left': '+', 'bottom-right': '+', left: '|', 'left-mid': '+', mid: '-', 'mid-mid': '+' },
  ...{ right: '|', 'right-mid': '+', middle: '|' },
};

/** Resolves with the table, with a line feed at its end, and without the columns for which there is no room. */
export async function summaryTable(report: RunReport, look: TableLook): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const rows = report.connectors.map(rowOf);
  if (rows.length !== 1) rows.push(totalOf(report));
  const columns = HEAD.map((_, index) => index);
  for (const index of DISPENSABLE) {
    if (widthOf(rows, columns) <= look.columns) break;
    columns.splice(columns.indexOf(index), 1);
  }
  const table = new Table({
    head: columns.map((index) => headText(HEAD[index] ?? '', look)),
    colAligns: columns.map((index) => (FIGURES.includes(index) ? 'right' : 'left')),
    style: { head: [], border: [], compact: true },
    ...(look.hasUnicode ? {} : { chars: ASCII }),
  });
  for (const row of rows) table.push(columns.map((index) => row[index] ?? ''));
  const text = look.hasUnicode ? table.toString() : table.toString().replaceAll('…', '..');
  return `${text.replace(/[ \t]+$/gm, '')}\n`;
}

/** Not by the table, which decides by standard output and the environment whether it has colours. */
function headText(text: string, { hasColours }: TableLook): string {
  return hasColours ? `\u001b[1m${text}\u001b[22m` : text;
}

/** A sentence for the log. */
export function summaryLine(connector: ReportedConnector): string {
  const { records, bytes, deadLetters, lag, seconds, reason, code } = connector;
  const letters = deadLetters === 0 ? '' : `, ${countText(deadLetters)} dead letters`;
  const left = lag === null ? '' : `, lag left ${countText(lag)}`;
  return `Summary: ${countText(records)} records (${bytesText(bytes)})${letters}${left} in ${seconds.toFixed(1)} s: ${reason}, code ${code}`;
}

function rowOf(connector: ReportedConnector): string[] {
  return [shown(connector.name), ...figuresOf(connector), offsetsOf(connector), ...endOf(connector)];
}

function totalOf(report: RunReport): string[] {
  return ['all', ...figuresOf(report), '', ...endOf(report)];
}

function figuresOf({ records, bytes, deadLetters, lag }: RunReport | ReportedConnector): string[] {
  return [countText(records), bytesText(bytes), countText(deadLetters), lag === null ? '-' : countText(lag)];
}

function endOf({ seconds, reason, code }: RunReport | ReportedConnector): string[] {
  return [seconds.toFixed(1), reason, String(code)];
}

function offsetsOf({ partitions, offsets, type }: ReportedConnector): string {
  const lines =
    type === 'source'
      ? offsets.map(({ first, last }) => `${offsetText(first)} … ${offsetText(last)}`)
      : partitions.filter(({ lastOffset }) => lastOffset !== null).map((each) => partitionText(each, partitions));
  const more = lines.length > LISTED ? [`… ${lines.length - LISTED + 1} more`] : [];
  return [...(more.length === 0 ? lines : lines.slice(0, LISTED - 1)), ...more].join('\n') || '-';
}

function partitionText(each: ReportedPartition, all: readonly ReportedPartition[]): string {
  const where = all.length === 1 ? '' : `${each.topic}-${each.partition}: `;
  return shown(`${where}${each.firstOffset ?? ''} … ${each.lastOffset ?? ''}`);
}

/** Most sources have one number, such as a position. */
function offsetText(offset: object | null): string {
  if (offset === null) return '-';
  const values: unknown[] = Object.values(offset);
  const text =
    values.length === 1
      ? String(values[0])
      : Object.entries(offset)
          .map((entry) => entry.join('='))
          .join(',');
  return shown(text.length > LONGEST_OFFSET ? `${text.slice(0, LONGEST_OFFSET - 1)}…` : text);
}

/** Names come from outside: nothing in them may move the cursor. */
function shown(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}

function widthOf(rows: readonly string[][], columns: readonly number[]): number {
  const cells = (index: number) => [HEAD[index] ?? '', ...rows.map((row) => row[index] ?? '')];
  const longest = (index: number) =>
    Math.max(
      ...cells(index)
        .flatMap((cell) => cell.split('\n'))
        .map((line) => line.length),
    );
  return columns.reduce((sum, index) => sum + longest(index) + 3, 1);
}
