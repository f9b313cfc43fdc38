/** Owns the rounds in which the offset file cannot be written: no room on its disk, a folder that takes no file. */
import { setTimeout as delay } from 'node:timers/promises';
import { storedPosition } from '../support/offset-files';
import { waitFor, type OurWorker } from '../support/our-worker';
import type { FaultScene, Life } from './fault-scene';
import { sceneOf, type Round, type RoundContext, type RoundEnd } from './round';
import { limitFileSize, ReadOnlyFolder, SmallDisk, withoutPrivileges } from './small-disk';

const DISK_MB = 1;
const REFILL_MS = 1;
/** What the worker says of a commit that could not be written. */
const COMPLAINT = /Failed to commit source offsets/;

/** The next life does not wait long for the place of a killed one. */
const SHORT_SESSION = {
  'consumer.override.session.timeout.ms': '2000',
  'consumer.override.heartbeat.interval.ms': '500',
};

/** A place that can be closed and opened. */
interface Obstacle {
  readonly way: string;
  /** The code of the system's refusal. */
  readonly code: RegExp;
  /** How lives are started that meet it. */
  readonly life: Life;
  close(worker: OurWorker): void;
  open(): void;
  /** At the end of the round. */
  remove(): void;
}

/** A tmpfs without room; where none can be mounted, a limit for the sizes of files, which only a source can live with. */
function fullDisk(scene: FaultScene): Obstacle {
  const disk = SmallDisk.create(scene.offsetFolder, DISK_MB);
  if (disk !== undefined) {
    let filling: NodeJS.Timeout | undefined;
    return {
      way: 'tmpfs',
      code: /ENOSPC/,
      life: {},
      // The store gives back the room of the backup before the last with each commit: it must be taken at once.
      close: () => (filling = setInterval(() => disk.fill(0), REFILL_MS)),
      open: () => {
        clearInterval(filling);
        disk.free();
      },
      remove: () => disk.close(),
    };
  }
  let limited: OurWorker | undefined;
  return {
    way: 'limit of file sizes',
    code: /EFBIG/,
    life: { hasSink: false },
    close: (worker) => limitFileSize((limited = worker).pid, 0),
    open: () => {
      if (limited?.isRunning === true) limitFileSize(limited.pid, 'unlimited');
    },
    remove: () => undefined,
  };
}

/** The folder is immutable; where that is not permitted, its mode forbids writing, and the worker has no privileges. */
function readOnlyFolder(scene: FaultScene): Obstacle {
  const trial = ReadOnlyFolder.close(scene.offsetFolder);
  trial.open();
  const life = trial.way === 'chattr +i' ? {} : { through: withoutPrivileges() };
  let closed: ReadOnlyFolder | undefined;
  return {
    way: trial.way,
    code: /EPERM|EACCES|EROFS/,
    life,
    close: () => (closed = ReadOnlyFolder.close(scene.offsetFolder)),
    open: () => closed?.open(),
    remove: () => closed?.open(),
  };
}

/** The worker goes on by itself when the obstacle is gone, or it is ended before, by SIGKILL or SIGTERM. */
function offsetFileRound(obstacleOf: (scene: FaultScene) => Obstacle): Round {
  return async (context) => {
    const scene = await sceneOf(context, context.kafka.bootstrap);
    const obstacle = obstacleOf(scene);
    try {
      return await meet(scene, obstacle, context);
    } finally {
      obstacle.open();
      obstacle.remove();
    }
  };
}

async function meet(scene: FaultScene, obstacle: Obstacle, { random, turn }: RoundContext): Promise<RoundEnd> {
  scene.append(random.integer(500, 3000));
  const worker = scene.start({ sink: SHORT_SESSION, ...obstacle.life });
  scene.startDrip();
  const isStored = () => storedPosition(scene.offsetFile, scene.source) > 0;
  await waitFor('offsets are stored', isStored, { worker, timeoutMs: 60_000 });
  await delay(random.integer(0, 200));
  obstacle.close(worker);
  const isRefused = () => COMPLAINT.test(worker.output) && obstacle.code.test(worker.output);
  await waitFor('a commit fails', isRefused, { worker, timeoutMs: 60_000 });
  await delay(random.integer(0, 500));
  const refusal = obstacle.code.exec(worker.output)?.[0] ?? '';
  const goesOn = turn % 3 === 0;
  if (!goesOn) await worker.end(turn % 3 === 1 ? 'SIGKILL' : 'SIGTERM');
  await scene.noteStruck();
  obstacle.open();
  scene.stopDrip();
  scene.append(100);
  const isLast = goesOn && obstacle.life.hasSink !== false;
  if (goesOn && !isLast) await worker.end();
  const last = isLast ? worker : scene.start(lifeAfter(obstacle));
  await scene.settle(last);
  const complaint = await scene.end(last);
  const ending = goesOn ? 'the worker went on' : `ended by ${turn % 3 === 1 ? 'SIGKILL' : 'SIGTERM'}`;
  return { account: await scene.account(), proof: `${refusal} (${obstacle.way}), ${ending}`, complaint };
}

function lifeAfter({ life }: Obstacle): Life {
  return {
    sink: SHORT_SESSION,
    ...life,
    hasSink: true,
  };
}

export const fillOffsetDisk = offsetFileRound(fullDisk);
export const closeOffsetFolder = offsetFileRound(readOnlyFolder);
