/**
 * Owns `npm run bench`: the same work through Apache's worker, through ours, and through bare clients, on one real broker, in turns.
 * Prints a table and leaves a line for each trial as it goes on standard error. README.md says what each workload is.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { startRealKafka } from '../test/support/real-kafka';
import { BenchInput } from './bench-input';
import { rowsOf, tableOf, type Result } from './bench-report';
import { TopicEnds } from './topic-ends';
import { runTrial, type Figures, type Ground } from './trial';
import { warmUp } from './warm-up';
import { workloads, type ContenderName, type Workload } from './workloads';

/** What kafka-server-start.sh gives to the broker. */
const BROKER_JVM = ['-XX:-UseSerialGC', '-XX:TieredStopAtLevel=4', '-Xms1G', '-Xmx1G', '-server', '-XX:+UseG1GC'];
const QUICK_SCALE = 0.2;

interface BenchOptions {
  readonly rounds: string;
  readonly only?: readonly string[];
  readonly quick?: true;
  readonly json?: true;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function measure(workload: Workload, rounds: number, ground: Ground): Promise<Result> {
  const found: Partial<Record<ContenderName, Figures[]>> = {};
  for (let round = 0; round < rounds; round++) {
    for (const contender of workload.contenders) {
      const figures = await runTrial(contender, workload, ground);
      (found[contender] ??= []).push(figures);
      const shown = Object.entries(figures).map(([figure, value]) => `${figure} ${value.toFixed(2)}`);
      say(`${workload.name}, round ${round + 1} of ${rounds}, ${contender}: ${shown.join(', ')}`);
    }
  }
  return { workload, rounds: found };
}

async function main(options: BenchOptions): Promise<void> {
  const rounds = options.quick === true ? 1 : Number(options.rounds);
  const chosen = workloads(options.quick === true ? QUICK_SCALE : 1).filter(
    ({ name }) => options.only?.some((part) => name.includes(part)) ?? true,
  );
  if (chosen.length === 0) throw new Error(`no workload has "${options.only?.join('" or "') ?? ''}" in its name`);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  const kafka = await startRealKafka({ jvmOptions: BROKER_JVM });
  const { bootstrap } = kafka;
  await warmUp(bootstrap);
  const ends = await TopicEnds.connect(bootstrap);
  const machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`;
  try {
    const ground = { bootstrap, ends, folder, input: new BenchInput(bootstrap, path.join(folder, 'input')) };
    const results: Result[] = [];
    for (const workload of chosen) results.push(await measure(workload, rounds, ground));
    const rows = rowsOf(results);
    if (options.json === true) process.stdout.write(`${JSON.stringify({ machine, rounds, rows, results }, null, 2)}\n`);
    else process.stdout.write(`${machine}; rounds: ${rounds}\n\n${tableOf(rows)}\n`);
  } finally {
    ends.close();
    await kafka.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const options = new Command('bench')
  .option('--rounds <n>', 'rounds of each workload', '3')
  .option('--only <text...>', 'only workloads with one of these in their name')
  .option('--quick', 'one round with a fifth of the records')
  .option('--json', 'everything that was measured, for machines')
  .parse()
  .opts<BenchOptions>();

main(options).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
