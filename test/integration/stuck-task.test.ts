/** What becomes of tasks that never come back from the author's code, when the worker is to end: on a real broker. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffset } from '../support/groups';
import { kcatProduce } from '../support/kcat';
import { fileSink, linesOf, removeFolder, startOurWorker, temporaryFolder, waitFor } from '../support/our-worker';
import { STUCK_PLUGINS } from '../support/stuck-plugins';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

/** Calls in which a task is stuck at once, and those in which it is only at the end. */
const CALLS = {
  Sink: { atOnce: ['start', 'open', 'put', 'flush'], atTheEnd: ['close', 'stop'] },
  Source: { atOnce: ['start', 'poll', 'commit'], atTheEnd: ['stop'] },
} as const;
const GRACE_MS = 1500;

describeWithKafka('A worker whose tasks are stuck', ({ bootstrap }) => {
  let folder: string;

  beforeEach(() => {
    folder = temporaryFolder();
    writeFileSync(path.join(folder, 'stuck.cjs'), STUCK_PLUGINS);
  });
  afterEach(() => removeFolder(folder));

  it.each(['Sink', 'Source'] as const)(
    'abandons them at one deadline, names each, commits what the others moved, and ends with 70: %s',
    async (kind) => {
      const topic = uniqueName('stuck');
      await createTopic(bootstrap, topic);
      await kcatProduce({ bootstrap, topic }, ['one', 'two']);
      const { atOnce, atTheEnd } = CALLS[kind];
      const nameOf = (call: string) => `${kind}-${call}-${topic}`;
      const stuck = [...atOnce, ...atTheEnd].map((call) => ({
        name: nameOf(call),
        'connector.class': `./stuck.cjs#Stuck${kind}`,
        'stuck.in': call,
        ...(kind === 'Sink' ? { topics: topic } : { topic: `${topic}-out` }),
      }));
      const output = path.join(folder, 'out');
      const well = fileSink(`well-${topic}`, output, topic);
      const worker = startOurWorker({
        bootstrap,
        folder,
        worker: { 'task.shutdown.graceful.timeout.ms': String(GRACE_MS), 'offset.flush.interval.ms': '300' },
        connectors: [...stuck, well],
      });
      const areStuck = () => atOnce.every((call) => worker.output.includes(`${nameOf(call)} is stuck`));
      await waitFor('they are stuck', areStuck, { worker, timeoutMs: 60_000 });
      await waitFor('the other has moved its records', () => linesOf(output).length === 2, { worker });
      const start = Date.now();
      expect(await worker.end()).toEqual({ code: 70, signal: null });
      // One deadline for all, not one after another; the rest is room for a slow machine.
      expect(Date.now() - start).toBeLessThan(GRACE_MS + 15_000);
      for (const call of [...atOnce, ...atTheEnd])
        expect(worker.output).toContain(`[${nameOf(call)}|task-0] Task did not stop within`);
      expect(worker.output).not.toContain(`[well-${topic}|task-0] Task did not stop`);
      expect(await groupOffset(bootstrap, `connect-well-${topic}`, topic)).toBe(2);
      if (kind === 'Source') return;
      // What was put and is not flushed, or is still being put, must come again.
      for (const call of ['put', 'flush'])
        expect(await groupOffset(bootstrap, `connect-${nameOf(call)}`, topic)).toBe(0);
    },
  );
});

/** Where a task or its connector holds the event loop, and how the line that ends the process names it. */
const HELD = [
  ['Sink', 'put', 'task-0', 'put'],
  ['Sink', 'flush', 'task-0', 'preCommit/flush'],
  ['Sink', 'stop', 'task-0', 'stop'],
  ['Source', 'poll', 'task-0', 'poll'],
  ['Source', 'stop', 'task-0', 'stop'],
  ['Source', 'connector.stop', 'worker', 'stop'],
] as const;

