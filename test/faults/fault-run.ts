/** Owns a run of the fault suite: which rounds, in which order, on which brokers, and what came of each. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { removeFolder, temporaryFolder } from '../support/our-worker';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { DiskBroker } from './disk-broker';
import { FAULT_KINDS, type FaultKind } from './fault-kinds';
import type { RoundResult } from './fault-report';
import type { FaultScene, Plant } from './fault-scene';
import { Random } from './random';
import type { RoundEnd } from './round';

/** Which run it is to be. */
export interface FaultRunOptions {
  readonly seed: number;
  readonly length: 'full' | 'short';
  /** Names of kinds; all, if not given. */
  readonly only?: readonly string[];
  /** Loses a record in each round, which must then be found. */
  readonly plant?: Plant;
  /** Told of each round at its end. */
  readonly onRound?: (result: RoundResult) => void;
  /** Where the files of a round that failed are kept. */
  readonly keepIn?: string;
}

interface Planned {
  readonly kind: FaultKind;
  readonly turn: number;
}

/** Runs all rounds, one after another. Rejects only where no broker can be had. */
export async function runFaults(options: FaultRunOptions): Promise<RoundResult[]> {
  const folder = temporaryFolder('faults-');
  const kafka = await startRealKafka();
  let disk: Promise<DiskBroker> | undefined;
  const lab: Lab = {
    options,
    folder,
    kafka,
    diskBroker: () => (disk ??= DiskBroker.start(path.join(folder, 'small'))),
  };
  const results: RoundResult[] = [];
  try {
    for (const [index, planned] of planOf(options).entries()) {
      const result = await runRound(lab, planned, index + 1);
      results.push(result);
      options.onRound?.(result);
    }
  } finally {
    await kafka.stop();
    await (await disk)?.stop();
    removeFolder(folder);
  }
  return results;
}

interface Lab {
  readonly options: FaultRunOptions;
  readonly folder: string;
  readonly kafka: RealKafka;
  readonly diskBroker: () => Promise<DiskBroker>;
}

function planOf({ seed, length, only }: FaultRunOptions): Planned[] {
  const wanted = FAULT_KINDS.filter(({ name }) => only?.includes(name) !== false);
  const rounds = wanted.flatMap((kind) => Array.from({ length: kind[length] }, (_, turn) => ({ kind, turn })));
  return new Random(seed).shuffle(rounds);
}

async function runRound(lab: Lab, { kind, turn }: Planned, number: number): Promise<RoundResult> {
  const { seed, plant = 'none', keepIn } = lab.options;
  const name = `${kind.name}-${seed}-${number}`;
  const random = new Random(seed * 7919 + number);
  const start = performance.now();
  const { kafka, diskBroker, folder } = lab;
  const scenes: FaultScene[] = [];
  const end = await endOf(kind.round({ kafka, diskBroker, folder, name, turn, random, plant, scenes }));
  for (const scene of scenes) await scene.dispose();
  const result = { number, kind: kind.name, seconds: (performance.now() - start) / 1000, ...end };
  const files = path.join(folder, name);
  if (keepIn !== undefined && plant === 'none' && !isWell(end)) keep(files, path.join(keepIn, name), end);
  rmSync(files, { recursive: true, force: true });
  return result;
}

/** A round that could not be brought to its end has not hit, and its records are not accounted for. */
async function endOf(round: Promise<RoundEnd>): Promise<RoundEnd> {
  try {
    return await round;
  } catch (error) {
    const complaint = error instanceof Error ? error.message : String(error);
    const account = { records: 0, lost: [], duplicated: 0, unexplained: [], disordered: undefined };
    return { account, proof: '', complaint };
  }
}

/** Nothing lost, everything explained and in order, the fault proved. */
export function isWell({ account, proof, complaint, mayReorder }: RoundEnd): boolean {
  const { lost, unexplained, disordered } = account;
  return (
    lost.length + unexplained.length === 0 &&
    (disordered === undefined || mayReorder === true) &&
    proof !== '' &&
    complaint === ''
  );
}

function keep(files: string, place: string, end: RoundEnd): void {
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  cpSync(files, place, { recursive: true });
  writeFileSync(path.join(place, 'round.json'), JSON.stringify(end, undefined, 1));
}
