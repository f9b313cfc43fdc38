/** The quick start on a real broker: every line of a file through a topic into another file. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';

jest.setTimeout(180_000);

const LINES = 100_000;

function variedLines(): string[] {
  const lines = Array.from({ length: LINES }, (_, index) => {
    if (index % 10 === 3) return '';
    if (index % 10 === 5) return `Zeile ${index}: äöü € 漢字 🎉`;
    return `line ${index} ${'x'.repeat(index % 150)}`;
  });
  lines[77_777] = `long ${'y'.repeat(999_995)}`;
  return lines;
}

describeWithKafka('The main job', ({ bootstrap }) => {
  let folder: string;

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  it('carries 100,000 lines of every kind through a topic, each once and in order', async () => {
    const [input, output, topic] = [
      path.join(folder, 'test.txt'),
      path.join(folder, 'test.sink.txt'),
      uniqueName('main'),
    ];
    const lines = variedLines();
    writeFileSync(input, lines.map((line, index) => line + (index % 4 === 1 ? '\r\n' : '\n')).join(''));
    const worker = startOurWorker({
      bootstrap,
      folder,
      connectors: [fileSource(`source-${topic}`, input, topic), fileSink(`sink-${topic}`, output, topic)],
    });
    await waitFor('all lines have arrived', () => linesOf(output).length >= LINES, { timeoutMs: 120_000, worker });
    const { code } = await worker.end();
    expect(code).toBe(0);
    const arrived = linesOf(output);
    expect(arrived.length).toBe(LINES);
    expect(arrived.findIndex((line, index) => line !== lines[index])).toBe(-1);
  });

  it('goes on where it was after a restart, without repeating or missing a line', async () => {
    const [input, output, topic] = [path.join(folder, 'in'), path.join(folder, 'out'), uniqueName('restart')];
    const connectors = [fileSource(`source-${topic}`, input, topic), fileSink(`sink-${topic}`, output, topic)];
    writeFileSync(input, 'one\ntwo\n');
    const first = startOurWorker({ bootstrap, folder, connectors });
    await waitFor('two lines have arrived', () => linesOf(output).length === 2, { worker: first });
    expect((await first.end()).code).toBe(0);
    writeFileSync(input, 'three\nfour\n', { flag: 'a' });
    const second = startOurWorker({ bootstrap, folder, connectors });
    await waitFor('four lines have arrived', () => linesOf(output).length >= 4, { worker: second });
    expect((await second.end('SIGINT')).code).toBe(0);
    expect(linesOf(output)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('fails the task on a line above max.request.size with an error that names the setting', async () => {
    const [input, topic] = [path.join(folder, 'in'), uniqueName('large')];
    writeFileSync(input, `fine\n${'z'.repeat(1_100_000)}\nnever\n`);
    const worker = startOurWorker({ bootstrap, folder, connectors: [fileSource(`source-${topic}`, input, topic)] });
    await waitFor('the task has failed', () => worker.output.includes('Task is being killed'), { worker });
    expect(worker.output).toContain('max.request.size');
    expect((await worker.end()).code).toBe(70);
  });
});