describeWithKafka('A worker whose event loop is held by a task', ({ bootstrap }) => {
  let folder: string;
  let topic: string;

  beforeEach(async () => {
    folder = temporaryFolder();
    writeFileSync(path.join(folder, 'stuck.cjs'), STUCK_PLUGINS);
    topic = uniqueName('held');
    await createTopic(bootstrap, topic);
    await kcatProduce({ bootstrap, topic }, ['one', 'two']);
  });
  afterEach(() => removeFolder(folder));

  function start(
    kind: 'Sink' | 'Source',
    call: string,
    { options = [], neighbours = [] }: { options?: string[]; neighbours?: Record<string, string>[] } = {},
  ) {
    return startOurWorker({
      ...{ bootstrap, folder, options },
      worker: { 'task.shutdown.graceful.timeout.ms': String(GRACE_MS), 'offset.flush.interval.ms': '300' },
      connectors: [
        {
          name: `held-${topic}`,
          'connector.class': `./stuck.cjs#Stuck${kind}`,
          'stuck.in': call,
          'stuck.how': 'blocked',
          ...(kind === 'Sink' ? { topics: topic } : { topic: `${topic}-out` }),
        },
        ...neighbours,
      ],
    });
  }

  it.each(HELD)(
    'ends by itself after the deadline with 70 and names it: %s, %s',
    async (...[kind, call, scope, named]) => {
      const worker = start(kind, call);
      const sign = call.endsWith('stop') ? 'has started' : 'is stuck';
      await waitFor(`it ${sign}`, () => worker.output.includes(sign), { worker, timeoutMs: 60_000 });
      const begun = Date.now();
      expect(await worker.end()).toEqual({ code: 70, signal: null });
      expect(Date.now() - begun).toBeLessThan(GRACE_MS + 25_000);
      expect(worker.output).toMatch(
        new RegExp(
          `FATAL \\[held-${topic}\\|${scope}\\] ${named} has held the event loop for \\d+\\.\\d s and does not come back`,
        ),
      );
    },
  );

  it('ends at once at the second signal', async () => {
    const worker = start('Sink', 'put', { options: ['--log-format', 'json'] });
    await waitFor('it is held', () => worker.output.includes('is stuck'), { worker, timeoutMs: 60_000 });
    worker.signal('SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await worker.end('SIGINT')).toEqual({ code: 130, signal: null });
    const last = worker.output.trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ level: 60, connector: `held-${topic}`, task: 0 });
    expect(last).toContain('SIGINT again: ending at once while put holds the event loop');
    expect(await groupOffset(bootstrap, `connect-held-${topic}`, topic)).toBeLessThanOrEqual(0);
  });

  it('leaves the offsets of others as they were committed last', async () => {
    const other = uniqueName('well');
    const output = path.join(folder, 'out');
    await createTopic(bootstrap, other);
    await kcatProduce({ bootstrap, topic: other }, ['one', 'two']);
    topic = uniqueName('late');
    await createTopic(bootstrap, topic);
    const worker = start('Sink', 'put', { neighbours: [fileSink(other, output, other)] });
    const committed = () => groupOffset(bootstrap, `connect-${other}`, other);
    await waitFor('the other has committed', async () => (await committed()) === 2, { worker, timeoutMs: 60_000 });
    await kcatProduce({ bootstrap, topic }, ['three']);
    await waitFor('it is held', () => worker.output.includes('is stuck'), { worker, timeoutMs: 60_000 });
    expect(await worker.end()).toEqual({ code: 70, signal: null });
    expect([linesOf(output), await committed()]).toEqual([['one', 'two'], 2]);
  });

  it('ends a run whose time is over, without a signal', async () => {
    const worker = start('Source', 'poll', { options: ['--timeout', '6s'] });
    expect(await worker.ended).toEqual({ code: 70, signal: null });
    expect(worker.output).toContain(`[held-${topic}|task-0] poll has held the event loop`);
  });

  it('lets a task that comes back in time end in order', async () => {
    const slow = STUCK_PLUGINS.replace(
      'for (;;);',
      '{ const end = Date.now() + 1300; while (Date.now() < end); return undefined; }',
    );
    writeFileSync(path.join(folder, 'stuck.cjs'), slow);
    const worker = start('Sink', 'put');
    await waitFor('it is held', () => worker.output.includes('is stuck'), { worker, timeoutMs: 60_000 });
    expect(await worker.end()).toEqual({ code: 0, signal: null });
    expect(worker.output).toContain(`WARN [held-${topic}|task-0] put held the event loop for 1.`);
    expect(await groupOffset(bootstrap, `connect-held-${topic}`, topic)).toBe(2);
  });
});
