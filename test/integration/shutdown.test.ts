/** How a worker ends on a real broker: by a signal, by two, by a bad start. */
import { createWriteStream, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatValues } from '../support/kcat';
import { freePort } from '../support/free-port';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';

jest.setTimeout(120_000);

const GRACE_MS = 5000;

async function writeNumberedLines(file: string, count: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let index = 0; index < count; index++) stream.write(`line ${index}\n`);
  await new Promise((resolve) => stream.end(resolve));
}

describeWithKafka('A worker that ends', ({ bootstrap }) => {
  let folder: string;

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  it('commits what it has moved when SIGTERM comes while records flow, and the next run goes on without a gap or a repeat', async () => {
    const [input, output, topic] = [path.join(folder, 'in'), path.join(folder, 'out'), uniqueName('sigterm')];
    const count = 1_500_000;
    await writeNumberedLines(input, count);
    const connectors = [fileSource(`source-${topic}`, input, topic), fileSink(`sink-${topic}`, output, topic)];
    const first = startOurWorker({ bootstrap, folder, connectors, worker: { 'offset.flush.interval.ms': '60000' } });
    await waitFor('records flow', () => linesOf(output).length > 1000, { worker: first });
    const start = Date.now();
    expect((await first.end()).code).toBe(0);
    expect(Date.now() - start).toBeLessThan(GRACE_MS + 5000);
    const moved = linesOf(output).length;
    expect(moved).toBeLessThan(count);

    const second = startOurWorker({ bootstrap, folder, connectors });
    await waitFor('all lines have arrived', () => linesOf(output).length >= count, {
      timeoutMs: 90_000,
      worker: second,
    });
    expect((await second.end()).code).toBe(0);
    const arrived = linesOf(output);
    expect(arrived.length).toBe(count);
    expect(arrived.findIndex((line, index) => line !== `line ${index}`)).toBe(-1);
  });

  it('ends at once on the second signal', async () => {
    const [input, topic] = [path.join(folder, 'in'), uniqueName('twice')];
    writeFileSync(path.join(folder, 'stuck.cjs'), STUCK_SOURCE);
    writeFileSync(input, 'x\n');
    const worker = startOurWorker({
      bootstrap,
      folder,
      worker: { 'task.shutdown.graceful.timeout.ms': '60000' },
      connectors: [{ name: topic, 'connector.class': './stuck.cjs' }],
    });
    await waitFor('the task runs', () => worker.output.includes('stuck task polls'), { worker });
    worker.signal('SIGTERM');
    await waitFor('the first signal is noted', () => worker.output.includes('SIGTERM'), { worker });
    const start = Date.now();
    const { code } = await worker.end('SIGTERM');
    expect(code).toBe(143);
    expect(Date.now() - start).toBeLessThan(1000);
  });

  it('abandons a task that does not stop, names it, and ends with a code that says so', async () => {
    writeFileSync(path.join(folder, 'stuck.cjs'), STUCK_SOURCE);
    const name = uniqueName('stuck');
    const worker = startOurWorker({
      bootstrap,
      folder,
      worker: { 'task.shutdown.graceful.timeout.ms': '500' },
      connectors: [{ name, 'connector.class': './stuck.cjs' }],
    });
    await waitFor('the task runs', () => worker.output.includes('stuck task polls'), { worker });
    const start = Date.now();
    expect((await worker.end()).code).toBe(70);
    expect(Date.now() - start).toBeLessThan(500 + 5000);
    expect(worker.output).toContain(`[${name}|task-0] Task did not stop within`);
  });

  it('ends with 2 and one line that names the address when no broker answers', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const worker = startOurWorker({ bootstrap: address, folder, worker: { 'default.api.timeout.ms': '3000' } });
    const { code } = await worker.ended;
    expect(code).toBe(2);
    const lines = worker.output.split('\n').filter((line) => line.startsWith('connect-standalone: '));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(address);
  });

  it('ends with 3 when a connector cannot be created, after it has stopped the others and committed', async () => {
    const [input, topic] = [path.join(folder, 'in'), uniqueName('second')];
    writeFileSync(input, 'one\n');
    const good = fileSource(`source-${topic}`, input, topic);
    const worker = startOurWorker({
      bootstrap,
      folder,
      connectors: [good, { name: 'bad', 'connector.class': 'FileStreamSnk' }],
    });
    expect((await worker.ended).code).toBe(3);
    expect(worker.output).toContain('connector-1.properties');
    expect(worker.output).toContain('FileStreamSink');
  });

  it('keeps a failed task from harming the others', async () => {
    const [input, output, topic] = [path.join(folder, 'in'), path.join(folder, 'out'), uniqueName('harm')];
    writeFileSync(input, 'one\n');
    const worker = startOurWorker({
      bootstrap,
      folder,
      connectors: [
        fileSource(`dir-${topic}`, folder, topic),
        fileSource(`source-${topic}`, input, topic),
        fileSink(`sink-${topic}`, output, topic),
      ],
    });
    await waitFor('the task on a folder has failed', () => worker.output.includes(`[dir-${topic}|task-0] Task threw`), {
      worker,
    });
    await waitFor('the line has arrived', () => linesOf(output).length === 1, { worker });
    expect(await kcatValues({ bootstrap, topic })).toEqual(['one']);
    expect((await worker.end()).code).toBe(70);
  });
});

const STUCK_SOURCE = `
const { SourceConnector, SourceTask, ConfigDef } = require('connect-standalone');
class StuckTask extends SourceTask {
  version() { return '1'; }
  start() {}
  poll() { console.log('stuck task polls'); return new Promise(() => undefined); }
  stop() {}
}
class Stuck extends SourceConnector {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start() {}
  taskClass() { return StuckTask; }
  taskConfigs() { return [{}]; }
  stop() {}
}
module.exports = { Stuck };
`;
