/**
 * Owns `npm run soak:native`: 100 million records through packed produce and packed fetch with rebalances, seeks, clients that
 * come and go, and a broker that is restarted. `COUNT=` and `ROUNDS=` for other numbers. Exits 1 when a record is missing or came again
 * without a cause, when memory grows, or when a thread or a file is left open. The script has glibc use one arena: else each new
 * client's threads take arenas of their own, and the memory of the process rises for long though nothing is kept.
 */
import { setFlagsFromString } from 'node:v8';
import { readdirSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';
import { isFlat, growthOf, type Sample } from './growth';
import { nativeRound, type NativeSoak } from './native-rounds';
import { SoakedPartitions } from './soaked-partitions';

const COUNT = Number(process.env['COUNT'] ?? 100_000_000);
const ROUNDS = Number(process.env['ROUNDS'] ?? Math.min(200, Math.max(20, Math.ceil(COUNT / 500_000))));
const PARTITIONS = 4;
/** Of each partition on the disk, at most; far more than is ever under way. */
const RETENTION = { 'retention.bytes': '134217728', 'segment.bytes': '33554432' };
/** Share of the rounds before which everything has been loaded that is loaded once. */
const WARM_UP = 0.3;
const MB = 1024 * 1024;

/** What is there between two rounds, when no client is. */
interface Rest extends Sample {
  readonly external: number;
  readonly threads: number;
  readonly files: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function rest(share: number): Rest {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  const threads = Number(/Threads:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  const files = readdirSync('/proc/self/fd').length;
  return { share, rss: rss / MB, heap: heapUsed / MB, external: external / MB, lag: 0, threads, files };
}

function row(sent: number, seconds: number, { rss, heap, external, threads, files }: Rest): string {
  const megabytes = [rss, heap, external].map((figure) => figure.toFixed(1).padStart(9)).join('');
  const rate = Math.round(sent / seconds);
  return `${String(sent).padStart(11)}${String(rate).padStart(10)}${megabytes}${String(threads).padStart(9)}${String(files).padStart(7)}`;
}

async function soak(kafka: RealKafka): Promise<boolean> {
  await createTopic(kafka.bootstrap, 'native-soak', { partitions: PARTITIONS, configs: RETENTION });
  const account = new SoakedPartitions(PARTITIONS);
  const names = { topic: 'native-soak', group: 'native-soak' };
  const settings: NativeSoak = { bootstrap: kafka.bootstrap, ...names, partitions: PARTITIONS, account };
  const start = performance.now();
  const rests: Rest[] = [];
  for (let round = 0, sent = 0; round < ROUNDS; round++) {
    const until = Math.floor((COUNT * (round + 1)) / ROUNDS);
    const isMiddle = round === Math.floor(ROUNDS / 2);
    await Promise.all([nativeRound(settings, sent, until - sent), isMiddle ? kafka.restart() : undefined]);
    sent = until;
    const figures = rest((round + 1) / ROUNDS);
    rests.push(figures);
    if (isMiddle) print('            the broker was restarted');
    if ((round + 1) % (ROUNDS / 20) < 1) print(row(sent, (performance.now() - start) / 1000, figures));
  }
  const seconds = (performance.now() - start) / 1000;
  print(`${account.summary}; ${seconds.toFixed(0)} s, ${((seconds * 1e6) / COUNT).toFixed(1)} s a million`);
  return hasNotGrown(rests.filter(({ share }) => share >= WARM_UP)) && account.isExact && account.distinct === COUNT;
}

/** Memory by its trend; threads and files by what is left at the end and was not there at first. */
function hasNotGrown(rests: readonly Rest[]): boolean {
  const [first] = rests;
  const last = rests.at(-1);
  const isFlatIn = (['rss', 'heap'] as const).map((figure) => {
    const growth = growthOf(rests, figure);
    const trend = `${growth.total >= 0 ? '+' : ''}${growth.total.toFixed(1)}`;
    print(
      `${figure}: mean ${growth.mean.toFixed(1)} MB, least ${growth.least.toFixed(1)}, most ${growth.most.toFixed(1)}, ` +
        `trend ${trend} MB over ${growth.samples} rests: ${isFlat(growth) ? 'flat' : 'GROWS'}`,
    );
    return isFlat(growth);
  });
  if (first === undefined || last === undefined) return false;
  const isClosed = last.threads <= first.threads && last.files <= first.files;
  print(
    `threads ${first.threads} and ${last.threads}, files ${first.files} and ${last.files}: ${isClosed ? 'closed' : 'LEFT OPEN'}`,
  );
  return isFlatIn.every(Boolean) && isClosed;
}

async function main(): Promise<boolean> {
  const kafka = await startRealKafka();
  try {
    return await soak(kafka);
  } finally {
    await kafka.stop();
  }
}

print(
  `${COUNT} records of 100 bytes in ${ROUNDS} rounds; MB, threads and files between two rounds, when no client is there`,
);
print('    records   a second   RSS MB  heap MB    ext MB  threads  files');
main().then(
  (isWell) => {
    print(isWell ? 'native soak passed' : 'native soak FAILED');
    process.exitCode = isWell ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
