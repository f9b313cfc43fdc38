/**
 * Owns `npm run test:faults`: `SEED=` for another seed, `SHORT=1` for each kind once or twice, `KINDS=a,b` for some,
 * `PLANT_LOSS=1` (or `source`, `sink`) for records that get lost on purpose. Exits 1 when something is lost, is not explained,
 * or a fault did not strike.
 */
import path from 'node:path';
import { missingForKafka } from '../support/kafka-toolchain';
import { ROOT } from '../support/source-files';
import { isWell, runFaults } from './fault-run';
import { reportTable, roundLine } from './fault-report';
import type { Plant } from './fault-scene';

const DEFAULT_SEED = 20_260;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function plantOf(text: string | undefined): Plant {
  if (text === undefined || text === '' || text === '0') return 'none';
  return text === 'source' ? 'source' : 'sink';
}

async function main(): Promise<number> {
  const missing = missingForKafka();
  if (missing.length > 0) throw new Error(`The fault suite needs a real Kafka; missing here: ${missing.join(', ')}`);
  const { env } = process;
  const seed = Number(env['SEED'] ?? DEFAULT_SEED);
  if (!Number.isSafeInteger(seed)) throw new Error(`SEED=${env['SEED'] ?? ''} is not a whole number`);
  const start = performance.now();
  const results = await runFaults({
    seed,
    length: env['SHORT'] === undefined ? 'full' : 'short',
    plant: plantOf(env['PLANT_LOSS']),
    keepIn: path.join(ROOT, '.cache', 'faults'),
    onRound: (result) => print(roundLine(result)),
    ...(env['KINDS'] === undefined ? {} : { only: env['KINDS'].split(',') }),
  });
  const failed = results.filter((result) => !isWell(result));
  const seconds = Math.round((performance.now() - start) / 1000);
  print(`\n${reportTable(results)}\n`);
  print(`seed ${seed}: ${results.length} rounds in ${seconds} s, ${failed.length} of them failed`);
  for (const result of failed) print(roundLine(result));
  return results.length > 0 && failed.length === 0 ? 0 : 1;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
