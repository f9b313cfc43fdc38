/** Owns the report of the fault suite: a line for each round, a table of kinds, a verdict. */
import type { RoundEnd } from './round';

/** A round that is over. */
export interface RoundResult extends RoundEnd {
  readonly number: number;
  readonly kind: string;
  readonly seconds: number;
}

/** How many numbers of records a line names. */
const SHOWN = 5;

/** One line for one round. */
export function roundLine({ number, kind, seconds, account, proof, complaint }: RoundResult): string {
  const { records, lost, duplicated, unexplained, disordered } = account;
  const wrong = [
    lost.length > 0 ? `LOST ${lost.length} (${some(lost)})` : '',
    unexplained.length > 0 ? `UNEXPLAINED ${unexplained.length} (${some(unexplained)})` : '',
    disordered === undefined ? '' : `OUT OF ORDER from ${disordered} on`,
    proof === '' ? 'NOT HIT' : '',
    complaint === '' ? '' : `WRONG: ${complaint}`,
  ].filter(Boolean);
  const figures = `${records} records, ${lost.length} lost, ${duplicated} duplicated, ${seconds.toFixed(1)} s`;
  return `#${number} ${kind}: ${figures}${proof === '' ? '' : `; ${proof}`}${wrong.length === 0 ? '' : `\n  ${wrong.join('; ')}`}`;
}

function some(records: readonly number[]): string {
  return records.slice(0, SHOWN).join(', ') + (records.length > SHOWN ? ', …' : '');
}

/** Sums of one kind, or of all. */
export interface Sums {
  readonly kind: string;
  readonly rounds: number;
  readonly hit: number;
  readonly records: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly unexplained: number;
  /** Rounds in which records have changed places. */
  readonly reordered: number;
  readonly seconds: number;
}

/** The sums of these rounds. */
export function sumsOf(kind: string, rounds: readonly RoundResult[]): Sums {
  const sum = (figure: (round: RoundResult) => number) => rounds.reduce((total, round) => total + figure(round), 0);
  return {
    kind,
    rounds: rounds.length,
    hit: sum(({ proof }) => (proof === '' ? 0 : 1)),
    records: sum(({ account }) => account.records),
    lost: sum(({ account }) => account.lost.length),
    duplicated: sum(({ account }) => account.duplicated),
    unexplained: sum(({ account }) => account.unexplained.length),
    reordered: sum(({ account }) => (account.disordered === undefined ? 0 : 1)),
    seconds: Math.round(sum(({ seconds }) => seconds)),
  };
}

const COLUMNS = [
  'kind',
  'rounds',
  'hit',
  'records',
  'lost',
  'duplicated',
  'unexplained',
  'reordered',
  'seconds',
] as const;
const FIRST_WIDTH = 18;
const WIDTH = 12;

/** The table: a row for each kind, and one for all. */
export function reportTable(results: readonly RoundResult[]): string {
  const kinds = [...new Set(results.map(({ kind }) => kind))].sort();
  const rows = kinds.map((kind) =>
    sumsOf(
      kind,
      results.filter((round) => round.kind === kind),
    ),
  );
  const cells = [...rows, sumsOf('total', results)].map((row) => COLUMNS.map((column) => String(row[column])));
  return [[...COLUMNS], ...cells].map((row) => row.map(padded).join('').trimEnd()).join('\n');
}

function padded(cell: string, column: number): string {
  return column === 0 ? cell.padEnd(FIRST_WIDTH) : cell.padStart(WIDTH);
}
