/** Memory stays bounded: a source with a file far larger than memory's bound, sinks slower than their topic and as fast as they can be. */
import { closeSync, openSync, statSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';

jest.setTimeout(240_000);

/** Seen: 105 to 125. Without the limits of clients and heap it was 175 to 275. */
const BOUND_MB = 170;
const GIGABYTE = 1 << 30;

async function peakOver(worker: OurWorker, seconds: number): Promise<number> {
  for (let second = 0; second < seconds; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    if (!worker.isRunning) throw new Error(`The worker ended: ${worker.output.slice(-2000)}`);
  }
  return worker.peakRssMb();
}

function writeLines(file: string, size: number): void {
  const block = Buffer.from(`${'m'.repeat(999)}\n`.repeat(1000));
  const descriptor = openSync(file, 'w');
  for (let written = 0; written < size; written += block.length) writeSync(descriptor, block);
  closeSync(descriptor);
}

describeWithKafka(`Memory stays under ${BOUND_MB} MB`, ({ bootstrap }) => {
  let folder: string;
  let worker: OurWorker | undefined;

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await worker?.end('SIGKILL');
    removeFolder(folder);
  });

  it('with an input file of 2 GB', async () => {
    const [input, topic] = [path.join(folder, 'large'), uniqueName('memory')];
    writeLines(input, 2 * GIGABYTE);
    worker = startOurWorker({
      bootstrap,
      folder,
      worker: { 'producer.compression.type': 'gzip' },
      connectors: [fileSource(`source-${topic}`, input, topic)],
    });
    const peak = await peakOver(worker, 20);
    process.stdout.write(`memory, source with a file of 2 GB: ${peak} MB at most\n`);
    expect(peak).toBeLessThan(BOUND_MB);
    expect(worker.output).not.toContain('uncaught');
  });

  /** A topic of a quarter of a gigabyte; resolves with the file that it was made from. */
  async function fill(topic: string): Promise<string> {
    const input = path.join(folder, 'filling');
    writeLines(input, GIGABYTE / 4);
    const connectors = [fileSource(`source-${topic}`, input, topic)];
    const filler = startOurWorker({ bootstrap, folder, connectors, options: ['--once'] });
    expect((await filler.ended).code).toBe(0);
    return input;
  }

  it('with a sink as fast as it can be', async () => {
    const [output, topic] = [path.join(folder, 'output'), uniqueName('fast')];
    const { size } = statSync(await fill(topic));
    worker = startOurWorker({ bootstrap, folder, connectors: [fileSink(`sink-${topic}`, output, topic)] });
    const fast = worker;
    const isComplete = () => statSync(output, { throwIfNoEntry: false })?.size === size;
    await waitFor('all is written', isComplete, { worker: fast, timeoutMs: 120_000 });
    const peak = fast.peakRssMb();
    process.stdout.write(`memory, sink as fast as it can be: ${peak} MB at most\n`);
    expect(peak).toBeLessThan(BOUND_MB);
  });

  it('with a sink slower than its topic', async () => {
    const topic = uniqueName('slow');
    await fill(topic);
    writeFileSync(path.join(folder, 'slow.cjs'), SLOW_SINK);
    worker = startOurWorker({
      bootstrap,
      folder,
      connectors: [{ name: `sink-${topic}`, 'connector.class': './slow.cjs', topics: topic }],
    });
    const slow = worker;
    await waitFor('the sink has its first records', () => slow.output.includes('slow sink got'), { worker: slow });
    const peak = await peakOver(slow, 15);
    process.stdout.write(`memory, sink slower than its topic: ${peak} MB at most\n`);
    expect(peak).toBeLessThan(BOUND_MB);
  });
});

const SLOW_SINK = `
const { SinkConnector, SinkTask, ConfigDef } = require('connect-standalone');
class SlowTask extends SinkTask {
  version() { return '1'; }
  start() {}
  async put(records) {
    if (records.length > 0) console.log('slow sink got ' + records.length);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  stop() {}
}
class Slow extends SinkConnector {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start() {}
  taskClass() { return SlowTask; }
  taskConfigs() { return [{}]; }
  stop() {}
}
module.exports = { Slow };
`;
