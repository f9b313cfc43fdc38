/** Owns the rounds that end a worker with SIGKILL at one point of its work. */
import { readdirSync, watch } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor, type OurWorker } from '../support/our-worker';
import type { FaultScene, Life } from './fault-scene';
import { sceneOf, type Round, type RoundContext, type RoundEnd } from './round';

/** How soon the broker takes a killed member for dead, where the next life does not take its place by its name. */
const SESSION_MS = 1500;
/** Lives that may end between two writes of the offset file instead of in one. */
const OFFSET_FILE_TRIES = 25;

/** Half of the killed workers have a successor that takes their place in the group at once. */
function groupSettings({ random }: FaultScene): Record<string, string> {
  if (random.chance(0.5)) return { 'consumer.override.group.instance.id': 'the-sink' };
  return {
    'consumer.override.session.timeout.ms': String(SESSION_MS),
    'consumer.override.heartbeat.interval.ms': '300',
  };
}

interface Point {
  readonly source?: Readonly<Record<string, string>>;
  readonly sink?: Readonly<Record<string, string>>;
}

/** Kills where the plugins' mark says that the worker is at the point, and stays there. */
function killAt(pointOf: (scene: FaultScene) => Point): Round {
  return async (context) => {
    const scene = await sceneOf(context, context.kafka.bootstrap);
    const { random } = scene;
    const group = groupSettings(scene);
    const point = pointOf(scene);
    scene.append(random.integer(500, 3000));
    const life: Life = { ...point, sink: { ...group, ...point.sink } };
    const killed = scene.start(life);
    scene.startDrip();
    const mark = await scene.mark(killed);
    const after = random.integer(0, 60);
    await delay(after);
    const { signal } = await killed.end('SIGKILL');
    const isHit = signal === 'SIGKILL' && !scene.marks().includes('left');
    return goOn(scene, group, isHit ? `${mark}, killed ${after} ms later` : '');
  };
}

async function goOn(scene: FaultScene, group: Record<string, string>, proof: string): Promise<RoundEnd> {
  await scene.noteStruck();
  scene.stopDrip();
  scene.append(100);
  const last = scene.start({ sink: group });
  await scene.settle(last);
  const complaint = await scene.end(last);
  return { account: await scene.account(), proof, complaint };
}

function faultAt(scene: FaultScene, at: string, most: number): Record<string, string> {
  const { random } = scene;
  return {
    'fault.at': at,
    'fault.after': String(random.integer(0, most)),
    'fault.how': random.chance(0.5) ? 'block' : 'wait',
    'fault.part': random.next().toFixed(3),
  };
}

/** In `poll`, before or after the file has been read. */
export const killInPoll = killAt((scene) => ({
  source: { ...faultAt(scene, 'poll', 12), 'fault.batch': String(scene.random.integer(50, 1000)) },
}));

/** While a batch is with the client in part, or when the first of its acknowledgements come. */
export const killInSend = killAt((scene) => {
  if (scene.random.chance(0.4)) {
    const source = {
      'connector.class': `${scene.sourcePlugins}#AckSource`,
      'fault.how': 'block',
      'fault.batch': '2000',
    };
    return { source: { ...faultAt(scene, 'ack', 1500), ...source } };
  }
  const fault = Object.entries({ ...faultAt(scene, 'send', 2500), 'fault.how': 'block' });
  const converter = Object.fromEntries(fault.map(([key, value]) => [`value.converter.${key}`, value]));
  const { sourcePlugins, marksFile } = scene;
  return {
    source: {
      'fault.batch': '2000',
      'value.converter': `${sourcePlugins}#FaultConverter`,
      'value.converter.fault.marks': marksFile,
      ...converter,
    },
  };
});

/** In `put`, of which a part is written. */
export const killInPut = killAt((scene) => ({ sink: faultAt(scene, 'put', 8) }));

/** In `flush` of the sink, before or after the file is forced to the disk. */
export const killInFlush = killAt((scene) => ({ sink: faultAt(scene, 'flush', 8) }));

/** When the sink's offsets are on their way to the broker: nothing else has been done since. */
export const killInCommit = killAt((scene) => ({
  sink: { ...faultAt(scene, 'commit', 6), 'fault.how': 'block' },
}));

/** While the offset file is written: the unfinished file is left behind. */
export async function killInOffsetFile(context: RoundContext): Promise<RoundEnd> {
  const scene = await sceneOf(context, context.kafka.bootstrap);
  const group = { 'consumer.override.group.instance.id': 'the-sink' };
  scene.append(scene.random.integer(200, 1500));
  scene.startDrip();
  let proof = '';
  for (let attempt = 0; attempt < OFFSET_FILE_TRIES && proof === ''; attempt++) {
    const worker = scene.start({ worker: { 'offset.flush.interval.ms': '20' }, sink: group });
    await killAtWrite(scene, worker);
    const left = readdirSync(scene.offsetFolder).find((file) => file.endsWith('.tmp'));
    if (left !== undefined) proof = `${left} was left behind, at kill ${attempt + 1}`;
    else await scene.noteStruck();
  }
  return goOn(scene, group, proof);
}

async function killAtWrite(scene: FaultScene, worker: OurWorker): Promise<void> {
  let passes = scene.random.integer(0, 10);
  const watcher = watch(scene.offsetFolder, (event, file) => {
    if (event === 'rename' && file?.endsWith('.tmp') === true && passes-- <= 0) worker.signal('SIGKILL');
  });
  try {
    await waitFor('the worker is killed', () => !worker.isRunning, { timeoutMs: 60_000 });
    await worker.ended;
  } finally {
    watcher.close();
  }
}
