/** Owns a strict reading of Prometheus' text format 0.0.4: everything that the format does not allow is refused. */

/** A family of series. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly help: string;
  readonly series: Series[];
}

type MutableFamily = { -readonly [K in keyof Family]: Family[K] };

/** A line of values. */
export interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const HEAD = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const LINE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/;
const SUFFIXES: Readonly<Record<string, RegExp>> = { histogram: /_(?:bucket|sum|count)$/, summary: /_(?:sum|count)$/ };

/** Reads a whole answer. Throws with the line that is wrong. */
export function parsePrometheusText(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the text does not end with a line feed');
  const families = new Map<string, MutableFamily>();
  const seen = new Set<string>();
  let current: MutableFamily | undefined;
  for (const line of text.split('\n').filter((each) => each !== '')) {
    if (line.startsWith('#')) current = takeHead(line, families);
    else takeSeries(line, current ?? refuse(line, 'a value before any family'), seen);
  }
  for (const family of families.values()) checkHistogram(family);
  return families;
}

function takeHead(line: string, families: Map<string, MutableFamily>): MutableFamily {
  const [, keyword = '', name = '', rest = ''] = HEAD.exec(line) ?? refuse(line, 'neither HELP nor TYPE');
  if (keyword === 'TYPE') {
    const family = families.get(name) ?? refuse(line, 'TYPE without HELP');
    if (!['counter', 'gauge', 'histogram', 'summary'].includes(rest)) refuse(line, 'unknown type');
    family.type = rest;
    return family;
  }
  if (families.has(name)) refuse(line, 'a family in two places');
  const family = { name, type: '', help: rest, series: [] };
  families.set(name, family);
  return family;
}

function takeSeries(line: string, family: MutableFamily, seen: Set<string>): void {
  const series = seriesOf(line);
  const base = series.name.replace(SUFFIXES[family.type] ?? /$^/, '');
  if (base !== family.name && series.name !== family.name) refuse(line, `does not belong to ${family.name}`);
  const key = `${series.name}${JSON.stringify(Object.entries(series.labels).sort())}`;
  if (seen.has(key)) refuse(line, 'the same series twice');
  seen.add(key);
  family.series.push(series);
}

function seriesOf(line: string): Series {
  const [, name = '', inside = '', value = ''] = LINE.exec(line) ?? refuse(line, 'not a value');
  const labels: Record<string, string> = {};
  for (let rest = inside; rest !== '';) {
    const [whole, label = '', text = ''] = LABEL.exec(rest) ?? refuse(line, 'wrong labels');
    if (label in labels) refuse(line, 'a label twice');
    labels[label] = text.replace(/\\(.)/g, (_all, escaped: string) => (escaped === 'n' ? '\n' : escaped));
    rest = rest.slice(whole.length);
  }
  return { name, labels, value: numberOf(value, line) };
}

function numberOf(text: string, line: string): number {
  if (text === 'NaN') return Number.NaN;
  if (text === '+Inf' || text === '-Inf') return text === '+Inf' ? Infinity : -Infinity;
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : refuse(line, 'not a number');
}

/** Buckets rise, the last is +Inf and equals the count. */
function checkHistogram({ name, type, series }: Family): void {
  if (type !== 'histogram') return;
  const groups = new Map<string, Series[]>();
  for (const each of series) {
    const key = JSON.stringify(Object.entries(each.labels).filter(([label]) => label !== 'le'));
    groups.set(key, [...(groups.get(key) ?? []), each]);
  }
  for (const group of groups.values()) {
    const buckets = group.filter((each) => each.name === `${name}_bucket`);
    const count = group.find((each) => each.name === `${name}_count`)?.value;
    const isRising = buckets.every(({ value }, index) => value >= (buckets[index - 1]?.value ?? 0));
    const last = buckets[buckets.length - 1];
    if (!isRising || last?.labels['le'] !== '+Inf' || last.value !== count) throw new Error(`${name}: wrong buckets`);
  }
}

function refuse(line: string, why: string): never {
  throw new Error(`${why}: ${line}`);
}
