/** Owns one trial: a contender is started on a workload, its progress is watched from outside, and figures are taken. */
import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createTopic } from '../test/support/topics';
import type { BenchInput } from './bench-input';
import { filesOf, startContender, type AtWork, type Job } from './contenders';
import { ProcessFigures } from './process-figures';
import type { TopicEnds } from './topic-ends';
import type { ContenderName, Figure, Workload } from './workloads';

/** What a trial has shown. */
export type Figures = Partial<Record<Figure, number>>;

/** Where trials take place. */
export interface Ground {
  readonly bootstrap: string;
  readonly input: BenchInput;
  readonly ends: TopicEnds;
  /** Outputs lie here until their trial is over. */
  readonly folder: string;
}

const LOOK_EVERY_MS = 3;
const DEADLINE_MS = 180_000;
const REST_MS = 6_000;
const STALL_MS = 15_000;

/** Runs one contender once. Rejects when it ends before its work is done, or does not get there in time. */
export async function runTrial(contender: ContenderName, workload: Workload, ground: Ground): Promise<Figures> {
  const job = await prepare(workload, ground);
  const begin = performance.now();
  const atWork = await startContender(contender, job);
  try {
    if (workload.kind === 'rest') return await watchResting(atWork);
    if (workload.kind === 'stalled') return await watchStalled(atWork, job.file);
    if (workload.kind === 'once') return await watchWhole(atWork, { contender, job, begin });
    if (workload.kind === 'shared') return await watchShared(atWork, workload.records, filesOf(job.file));
    return await watchMoving(atWork, { ...progressOf(job, ground), begin });
  } finally {
    await atWork.stop();
    if (workload.kind !== 'source') for (const file of [job.file, ...filesOf(job.file)]) rmSync(file, { force: true });
  }
}

async function prepare(workload: Workload, { bootstrap, input, folder }: Ground): Promise<Job> {
  const id = `${process.pid}-${Date.now()}`;
  if (workload.kind === 'source') {
    const topic = `bench-out-${id}`;
    await createTopic(bootstrap, topic, { partitions: workload.partitions ?? 1 });
    return { bootstrap, workload, topic, file: input.file(workload.lines, workload.records), id };
  }
  const topic = await input.topic(workload.lines, workload.records, workload.partitions);
  const file = path.join(folder, `out-${id}`);
  if (workload.kind === 'stalled') execFileSync('mkfifo', [file]);
  return { bootstrap, workload, topic, file, id };
}

/** How far the work has come, in records. */
interface Progress {
  readonly total: number;
  done(): number | Promise<number>;
}

function progressOf({ workload, topic, file }: Job, { ends }: Ground): Progress {
  const total = workload.delivered ?? workload.records;
  if (workload.kind === 'source') return { total, done: () => ends.records(topic, workload.partitions ?? 1) };
  return { total, done: linesIn(file) };
}

/** Counts the lines of an output by its size. */
function linesIn(file: string): () => number {
  let lineLength = 0;
  return () => {
    if (!existsSync(file)) return 0;
    const { size } = statSync(file);
    if (lineLength === 0 && size > 0) lineLength = firstLineLength(file);
    return lineLength === 0 ? 0 : size / lineLength;
  };
}

/** All lines of an output have the same length; 0 while the first is not complete. */
function firstLineLength(file: string): number {
  const block = Buffer.alloc(4096);
  const descriptor = openSync(file, 'r');
  const read = readSync(descriptor, block, 0, block.length, 0);
  closeSync(descriptor);
  return block.subarray(0, read).indexOf('\n') + 1;
}

async function watchMoving({ pid }: AtWork, { total, done, begin }: Progress & { begin: number }): Promise<Figures> {
  const process = new ProcessFigures(pid);
  const reached = async (count: number): Promise<number> => {
    const deadline = performance.now() + DEADLINE_MS;
    for (;;) {
      const now = await done();
      process.look();
      if (now >= count) return now;
      if (performance.now() > deadline) throw new Error(`only ${now} of ${total} records after ${DEADLINE_MS} ms`);
      await delay(LOOK_EVERY_MS);
    }
  };
  const doneAtFirst = await reached(1);
  const first = performance.now();
  const figures: Figures = { 'first record, s': (first - begin) / 1000 };
  if (total <= 1) return figures;
  const cpuAtFirst = process.cpuSeconds;
  await reached(total);
  const moved = total - doneAtFirst;
  return {
    ...figures,
    'k records/s': moved / (performance.now() - first),
    'CPU s per M records': (1e6 * (process.cpuSeconds - cpuAtFirst)) / moved,
    'peak MB': process.peakMb,
  };
}

/** The time until the process has ended; for the genuine worker, which never ends, until its last record is there. */
async function watchWhole(
  atWork: AtWork,
  { contender, job, begin }: { contender: ContenderName; job: Job; begin: number },
): Promise<Figures> {
  const size = job.workload.records * 101;
  const isComplete = () => existsSync(job.file) && statSync(job.file).size >= size;
  if (contender === 'genuine') while (!isComplete()) await delay(LOOK_EVERY_MS);
  else await atWork.ended;
  if (!isComplete()) throw new Error('it ended before all records were there');
  return { 'whole run, s': (performance.now() - begin) / 1000 };
}

/** From the first record of the last connector to begin, until one has all of its records: REST is asked, one request after another. */
async function watchShared({ url }: AtWork, records: number, files: readonly string[]): Promise<Figures> {
  const counters = files.map(linesIn);
  const counts = () => counters.map((count) => count());
  const deadline = performance.now() + DEADLINE_MS;
  const inTime = () => {
    if (performance.now() > deadline)
      throw new Error(`only ${counts().join(', ')} of ${records} records each after ${DEADLINE_MS} ms`);
  };
  while (Math.min(...counts()) === 0) {
    inTime();
    await delay(LOOK_EVERY_MS);
  }
  const atFirst = counts();
  const first = performance.now();
  const answers: number[] = [];
  while (Math.max(...counts()) < records) {
    inTime();
    const asked = performance.now();
    await (await fetch(`${url}/connectors?expand=status`)).text();
    answers.push(performance.now() - asked);
    await delay(LOOK_EVERY_MS);
  }
  const moved = counts().map((count, index) => count - (atFirst[index] ?? 0));
  const seconds = (performance.now() - first) / 1000;
  answers.sort((one, other) => one - other);
  return {
    'REST median, ms': answers[Math.floor(answers.length / 2)] ?? Number.NaN,
    'REST slowest of 100, ms': answers[Math.ceil(answers.length * 0.99) - 1] ?? Number.NaN,
    'slowest connector, % of the fastest': (100 * Math.min(...moved)) / Math.max(...moved),
    'k records/s': moved.reduce((total, count) => total + count, 0) / seconds / 1000,
  };
}

async function watchResting({ pid }: AtWork): Promise<Figures> {
  await delay(REST_MS);
  return { 'MB at rest': new ProcessFigures(pid).look().residentMb };
}

/** The reader of the pipe takes nothing, so that the sink cannot go on after the first 64 KB. */
async function watchStalled({ pid }: AtWork, pipe: string): Promise<Figures> {
  const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    await delay(STALL_MS);
    return { 'peak MB': new ProcessFigures(pid).look().peakMb };
  } finally {
    closeSync(reader);
  }
}
