/**
 * Owns one round of the native soak: numbered records go through packed produce and packed fetch while members of a group
 * come and go, positions are set back, and producers are replaced. Nothing is left open after it.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { asError, KafkaError } from '../../src/errors';
import type { KafkaConsumer, KafkaProducer, RebalanceListener } from '../../src/kafka/clients';
import type { TopicPartition } from '../../src/api/topic-partition';
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { KafkaRoom } from '../support/kafka-room';
import type { SoakedPartitions } from './soaked-partitions';

/** What the rounds have in common. */
export interface NativeSoak {
  readonly bootstrap: string;
  readonly topic: string;
  readonly group: string;
  readonly partitions: number;
  readonly account: SoakedPartitions;
}

const VALUE_BYTES = 100;
const BLOCK = 1000;
/** Records under way: beyond it the producer waits, so that retention never overtakes the group. */
const MOST_AHEAD = 200_000;
const COMMIT_EVERY = 20_000;
const SET_BACK = 3000;
const STALL_MS = 120_000;
/** Of a round: how often a position is set back, and after which share members come, go and are replaced. */
const SEEKS = 3;
const CHANGES = [0.25, 0.5, 0.75] as const;

/** Sends `count` more records, numbered from `sent` on, and resolves when the group has read all. */
export async function nativeRound(soak: NativeSoak, sent: number, count: number): Promise<void> {
  const room = new KafkaRoom(soak.bootstrap);
  const members = [await Member.join(room, soak), await Member.join(room, soak)];
  const share = () => (soak.account.distinct - sent) / count;
  try {
    let isChanged = false;
    const producing = produce(room, soak, { from: sent, to: sent + count });
    const changing = changeMembers(room, soak, { members, share }).then(() => (isChanged = true));
    const mayEnd = () => isChanged && members.every((member) => !member.isToSetBack);
    await Promise.all([producing, changing, arrival(soak, members, { total: sent + count, mayEnd })]);
  } finally {
    for (const member of members) await member.leave();
    await room.close();
  }
}

/** Third member in, first member out, first member replaced; positions are set back in between. */
async function changeMembers(
  room: KafkaRoom,
  soak: NativeSoak,
  { members, share }: { members: Member[]; share: () => number },
): Promise<void> {
  for (const [index, due] of CHANGES.entries()) {
    while (share() < due) await delay(20);
    if (index === 1) await members.shift()?.leave();
    else members.push(await Member.join(room, soak));
    for (let seek = 0; seek < SEEKS / CHANGES.length; seek++) members[0]?.setBack();
  }
}

async function arrival(
  { account }: NativeSoak,
  members: readonly Member[],
  { total, mayEnd }: { total: number; mayEnd: () => boolean },
): Promise<void> {
  for (let last = { received: -1, at: 0 }; account.distinct < total || !mayEnd();) {
    for (const member of members) member.check();
    if (account.received !== last.received) last = { received: account.received, at: performance.now() };
    if (performance.now() - last.at > STALL_MS) throw new Error(`Nothing came for ${STALL_MS} ms: ${account.summary}`);
    await delay(20);
  }
}

/** The second half is sent by another producer. */
async function produce(room: KafkaRoom, soak: NativeSoak, { from, to }: { from: number; to: number }): Promise<void> {
  const middle = from + Math.floor((to - from) / 2);
  for (const [start, end] of [
    [from, middle],
    [middle, to],
  ] as const) {
    const producer = await room.producer({ 'enable.idempotence': 'true', 'linger.ms': '5' });
    for (let number = start; number < end; number += BLOCK) {
      send(producer, soak, { from: number, to: Math.min(number + BLOCK, end) });
      await producer.handOver();
      while (number - soak.account.distinct > MOST_AHEAD) await delay(5);
    }
    if (!(await producer.flush(STALL_MS))) throw new Error('Not everything was settled');
    const [failure] = producer.takeFailures();
    if (failure !== undefined) throw new Error(`A record failed: ${failure.message}`);
    await producer.close(1000);
  }
}

