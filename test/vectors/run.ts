/**
 * Owns the run of the test vectors: `npm run test:vectors [folder]`, or the folder in CONNECT_VECTORS. Prints what
 * differs, a line per file, and `N passed, N failed` last. Exits 1 for a failure, an empty folder or too many deviations.
 */
import { join } from 'node:path';
import { loadAdapters } from './adapters';
import { readCorpus, type VectorFile } from './corpus';
import { findDeviation } from './deviations';
import { runVector } from './run-vector';
import type { Adapter } from './vector';

/** The share of a corpus that may differ on purpose. */
const MAX_DEVIATIONS = 0.02;

interface Tally {
  passed: number;
  failed: number;
  deviating: number;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function runFile(file: VectorFile, adapters: ReadonlyMap<string, Adapter>): Promise<Tally> {
  const tally: Tally = { passed: 0, failed: 0, deviating: 0 };
  for (const vector of file.vectors) {
    const adapter = adapters.get(vector.component);
    const difference = await runVector(vector, adapter);
    const deviation = difference === undefined || adapter === undefined ? undefined : findDeviation(vector);
    if (difference === undefined) {
      tally.passed++;
    } else if (deviation !== undefined) {
      tally.deviating++;
      print(`MEANT  ${vector.id}: ${deviation.reason}`);
    } else {
      tally.failed++;
      print(`FAILED ${vector.id}: ${difference}`);
    }
  }
  print(`${file.name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.deviating} differ on purpose`);
  return tally;
}

async function main(): Promise<number> {
  const folder = process.argv[2] ?? process.env['CONNECT_VECTORS'] ?? join(__dirname, '..', 'testdata', 'vectors');
  const adapters = await loadAdapters(print);
  const total: Tally = { passed: 0, failed: 0, deviating: 0 };
  for (const file of readCorpus(folder)) {
    const tally = await runFile(file, adapters);
    total.passed += tally.passed;
    total.failed += tally.failed;
    total.deviating += tally.deviating;
  }
  const count = total.passed + total.failed + total.deviating;
  const isWithin = total.deviating <= count * MAX_DEVIATIONS;
  if (count === 0) print(`No vectors in ${folder}`);
  if (!isWithin) print(`${total.deviating} of ${count} vectors differ on purpose: more than 2 %`);
  else if (total.deviating > 0) print(`${total.deviating} of ${count} vectors differ on purpose`);
  print(`${total.passed} passed, ${total.failed} failed`);
  return count > 0 && total.failed === 0 && isWithin ? 0 : 1;
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
