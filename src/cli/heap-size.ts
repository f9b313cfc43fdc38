/** Owns how far V8's heap grows before it is collected: by default further than a worker needs, which is at work on one batch at a time. */
import { performance, type EventLoopUtilization } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** What a look at V8 tells, and what can be asked of it. */
export interface Heap {
  setFlag(flag: string): void;
  /** Bytes of the space for new objects, which has two halves. */
  youngBytes(): number;
  /** How busy the event loop was since the last call, from 0 to 1. */
  busyShare(): number;
}

/**
 * Two halves of 4 MB. A batch of 500 records fits several times, so that it is gone before it would be taken for long-lived;
 * V8's own 16 MB a half save a twentieth of the processor time.
 */
const YOUNG_BYTES = 2 * 4 * 1024 * 1024;
/** Long-lived objects may double before all of them are looked through; V8 waits for up to four times. */
const OLD_GROWTH_PERCENT = 100;
const LOOK_EVERY_MS = 1000;
/** V8 takes back what an idle process has of the young space; where there is work again, it is given back. */
const BUSY_SHARE = 0.25;
const SURVIVOR_SLOTS = 1024;
const MOST_SURVIVORS = 2000;
const LOOK_AFTER_SURVIVORS = 16;
/** Who starts Node with one of these has other plans. */
const OWN_PLANS =
  /--(?:(?:max|min)[-_]semi[-_]space|semi[-_]space|heap[-_]growing|optimize[-_]for[-_]size|lite[-_]mode)/;

/** Call it once, before much is loaded: what V8 has grown to it keeps. Does nothing where Node's own options say how. */
export function keepHeapSmall(options: readonly string[], heap: Heap = v8Heap()): void {
  if (options.some((option) => OWN_PLANS.test(option))) return;
  heap.setFlag(`--heap-growing-percent=${OLD_GROWTH_PERCENT}`);
  // For so little, waking other threads costs more than they save.
  heap.setFlag('--no-parallel-scavenge');
  settleYoungSpace(heap);
  setInterval(() => {
    if (heap.busyShare() >= BUSY_SHARE && heap.youngBytes() < YOUNG_BYTES) settleYoungSpace(heap);
  }, LOOK_EVERY_MS).unref();
}

/**
 * The largest size is fixed when Node starts, but not the factor by which the space grows. It grows when enough objects have
 * survived: here they are, once; afterwards it stays as it is.
 */
function settleYoungSpace(heap: Heap): void {
  const survivors: unknown[] = [];
  while (survivors.length < MOST_SURVIVORS) {
    const bytes = heap.youngBytes();
    if (bytes >= YOUNG_BYTES) break;
    heap.setFlag(`--semi-space-growth-factor=${Math.max(Math.floor(YOUNG_BYTES / bytes), 2)}`);
    for (let count = 0; count < LOOK_AFTER_SURVIVORS; count++) survivors.push(new Array(SURVIVOR_SLOTS).fill(0));
  }
  heap.setFlag('--semi-space-growth-factor=1');
}

function v8Heap(): Heap {
  let last: EventLoopUtilization = performance.eventLoopUtilization();
  return {
    setFlag: setFlagsFromString,
    youngBytes: () =>
      getHeapSpaceStatistics().find((space) => space.space_name === 'new_space')?.space_size ?? Infinity,
    busyShare: () => {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, last);
      last = now;
      return utilization;
    },
  };
}
