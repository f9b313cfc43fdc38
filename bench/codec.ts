/**
 * Owns `npm run bench:codec`: what converters and transforms cost per record, and the ratio of a whole way to a bare
 * `JSON.parse`. Each row is measured in a thread of its own, as a worker with just this work would be: what ran before
 * would change how V8 compiles it. Exits 1 when the ratio is above the limit. `--quick` measures the ratio alone.
 */
import { once } from 'node:events';
import { cpus } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { BARE_PARSE, converters, ways } from './codec-subjects';
import { transforms } from './codec-transforms';
import { compare, median, type Comparison, type Subject } from './rounds';
import { BYTES } from './sample-records';

/** The most that decoding a record with three transforms may cost, in bare `JSON.parse`s of its text. */
const LIMIT = 3;
const WHOLE = 'sink: JSON, three transforms';
/** How many threads measure the ratio, one after another. */
const REPEATS = 5;

const GROUPS: readonly (readonly [string, () => Subject[]])[] = [
  ['way of a record', ways],
  ['converter', converters],
  ['transform', transforms],
];

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** In the thread: measures one subject beside the yardstick. */
function measureHere(name: string): void {
  const subject = GROUPS.flatMap(([, subjects]) => subjects()).find((one) => one.name === name);
  if (subject === undefined) throw new Error(`no subject ${name}`);
  parentPort?.postMessage(compare(subject, BARE_PARSE));
}

async function measureApart(name: string): Promise<Comparison> {
  const [comparison] = (await once(new Worker(__filename, { workerData: name }), 'message')) as [Comparison];
  return comparison;
}

async function printTable(title: string, names: readonly string[], whole: number): Promise<void> {
  print(`| ${title} | ns per record | share |`);
  print('|---|---:|---:|');
  for (const name of names) {
    const { nanoseconds } = await measureApart(name);
    print(`| ${name} | ${nanoseconds.toFixed(0)} | ${((100 * nanoseconds) / whole).toFixed(0)} % |`);
  }
  print();
}

async function main(): Promise<number> {
  print(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
  print(`The record: ${BYTES.length} bytes of JSON, ten fields. Share: of "${WHOLE}".`);
  print();
  const found: Comparison[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) found.push(await measureApart(WHOLE));
  const whole = median(found.map(({ nanoseconds }) => nanoseconds));
  const ratio = median(found.map((one) => one.ratio));
  if (!process.argv.includes('--quick')) {
    for (const [title, subjects] of GROUPS)
      await printTable(
        title,
        subjects().map(({ name }) => name),
        whole,
      );
  }
  print(`JSON.parse of the text alone: ${(whole / ratio).toFixed(0)} ns`);
  print(`From packed bytes to put, JSON and three transforms: ${ratio.toFixed(2)} times that (at most ${LIMIT})`);
  return ratio <= LIMIT ? 0 : 1;
}

if (isMainThread) {
  main().then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
} else {
  measureHere(workerData as string);
}
