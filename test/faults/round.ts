/** Owns what a round of the fault suite is: what it gets, what it says at its end. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { RealKafka } from '../support/real-kafka';
import type { Account } from './account';
import type { DiskBroker } from './disk-broker';
import { FaultScene, type Plant } from './fault-scene';
import type { Random } from './random';

/** What rounds share, and what is theirs. */
export interface RoundContext {
  readonly kafka: RealKafka;
  /** A broker whose disk is small, started at the first call. */
  readonly diskBroker: () => Promise<DiskBroker>;
  readonly folder: string;
  readonly name: string;
  /** Counts the rounds of this kind from 0 on: for variants that must all have their turn. */
  readonly turn: number;
  readonly random: Random;
  readonly plant: Plant;
  /** What must be ended when the round is over, however it ends. */
  readonly scenes: FaultScene[];
}

/** The end of a round. */
export interface RoundEnd {
  readonly account: Account;
  /** What shows that the fault has struck; empty when nothing does. */
  readonly proof: string;
  /** What else was not as it must be; empty when nothing. */
  readonly complaint: string;
  /**
   * The broker was started anew. While it starts it may name no broker, itself included; librdkafka then moves what waits to
   * another thread, where a batch can overtake one that is still to be sent again. That is reported, and does not fail a round.
   */
  readonly mayReorder?: true;
}

/** One fault, from the start of a worker to the account. */
export type Round = (context: RoundContext) => Promise<RoundEnd>;

/** Makes the scene of a round. */
export async function sceneOf(context: RoundContext, bootstrap: string): Promise<FaultScene> {
  const { name, random, plant } = context;
  const folder = path.join(context.folder, name);
  mkdirSync(folder);
  const scene = await FaultScene.create({ bootstrap, folder, name, random, plant });
  context.scenes.push(scene);
  return scene;
}
