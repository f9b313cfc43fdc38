/** Owns the rounds in which the sink's author has made a mistake: it throws, it hangs, it reports records; and bad bytes. */
import { setTimeout as delay } from 'node:timers/promises';
import { kcatConsume, kcatProduce } from '../support/kcat';
import { linesOf, waitFor, type OurWorker } from '../support/our-worker';
import { accountFor, type Evidence } from './account';
import type { FaultScene } from './fault-scene';
import type { Random } from './random';
import { sceneOf, type RoundContext, type RoundEnd } from './round';
import { Service } from './service';

const GRACE_MS = 700;
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';

/** Records that the task had in its hands when it threw: the last two words of the mark. */
function refusedRange(mark: string): [number, number] {
  const [, from, below] = /: (\d+) (\d+)$/.exec(mark) ?? [];
  return [Number(from), Number(below)];
}

/** Throws in `put` or before a commit: errors that are tried again, and errors that end the task until REST restarts it. */
export async function throwInSink(context: RoundContext): Promise<RoundEnd> {
  const { random, turn } = context;
  const scene = await sceneOf(context, context.kafka.bootstrap);
  const times = random.integer(1, 3);
  const how = (['retriable', 'fatal', 'preCommit', 'foreign'] as const)[turn % 4] ?? 'retriable';
  const isFatal = how === 'fatal' || how === 'foreign';
  const fault = {
    'fault.at': how === 'preCommit' ? 'preCommit' : 'put',
    'fault.how': how === 'preCommit' ? 'fatal' : how,
    'fault.after': String(random.integer(0, 6)),
    'fault.times': String(times),
    'fault.part': random.next().toFixed(3),
    // Nothing of this is for `put`: a task that throws there is not asked for its tolerance.
    'errors.tolerance': random.pick(['none', 'all']),
  };
  scene.append(random.integer(500, 3000));
  const service = await Service.start(scene, { sink: fault });
  scene.startDrip();
  for (let time = 1; time <= times; time++) {
    const mark = await scene.mark(service.worker, time);
    if (isFatal) await restartFailed(service, scene);
    else scene.refused.push(refusedRange(mark));
  }
  scene.stopDrip();
  await scene.settle(service.worker);
  const complaint = await scene.end(service.worker);
  const marks = scene.marks();
  const hits = marks.filter((mark) => mark.startsWith('enter')).length;
  const proof = hits === times ? `${hits} times, first: ${marks[0] ?? ''}` : '';
  return { account: await scene.account(), proof, complaint };
}

async function restartFailed(service: Service, scene: FaultScene): Promise<void> {
  const hasFailed = async () => (await service.stateOfTask(scene.sink)) === 'FAILED';
  await waitFor('the task has failed', hasFailed, { worker: service.worker });
  // What it had written is committed by now: its status comes last.
  await scene.noteStruck();
  await service.restartTask(scene.sink);
}

/** Never comes back from `put`: the worker ends without it, or another task takes its place. */
export async function hangInSink(context: RoundContext): Promise<RoundEnd> {
  const { random, turn } = context;
  const scene = await sceneOf(context, context.kafka.bootstrap);
  const isRestart = turn % 2 === 1;
  const sink = {
    'fault.at': 'put',
    'fault.how': 'wait',
    'fault.after': String(random.integer(0, 6)),
    'fault.part': random.next().toFixed(3),
    'consumer.override.session.timeout.ms': '2000',
    'consumer.override.heartbeat.interval.ms': '500',
  };
  const life = { sink, worker: { 'task.shutdown.graceful.timeout.ms': String(GRACE_MS) } };
  scene.append(random.integer(500, 3000));
  scene.startDrip();
  let service = await Service.start(scene, life);
  await scene.mark(service.worker);
  await delay(random.integer(0, 200));
  const abandoned = `[${scene.sink}|task-0] Task did not stop within`;
  let proof = '';
  let expectedCode = 0;
  if (isRestart) {
    await scene.noteStruck();
    await service.restartTask(scene.sink);
    await waitFor('the task is abandoned', () => service.worker.output.includes(abandoned), { worker: service.worker });
    proof = 'abandoned at a restart';
    expectedCode = 70;
  } else {
    const { code } = await service.worker.end();
    await scene.noteStruck();
    if (code === 70 && service.worker.output.includes(abandoned)) proof = 'abandoned at the end, exit code 70';
    // Nothing hangs now: a short grace would only punish a slow machine.
    service = await Service.start(scene, { sink });
  }
  scene.stopDrip();
  await scene.settle(service.worker);
  const { code } = await service.worker.end();
  const isWell = code === 0 || code === expectedCode;
  return {
    account: await scene.account(),
    proof,
    complaint: isWell ? '' : `the last worker ended with ${code ?? '?'}`,
  };
}

