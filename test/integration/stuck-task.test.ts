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
