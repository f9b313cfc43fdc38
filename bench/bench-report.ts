/** Owns how results are shown: medians with their range, and ratios of ours to the genuine worker, taken round by round. */
import { median } from './rounds';
import type { Figures } from './trial';
import type { ContenderName, Figure, Workload } from './workloads';

/** What all rounds of a workload have shown, by contender; the same place in two lists is the same round. */
export interface Result {
  readonly workload: Workload;
  readonly rounds: Readonly<Partial<Record<ContenderName, readonly Figures[]>>>;
}

/** Minimum, median and maximum. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** One figure of one workload. `ratio` says how many times better ours is than the genuine worker. */
export interface Row {
  readonly workload: string;
  readonly figure: Figure;
  readonly values: Readonly<Partial<Record<ContenderName, Spread>>>;
  readonly ratio: Spread | undefined;
}

const MORE_IS_BETTER: readonly Figure[] = ['k records/s', 'slowest connector, % of the fastest'];

/** The rows of the table. */
export function rowsOf(results: readonly Result[]): Row[] {
  return results.flatMap(({ workload, rounds }) =>
    workload.figures.map((figure) => ({
      workload: workload.name,
      figure,
      values: spreadsOf(rounds, figure),
      ratio: ratioOf(rounds, figure),
    })),
  );
}

/** The table as Markdown. */
export function tableOf(rows: readonly Row[]): string {
  const head = '| workload | figure | genuine worker | ours | times better | kcat | node-rdkafka |';
  const lines = rows.map(({ workload, figure, values, ratio }) => {
    const cells = [values.genuine, values.ours].map(show);
    const floor = [values.kcat, values['node-rdkafka']].map(show);
    return `| ${[workload, figure, ...cells, `**${show(ratio)}**`, ...floor].join(' | ')} |`;
  });
  return [head, '|---|---|---:|---:|---:|---:|---:|', ...lines].join('\n');
}

function spreadsOf(rounds: Result['rounds'], figure: Figure): Row['values'] {
  const entries = Object.entries(rounds).flatMap(([contender, figures]) => {
    const spread = spreadOf(figures.map((one) => one[figure]));
    return spread === undefined ? [] : [[contender, spread] as const];
  });
  return Object.fromEntries(entries);
}

function ratioOf({ genuine = [], ours = [] }: Result['rounds'], figure: Figure): Spread | undefined {
  return spreadOf(
    ours.map((one, round) => {
      const [mine, theirs] = [one[figure], genuine[round]?.[figure]];
      if (mine === undefined || theirs === undefined) return undefined;
      return MORE_IS_BETTER.includes(figure) ? mine / theirs : theirs / mine;
    }),
  );
}

function spreadOf(found: readonly (number | undefined)[]): Spread | undefined {
  const numbers = found.filter((one) => one !== undefined);
  if (numbers.length === 0) return undefined;
  return { min: Math.min(...numbers), median: median(numbers), max: Math.max(...numbers) };
}

function show(spread: Spread | undefined): string {
  if (spread === undefined) return '–';
  const [min, middle, max] = [spread.min, spread.median, spread.max].map(brief);
  return min === max ? (middle ?? '') : `${middle ?? ''} (${min ?? ''}–${max ?? ''})`;
}

function brief(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value >= 10 ? 1 : 2);
}
