import { PendingReports } from '../../../src/runtime/errors/pending-reports';
import { settle } from '../../support/fake-clock';

const T0 = { topic: 't', partition: 0 };
const T1 = { topic: 't', partition: 1 };

function report() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const done = new Promise<void>((onDone, onError) => {
    resolve = onDone;
    reject = onError;
  });
  return { done, resolve, reject };
}

/** Whether a promise has resolved by now. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  void promise.then(() => (done = true));
  await settle();
  return done;
}

describe('PendingReports', () => {
  it('is safe for a partition when its own reports are, those included that come meanwhile', async () => {
    const pending = new PendingReports();
    const [first, second, other] = [report(), report(), report()];
    pending.add(T0, first.done);
    pending.add(T1, other.done);
    const safe = pending.safe([T0]);
    expect(await isDone(safe)).toBe(false);
    pending.add(T0, second.done);
    first.resolve();
    expect(await isDone(safe)).toBe(false);
    second.resolve();
    expect(await isDone(safe)).toBe(true);
  });

  it('waits in every partition for a report that could belong to any', async () => {
    const pending = new PendingReports();
    const any = report();
    pending.add(undefined, any.done);
    const safe = pending.safe([T1]);
    expect(await isDone(safe)).toBe(false);
    any.resolve();
    expect(await isDone(safe)).toBe(true);
  });

  it('tells of a failure once, however long ago it came', async () => {
    const pending = new PendingReports();
    pending.add(T0, Promise.reject(new Error('refused')));
    await settle();
    await expect(pending.safe([T1])).resolves.toBeUndefined();
    await expect(pending.safe([T0])).rejects.toThrow('refused');
    await expect(pending.safe([T0])).resolves.toBeUndefined();
  });

  it('forgets lost partitions with their failures', async () => {
    const pending = new PendingReports();
    pending.add(T0, Promise.reject(new Error('refused')));
    pending.forget([T0]);
    await expect(pending.safe([T0])).resolves.toBeUndefined();
  });

  it('lets somebody in as soon as there is room', async () => {
    const pending = new PendingReports();
    const first = report();
    pending.add(T0, first.done);
    pending.add(T0, report().done);
    const room = pending.room(2, new AbortController().signal);
    expect(await isDone(room)).toBe(false);
    first.resolve();
    expect(await isDone(room)).toBe(true);
    expect(pending.size).toBe(1);
    expect(await isDone(pending.room(2, new AbortController().signal))).toBe(true);
  });

  it('makes nobody wait for room when the task stops', async () => {
    const pending = new PendingReports();
    pending.add(T0, report().done);
    const stopping = new AbortController();
    const room = pending.room(1, stopping.signal);
    stopping.abort();
    expect(await isDone(room)).toBe(true);
  });
});