/** Bytes that no JSON has: cut, of another kind, not UTF-8. Each holds its number. */
const CORRUPTIONS = [
  (n: number) => `{"n":${n}`,
  (n: number) => `{"n":${n},"t":"\xff\xfe"}`,
  (n: number) => `\x00\x00\x00\x00\x07 "n":${n} `,
  (n: number) => `[{"n":${n}}, nul]`,
  (n: number) => `<n>"n":${n}</n>`,
];

/** Good and bad records in one topic; the bad ones go to the dead-letter queue, also when the worker is killed meanwhile. */
export async function corruptRecords(context: RoundContext): Promise<RoundEnd> {
  const { kafka, random, turn } = context;
  const { bootstrap } = kafka;
  const scene = await sceneOf(context, bootstrap);
  const count = random.integer(800, 3000);
  const bad = chooseBad(random, count);
  const values = Array.from({ length: count }, (_, n) => corruptionOf(random, bad.has(n))(n));
  await kcatProduce({ bootstrap, topic: scene.topic, encoding: 'latin1' }, values);
  scene.noteProduced(count);
  const queue = `${scene.topic}-dlq`;
  const errant = turn % 3 === 2 ? String(random.integer(0, 9)) : undefined;
  const sink = {
    'value.converter': JSON_CONVERTER,
    'value.converter.schemas.enable': 'false',
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': queue,
    'errors.deadletterqueue.topic.replication.factor': '1',
    'errors.deadletterqueue.context.headers.enable': 'true',
    'consumer.override.group.instance.id': 'the-sink',
    'consumer.override.max.poll.records': String(random.integer(50, 130)),
    'fault.swallow': `n=${scene.plantedRecord}`,
    ...(errant === undefined ? {} : { 'fault.errant': errant }),
  };
  const plain = context.plant === 'none' ? omit(sink, 'fault.swallow') : sink;
  const life = { hasSource: false, sink: plain };
  let worker: OurWorker;
  if (turn % 2 === 1) {
    const fault = {
      'fault.at': 'put',
      'fault.how': 'block',
      'fault.after': String(random.integer(0, 4)),
      'fault.part': '0.5',
    };
    worker = scene.start({ ...life, sink: { ...plain, ...fault } });
    await scene.mark(worker);
    await worker.end('SIGKILL');
    await scene.noteStruck();
  }
  worker = scene.start(life);
  const isDone = () => scene.hasNoLag();
  await waitFor('everything is committed', isDone, { worker, timeoutMs: 120_000 });
  const complaint = await scene.end(worker);
  const isBad = (n: number) => bad.has(n) || (errant !== undefined && String(n).endsWith(errant));
  const evidence = await corruptEvidence(scene, queue, isBad);
  const proof = evidence.dead.length > 0 ? `${bad.size} of ${count} corrupt, ${evidence.dead.length} dead letters` : '';
  return { account: accountFor(evidence), proof, complaint };
}

function omit(settings: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).filter(([key]) => key !== name));
}

/** A tenth of the records. The one that a planted loss takes is good. */
function chooseBad(random: Random, count: number): ReadonlySet<number> {
  return new Set(Array.from({ length: count }, (_, n) => n).filter((n) => n > 99 && random.chance(0.1)));
}

function corruptionOf(random: Random, isBad: boolean): (n: number) => string {
  if (!isBad) return (n) => `{"n":${n}}`;
  const [first, ...rest] = CORRUPTIONS;
  if (first === undefined) throw new Error('There are no corruptions');
  return random.pick([first, ...rest]);
}

async function corruptEvidence(scene: FaultScene, queue: string, isBad: (n: number) => boolean): Promise<Evidence> {
  const { bootstrap, topic } = scene;
  const numbers = async (from: string) =>
    (await kcatConsume({ bootstrap, topic: from })).map(({ value }) => numberIn(value));
  return {
    ...(await scene.evidence()),
    topic: await numbers(topic),
    output: linesOf(scene.output).map((line) => Number(/^n=(\d+)$/.exec(line)?.[1] ?? Number.MAX_SAFE_INTEGER)),
    dead: await numbers(queue),
    isBad,
  };
}

function numberIn(value: string | null): number {
  return Number(/"n":(\d+)/.exec(value ?? '')?.[1] ?? Number.MAX_SAFE_INTEGER);
}
