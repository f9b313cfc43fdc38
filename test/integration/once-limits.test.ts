import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffset } from '../support/groups';
import { kcatProduce } from '../support/kcat';
import { writeOncePlugins } from '../support/once-plugins';
import { endOf, runOnce, startOnce } from '../support/once-run';
import { fileSink, linesOf, removeFolder, startOurWorker, temporaryFolder, waitFor } from '../support/our-worker';

jest.setTimeout(180_000);

describeWithKafka('A run with a limit', ({ bootstrap }) => {
  let folder: string;
  let topic: string;
  let output: string;

  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('limits');
    output = path.join(folder, 'out.txt');
    writeOncePlugins(folder);
  });
  afterEach(() => removeFolder(folder));

  const sink = (more: Record<string, string> = {}) => ({ ...fileSink(`sink-${topic}`, output, topic), ...more });
  const endless = (count: number) => ({
    ...{ name: `endless-${topic}`, 'connector.class': './endless.cjs', topic, count: String(count) },
  });
  const committed = () => groupOffset(bootstrap, `connect-sink-${topic}`, topic);

  it('waits for a partition that another member of the group holds, until --timeout, then ends with 75 and names it', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const held = { 'connector.class': './flaky.cjs', 'count.file': path.join(folder, 'count'), failures: '0' };
    const other = startOurWorker({ bootstrap, folder, connectors: [sink(held)] });
    await waitFor('the other member has the partition', async () => (await committed().catch(() => -1)) === 1, {
      worker: other,
    });
    await kcatProduce({ bootstrap, topic }, ['two']);
    other.signal('SIGSTOP');
    const own = temporaryFolder();
    const run = await runOnce({
      ...{ bootstrap, folder: own, connectors: [sink({ file: path.join(own, 'out') })], options: ['--timeout', '4s'] },
    });
    removeFolder(own);
    other.signal('SIGCONT');
    await other.end('SIGKILL');
    expect(run.code).toBe(75);
    expect(run.reason).toMatch(/Ending \(timeout\).*committed at \d of 2, not assigned to this worker/);
  });

  it('ends with 75 at --timeout when a source has not come to its end, with everything delivered so far committed', async () => {
    const run = await runOnce({ bootstrap, folder, connectors: [endless(1e9), sink()], options: ['--timeout', '6s'] });
    expect(run.code).toBe(75);
    expect(run.reason).toContain(`source endless-${topic} has not come to its end`);
    expect(linesOf(output).length).toBeGreaterThan(0);
    expect(await committed()).toBe(linesOf(output).length);
  });

  it('ends with 75 at SIGTERM, and loses no offset', async () => {
    const connectors = [endless(1e9), sink()];
    const worker = startOnce({ bootstrap, folder, connectors });
    await waitFor('lines have arrived', () => linesOf(output).length > 5, { worker });
    worker.signal('SIGTERM');
    expect(await endOf(worker)).toMatchObject({ code: 75, reason: expect.stringContaining('SIGTERM') as string });
    expect(await committed()).toBe(linesOf(output).length);
    const next = startOnce({ bootstrap, folder, connectors });
    const before = linesOf(output).length;
    await waitFor('lines have arrived again', () => linesOf(output).length > before + 5, { worker: next });
    await next.end('SIGTERM');
    expect(linesOf(output)).toEqual(linesOf(output).map((_line, index) => `line ${index + 1}`));
  });

  it('takes a source for ended at --idle-timeout, drains what it wrote, and ends with 0', async () => {
    const run = await runOnce({
      bootstrap,
      folder,
      connectors: [endless(5), sink()],
      options: ['--idle-timeout', '2s'],
    });
    expect(run).toMatchObject({ code: 0, reason: expect.stringContaining('Ending (idle)') as string });
    expect(linesOf(output)).toHaveLength(5);
    expect(await committed()).toBe(5);
  });

  it('ends a service as well, with 0', async () => {
    const options = ['--idle-timeout', '1500ms'];
    const idle = startOurWorker({ bootstrap, folder, connectors: [endless(5), sink()], options });
    expect(await endOf(idle)).toMatchObject({ code: 0, reason: expect.stringContaining('Ending (idle)') as string });
    expect(linesOf(output)).toHaveLength(5);
    const timed = startOurWorker({ bootstrap, folder, connectors: [endless(5)], options: ['--timeout', '3s'] });
    expect(await endOf(timed)).toMatchObject({
      code: 0,
      reason: expect.stringContaining('Ending (timeout)') as string,
    });
  });

  it('ends a service with the code of the failure at --on-failure=exit', async () => {
    await kcatProduce({ bootstrap, topic }, ['one']);
    const failing = { 'connector.class': './flaky.cjs', 'count.file': path.join(folder, 'count'), failures: '9' };
    const worker = startOurWorker({
      bootstrap,
      folder,
      connectors: [sink(failing)],
      options: ['--on-failure', 'exit'],
    });
    expect(await endOf(worker)).toMatchObject({ code: 70, reason: expect.stringContaining('flaky') as string });
  });

  it('refuses a duration that is none, and --once without a connector, with 1', async () => {
    expect((await runOnce({ bootstrap, folder, connectors: [sink()], options: ['--timeout', '5'] })).code).toBe(1);
    expect((await runOnce({ bootstrap, folder })).code).toBe(1);
  });
});