/** Number n goes to partition n modulo their count, where it is number n divided by their count. */
function send(producer: KafkaProducer, { topic, partitions }: NativeSoak, { from, to }: { from: number; to: number }) {
  const value = Buffer.alloc(VALUE_BYTES);
  for (let number = from; number < to; number++) {
    const partition = number % partitions;
    value.writeDoubleLE((number - partition) / partitions);
    producer.send({ topic, partition, key: null, value, timestamp: null, headers: null });
  }
}

/** A member of the group, which reads until it leaves. */
class Member implements RebalanceListener {
  readonly #soak: NativeSoak;
  readonly #consumer: KafkaConsumer;
  readonly #reading: Promise<void>;
  #isLeaving = false;
  #setBacks = 0;
  #failure: Error | undefined;

  static async join(room: KafkaRoom, soak: NativeSoak): Promise<Member> {
    return new Member(soak, await room.consumer(soak.group, { 'session.timeout.ms': '30000' }));
  }

  private constructor(soak: NativeSoak, consumer: KafkaConsumer) {
    this.#soak = soak;
    this.#consumer = consumer;
    this.#reading = this.#read().catch((error: unknown) => void (this.#failure = asError(error)));
  }

  /** Reads some records again, as soon as it can. */
  setBack(): void {
    this.#setBacks++;
  }

  get isToSetBack(): boolean {
    return this.#setBacks > 0;
  }

  /** Throws what ended its reading. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  async leave(): Promise<void> {
    this.#isLeaving = true;
    this.#consumer.wakeup();
    await this.#reading;
    await this.#consumer.close();
    this.check();
  }

  onAssigned(): Promise<void> {
    return Promise.resolve();
  }

  onRevoked(partitions: TopicPartition[]): Promise<void> {
    return this.#handOn(partitions);
  }

  onLost(partitions: TopicPartition[]): Promise<void> {
    for (const { partition } of partitions) this.#soak.account.wasLost(partition);
    return Promise.resolve();
  }

  async #read(): Promise<void> {
    await this.#consumer.subscribe({ topics: [this.#soak.topic] }, this);
    let uncommitted = 0;
    while (!this.#isLeaving) {
      uncommitted += await this.#poll();
      if (uncommitted >= COMMIT_EVERY) {
        await this.#commit(this.#consumer.assignment());
        uncommitted = 0;
      }
      if (this.#setBacks > 0) await this.#seek();
    }
    await this.#handOn(this.#consumer.assignment());
  }

  async #handOn(partitions: readonly TopicPartition[]): Promise<void> {
    if (await this.#commit(partitions)) return;
    for (const { partition } of partitions) this.#soak.account.wasLost(partition);
  }

  async #poll(): Promise<number> {
    const batch = await retrying(() => this.#consumer.poll(100));
    if (batch === undefined) return 0;
    for (let index = 0; index < batch.size; index++) {
      const number = batch.value(index)?.readDoubleLE() ?? -1;
      this.#soak.account.take(batch.partition(index), batch.offset(index), number);
    }
    return batch.size;
  }

  async #seek(): Promise<void> {
    const [target] = this.#consumer.assignment();
    if (target === undefined) return;
    const offset = Math.max(0, this.#soak.account.next(target.partition) - SET_BACK);
    await this.#consumer.seek({ ...target, offset });
    this.#soak.account.sought(target.partition, offset);
    this.#setBacks--;
  }

  /** False where the broker is away. */
  async #commit(partitions: readonly TopicPartition[]): Promise<boolean> {
    const { account } = this.#soak;
    const offsets = new TopicPartitionMap<number>();
    for (const { topic, partition } of partitions) offsets.set({ topic, partition }, account.next(partition));
    if (offsets.size === 0) return true;
    const isStored = await retrying(() => this.#consumer.commit(offsets).then(() => true));
    if (isStored === undefined) return false;
    for (const [{ partition }, offset] of offsets) account.noteCommitted(partition, offset);
    return true;
  }
}

/** Undefined where the broker is away for a while. */
async function retrying<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof KafkaError && error.isRetriable) return undefined;
    throw error;
  }
}
