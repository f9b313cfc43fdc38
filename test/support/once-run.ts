/** Owns runs with an end for tests: our worker with `--once`, how it ended, and how long after its last line. */
import path from 'node:path';
import { linesOf, startOurWorker, type Ending, type OurWorker, type OurWorkerOptions } from './our-worker';
import { KafkaRoom } from './kafka-room';

/** How a run went. */
export interface OnceRun extends Ending {
  readonly output: string;
  /** The line that says why it ended. */
  readonly reason: string;
  readonly seconds: number;
}

/** How long a run may take to end after its last record: two seconds, and a lot more where others use the processors. */
export const SOON_MS = 10_000;

/** Starts a run with `--once`. */
export function startOnce(options: OurWorkerOptions): OurWorker {
  return startOurWorker({ ...options, options: ['--once', ...(options.options ?? [])] });
}

/** Runs to the end. */
export async function runOnce(options: OurWorkerOptions): Promise<OnceRun> {
  return endOf(startOnce(options));
}

/** Waits for the end of a run. */
export async function endOf(worker: OurWorker): Promise<OnceRun> {
  const start = Date.now();
  const ending = await worker.ended;
  const reason = /Ending \(\w+\): .*/.exec(worker.output)?.[0] ?? '';
  return { ...ending, output: worker.output, reason, seconds: (Date.now() - start) / 1000 };
}

/** Milliseconds from the moment at which the file has that many lines to the end of the run. */
export async function msAfterLastLine(worker: OurWorker, file: string, lines: number): Promise<number> {
  while (worker.isRunning && linesOf(file).length < lines) await new Promise((resolve) => setTimeout(resolve, 10));
  const start = Date.now();
  await worker.ended;
  return Date.now() - start;
}

/** The files of one test. */
export const filesIn = (folder: string) => ({
  input: path.join(folder, 'in.txt'),
  output: path.join(folder, 'out.txt'),
});

/** Writes transactions, one after another: each its values, and whether it is committed. */
export async function transactions(
  bootstrap: string,
  topic: string,
  all: readonly { readonly values: readonly string[]; readonly isCommitted: boolean }[],
): Promise<void> {
  const room = new KafkaRoom(bootstrap);
  try {
    const producer = await room.producer({ 'transactional.id': `tx-${topic}`, 'enable.idempotence': 'true' });
    await whenCoordinatorIsReady(() => producer.initTransactions());
    for (const { values, isCommitted } of all) {
      await producer.beginTransaction();
      for (const value of values) {
        producer.send({ topic, partition: 0, key: null, value: Buffer.from(value), timestamp: null, headers: null });
      }
      await producer.handOver();
      await producer.flush(10_000);
      if (isCommitted) await producer.commitTransaction();
      else await producer.abortTransaction();
    }
  } finally {
    await room.close();
  }
}

/** The first transaction of a broker makes the topic of its coordinator. */
async function whenCoordinatorIsReady(act: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempt === 30) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
