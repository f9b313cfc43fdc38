import { ServiceNotifier } from '../../src/cli/service-notifier';
import { ServiceReport, statusText } from '../../src/cli/service-report';
import type { NotReady } from '../../src/runtime/readiness';
import type { WorkerSnapshot } from '../../src/runtime/worker-view';
import { FakeClock, settle } from '../support/fake-clock';
import { sampleSnapshot } from '../support/metric-snapshots';
import { captureLog } from '../support/silent-log';

const FAILED: NotReady = { connector: 'x', task: 0, state: 'FAILED', reason: 'disk full' };

/** The sample with the figures of its tasks, and calls that have not come back. */
function snapshotOf(calls: Readonly<Record<string, number>> = {}): WorkerSnapshot {
  const { snapshot } = sampleSnapshot();
  const progress = {
    recordsIn: 5,
    recordsOut: 4,
    ratePerSecond: 1.25,
    active: 0,
    errors: 0,
    skipped: 0,
    lastErrorTimestamp: 0,
  };
  return {
    ...snapshot,
    connectors: snapshot.connectors.map((connector) => ({
      ...connector,
      tasks: connector.tasks.map((task) => {
        if (task.work === undefined) return task;
        const since = calls[connector.name];
        const authorCalls = { oldest: since === undefined ? undefined : { method: 'put', since } };
        const lag = connector.type === 'sink' ? 7 : undefined;
        const work = { ...task.work, progress: { ...progress, lag }, task: { ...task.work.task, authorCalls } };
        return { ...task, work: work as unknown as typeof task.work };
      }),
    })),
  };
}

function setUp({ watchdogMs = 1000, listens = true } = {}) {
  const clock = new FakeClock(0);
  const log = captureLog();
  const sent: string[] = [];
  const worker = { isReady: true, parts: [] as NotReady[], calls: {} as Record<string, number> };
  const environment = { NOTIFY_SOCKET: listens ? '/x' : '', WATCHDOG_USEC: String(watchdogMs * 1000) };
  const send = async (assignments: readonly string[]) => void sent.push(assignments.join('\n'));
  const report = new ServiceReport({
    notifier: ServiceNotifier.create({ environment, log: log.log, send }),
    worker: {
      get isReady() {
        return worker.isReady;
      },
      herder: { notReady: async () => worker.parts },
      snapshot: () => snapshotOf(worker.calls),
    },
    redact: (text) => text.replaceAll('secret', '[hidden]'),
    clock,
    log: log.log,
  });
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) await clock.advance(100);
  };
  const pets = () => sent.filter((message) => message === 'WATCHDOG=1').length;
  return { report, clock, log, sent, worker, pass, pets };
}

describe('ServiceReport', () => {
  it('is ready when the connectors are created and all tasks run, and says how they fare right after', async () => {
    const { report, worker, sent, pass } = setUp();
    Object.assign(worker, { isReady: false });
    report.start();
    await pass(1000);
    Object.assign(worker, { isReady: true, parts: [FAILED] });
    await pass(1000);
    expect(sent).toEqual([]);
    worker.parts = [];
    await pass(200);
    expect(sent).toEqual(['READY=1', expect.stringMatching(/^STATUS=2 of \d tasks run; written/)]);
    await report.stopping('', true);
  });

  it('says why it does not get ready when that takes long', async () => {
    const { report, worker, sent, pass } = setUp();
    worker.parts = [{ ...FAILED, reason: 'the secret is out' }];
    report.start();
    await pass(30_200);
    expect(sent).toEqual([expect.stringMatching(/^STATUS=Not ready: .*x-0 FAILED: the \[hidden\] is out$/)]);
    await report.stopping('', false);
  });

  it('gives signs of life at half of the time, not before it is ready, and repeats no status that is the same', async () => {
    const { report, sent, pass, pets } = setUp({ watchdogMs: 2000 });
    report.start();
    await pass(10_200);
    expect(pets()).toBe(10);
    expect(sent.filter((message) => message.startsWith('STATUS='))).toHaveLength(1);
    expect(sent.slice(0, 2)).toEqual(['READY=1', expect.stringContaining('STATUS=')]);
    await report.stopping('', true);
  });

  it('gives none while a call of a task has not come back for the time of the watchdog, and says so once', async () => {
    const { report, worker, log, pass, pets } = setUp();
    report.start();
    await pass(1000);
    worker.calls = { out: 1000 };
    await pass(1000);
    const before = pets();
    await pass(3000);
    expect(pets()).toBe(before);
    expect(log.text()).toBe('No sign of life for the service manager: put of out-0 has not come back for 1 s');
    worker.calls = {};
    await pass(1000);
    expect(pets()).toBeGreaterThan(before);
    await report.stopping('', true);
  });

  it('gives them although a task has failed: what becomes of that is for --on-failure to say', async () => {
    const { report, worker, pass, pets } = setUp();
    report.start();
    await pass(200);
    worker.parts = [FAILED];
    await pass(2000);
    expect(pets()).toBeGreaterThan(2);
    await report.stopping('', true);
  });

  it('says that it reloads, with the time, and is ready again with the outcome', async () => {
    const { report, sent } = setUp();
    let during: string[] = [];
    await report.reload(async () => {
      during = [...sent];
      return 'Reloaded: x';
    });
    expect(during).toEqual([expect.stringMatching(/^RELOADING=1\nMONOTONIC_USEC=\d+$/)]);
    expect(sent.at(-1)).toBe('READY=1\nSTATUS=Reloaded: x');
  });

  it('says once that it stops, and nothing after; a run that was done before it was ready was ready', async () => {
    const { report, sent, pass, worker } = setUp();
    Object.assign(worker, { isReady: false });
    report.start();
    await report.stopping('Ending (drained): all done', true);
    await report.stopping('again', false);
    await pass(10_000);
    expect(sent).toEqual(['READY=1', 'STOPPING=1\nSTATUS=Ending (drained): all done']);
    const failed = setUp();
    await failed.report.stopping('Ending (failure): no', false);
    expect(failed.sent).toEqual(['STOPPING=1\nSTATUS=Ending (failure): no']);
  });

  it('cuts a status that is longer than systemd takes', async () => {
    const { report, sent } = setUp();
    await report.stopping('x'.repeat(5000), false);
    expect(sent[0]?.length).toBeLessThan(1100);
  });

  it('does nothing where nobody listens, but for the reload itself', async () => {
    const { report, clock, sent } = setUp({ listens: false });
    report.start();
    await settle();
    expect(clock.sleeping).toBe(0);
    const act = jest.fn(async () => 'done');
    await report.reload(act);
    await report.stopping('', true);
    expect(act).toHaveBeenCalledTimes(1);
    expect(sent).toEqual([]);
  });
});

describe('statusText', () => {
  it('has the tasks that run, rates, lag, and what does not run', () => {
    const unknown: NotReady = { connector: 'y', task: undefined, state: 'MISSING', reason: undefined };
    expect(statusText(snapshotOf(), [FAILED, unknown])).toBe(
      '2 of 3 tasks run; written 1.3/s; delivered 1.3/s, lag 7; x-0 FAILED: disk full; y MISSING',
    );
    expect(statusText({ ...snapshotOf(), connectors: [] }, [])).toBe('0 of 0 tasks run');
  });
});
