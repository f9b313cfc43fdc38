/** Owns the rounds in which the broker goes away, stands still, has no room, or loses a topic. */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { answersMetadata } from '../support/kafka-probe';
import { linesOf, waitFor } from '../support/our-worker';
import { deleteTopic } from '../support/topics';
import { accountFor } from './account';
import { numberOf, type FaultScene, type Life } from './fault-scene';
import { sceneOf, type RoundContext, type RoundEnd } from './round';
import { Service } from './service';

const HALT_TIMEOUT_MS = 30_000;
/** One freeze in so many is long. */
const LONG_FREEZE_EVERY = 6;

/** The connectors that are shipped have half of the rounds, where no record is to get lost in those of the suite. */
function connectorsOf({ random, options }: FaultScene, life: Life = {}): Life {
  if (!random.chance(0.5) || options.plant !== 'none') return life;
  return {
    ...life,
    source: { 'connector.class': 'FileStreamSource', ...life.source },
    sink: { 'connector.class': 'FileStreamSink', ...life.sink },
  };
}

/** Ends the broker, by SIGTERM or by SIGKILL, and starts it again. */
export async function restartBroker(context: RoundContext): Promise<RoundEnd> {
  const { kafka, random } = context;
  const scene = await sceneOf(context, kafka.bootstrap);
  scene.append(random.integer(500, 3000));
  const worker = scene.start(connectorsOf(scene));
  await scene.written(worker, 100);
  scene.startDrip();
  await delay(random.integer(0, 300));
  await scene.noteStruck();
  const isKilled = random.chance(0.5);
  if (isKilled) await kafka.kill();
  else await kafka.shutDown();
  const isGone = !kafka.isRunning && !(await answersMetadata(kafka.bootstrap));
  await delay(random.integer(0, 1500));
  await kafka.start();
  await delay(random.integer(0, 300));
  scene.stopDrip();
  await scene.settle(worker);
  const complaint = await scene.end(worker);
  const proof = isGone ? `the broker ended by ${isKilled ? 'SIGKILL' : 'SIGTERM'} and took no connection` : '';
  return { account: await scene.account(), proof, complaint, mayReorder: true };
}

/** Holds the broker still: nothing is refused, nothing is answered. */
export async function freezeBroker(context: RoundContext): Promise<RoundEnd> {
  const { kafka, random, turn } = context;
  const scene = await sceneOf(context, kafka.bootstrap);
  scene.append(random.integer(500, 3000));
  const timeouts = random.chance(0.5)
    ? {
        source: { 'producer.override.request.timeout.ms': '1000' },
        sink: { 'consumer.override.session.timeout.ms': '2000', 'consumer.override.heartbeat.interval.ms': '500' },
      }
    : {};
  const worker = scene.start(connectorsOf(scene, timeouts));
  await scene.written(worker, 100);
  scene.startDrip();
  await delay(random.integer(0, 300));
  await scene.noteStruck();
  const ms =
    turn % LONG_FREEZE_EVERY === LONG_FREEZE_EVERY - 1 ? random.integer(10_000, 30_000) : random.integer(200, 4000);
  kafka.freeze();
  await delay(ms);
  const isHit = stateOf(kafka.pid) === 'T';
  kafka.thaw();
  await delay(random.integer(0, 300));
  scene.stopDrip();
  await scene.settle(worker);
  const complaint = await scene.end(worker);
  return { account: await scene.account(), proof: isHit ? `the broker stood still for ${ms} ms` : '', complaint };
}

/** The letter of a process's state: `T` when it is stopped. */
function stateOf(pid: number): string {
  return /^State:\s+(\w)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '';
}

/**
 * Fills the disk of the partitions' leader until the broker halts, makes room, starts it again. Before it halts it may refuse
 * a record for a reason that no repetition cures: the task fails, as it must, and is started again.
 */
export async function fillBrokerDisk(context: RoundContext): Promise<RoundEnd> {
  const broker = await context.diskBroker();
  const { random } = context;
  const scene = await sceneOf(context, broker.kafka.bootstrap);
  scene.append(random.integer(500, 3000));
  const service = await Service.start(scene, connectorsOf(scene));
  const { worker } = service;
  await scene.written(worker, 100);
  await scene.noteStruck();
  broker.fill(random.integer(0, 40) * 4096);
  scene.startDrip(100);
  await waitFor('the broker finds its disk full', () => broker.complaint() !== '', {
    timeoutMs: HALT_TIMEOUT_MS,
    worker,
  });
  await delay(random.integer(0, 1500));
  const hasHalted = !broker.kafka.isRunning;
  const state = hasHalted ? 'the broker halted' : 'the broker complained';
  const proof = `${state} (${broker.way}): ${broker.complaint()}`;
  scene.stopDrip();
  await broker.recover();
  const restarted = await service.restartFailed([scene.source, scene.sink]);
  await scene.settle(worker);
  const complaint = await scene.end(worker);
  const failures = restarted.map((connector) => `; the task of ${connector} failed and was started again`).join('');
  return { account: await scene.account(), proof: `${proof}${failures}`, complaint, mayReorder: true };
}

/** Deletes the topic while records flow through it; the broker makes it anew for the next record. */
export async function removeTopic(context: RoundContext): Promise<RoundEnd> {
  const { kafka, random } = context;
  const scene = await sceneOf(context, kafka.bootstrap);
  const acks = `${scene.marksFile}.acks`;
  const worker = scene.start({
    source: { 'connector.class': `${scene.sourcePlugins}#AckSource`, 'fault.acks': acks },
  });
  scene.append(random.integer(200, 2000));
  await scene.written(worker, 100);
  scene.startDrip(random.integer(2, 20));
  await delay(random.integer(0, 500));
  await scene.noteStruck();
  await deleteTopic(kafka.bootstrap, scene.topic);
  const isAnew = () => anewAt(acksOf(acks)) >= 0;
  await waitFor('records are acknowledged from offset 0 on', isAnew, { worker, timeoutMs: 60_000 });
  await delay(random.integer(0, 1000));
  scene.stopDrip();
  const deleted = () =>
    new Set(
      acksOf(acks)
        .slice(0, anewAt(acksOf(acks)))
        .map(({ record }) => record),
    );
  const hasArrived = () => {
    const seen = new Set([...linesOf(scene.output).map(numberOf), ...deleted()]);
    return seen.size >= scene.count;
  };
  await scene.settle(worker, hasArrived);
  const complaint = await scene.end(worker);
  const evidence = { ...(await scene.evidence()), deleted: deleted() };
  const proof = `offsets began anew after ${evidence.deleted.size} records`;
  return { account: accountFor(evidence), proof, complaint };
}

interface Ack {
  readonly offset: number;
  readonly record: number;
}

/** Acknowledgements in their order. */
function acksOf(file: string): Ack[] {
  return linesOf(file).flatMap((line) => {
    const [, offset, value] = /^(\d+) (.*)$/.exec(line) ?? [];
    return value === undefined ? [] : [{ offset: Number(offset), record: numberOf(value) }];
  });
}

/** Where the offsets fall back: what was acknowledged before was in the topic that is gone. -1 when they do not. */
function anewAt(acks: readonly Ack[]): number {
  return acks.findIndex(({ offset }, index) => index > 0 && offset < (acks[index - 1]?.offset ?? 0));
}
