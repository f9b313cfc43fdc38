/** A broker that goes away in the middle of a run and comes back: the worker goes on by itself. */
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { startRealKafka, type RealKafka } from '../support/real-kafka';

jest.setTimeout(180_000);

describeWithJava('A broker that restarts', () => {
  let kafka: RealKafka;
  let folder: string;

  beforeAll(async () => (kafka = await startRealKafka()));
  afterAll(() => kafka.stop());
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  it('holds up the records for a while and loses none', async () => {
    const topic = uniqueName('loss');
    const [input, output] = [path.join(folder, 'in'), path.join(folder, 'out')];
    let appended = 0;
    const append = (count: number) => {
      appendFileSync(input, Array.from({ length: count }, (_, index) => `line ${appended + index}\n`).join(''));
      appended += count;
    };
    writeFileSync(input, '');
    append(5000);
    const worker = startOurWorker({
      bootstrap: kafka.bootstrap,
      folder,
      connectors: [fileSource(`source-${topic}`, input, topic), fileSink(`sink-${topic}`, output, topic)],
    });
    await waitFor('records flow', () => linesOf(output).length >= 5000, { worker });
    append(50_000);
    await kafka.kill();
    append(5000);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    await kafka.restart();
    append(5000);
    await waitFor('all lines have arrived', () => new Set(linesOf(output)).size >= appended, {
      timeoutMs: 90_000,
      worker,
    });
    expect((await worker.end()).code).toBe(0);
    const firsts = [...new Set(linesOf(output))];
    expect(firsts.findIndex((line, index) => line !== `line ${index}`)).toBe(-1);
    process.stdout.write(`broker restart: ${appended} lines, 0 lost, ${linesOf(output).length - appended} repeated\n`);
  });
});
