import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { nonconformities } from '../support/openapi-conformance';
import { removeFolder, startOurWorker, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';
import { RecordingProxy } from '../support/recording-proxy';
import { ROOT } from '../support/source-files';

const CORPUS = path.join(ROOT, 'test', 'testdata', 'rest-corpus');
const run = promisify(execFile);

/** A file of each variant, for the settings of the worker. */
const VARIANTS = [
  ['default', 'root'],
  ['cors', 'cors'],
  ['locked', 'locked'],
] as const;

function workerSettings(file: string): Record<string, string> {
  const scenario = readFileSync(path.join(CORPUS, 'scenarios', `${file}.json`), 'utf8');
  return (JSON.parse(scenario) as { worker: Record<string, string> }).worker;
}

/** What the replay says at its end: the numbers, and every step that failed. */
async function replay(url: string, options: readonly string[]): Promise<string> {
  const prefix = uniqueName('rest').replace(/[^a-z0-9]/g, '');
  const tool = path.join(CORPUS, 'replay.py');
  const args = [tool, url, path.join(CORPUS, 'scenarios'), '--better', '--prefix', prefix, ...options];
  try {
    return (await run('python3', ['-B', ...args], { maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    return (error as { stdout?: string }).stdout ?? String(error);
  }
}

describeWithKafka('The REST interface, asked what the genuine worker was asked', (kafka) => {
  const folders: string[] = [];
  let worker: OurWorker | undefined;
  let proxy: RecordingProxy;

  beforeEach(async () => {
    proxy = new RecordingProxy();
    await proxy.open();
  });

  afterEach(async () => {
    await proxy.close();
    await worker?.end();
    worker = undefined;
    for (const folder of folders.splice(0)) removeFolder(folder);
  });

  async function start(file: string): Promise<string> {
    const port = await freePort();
    const folder = temporaryFolder();
    folders.push(folder);
    proxy.forwardTo(port);
    const settings = {
      ...workerSettings(file),
      listeners: `http://127.0.0.1:${port}`,
      'rest.advertised.port': String(proxy.port),
    };
    const started = startOurWorker({ bootstrap: kafka.bootstrap, worker: settings, folder });
    worker = started;
    const url = `http://127.0.0.1:${proxy.port}`;
    const isHealthy = async () => (await fetch(`${url}/health`).catch(() => undefined))?.status === 200;
    await waitFor('the worker is healthy', isHealthy, { worker: started });
    return url;
  }

  it.each(VARIANTS)(
    'answers the same, or better where that is a defect, as the variant %s',
    async (variant, file) => {
      const url = await start(file);
      const folder = temporaryFolder('rest-corpus-');
      folders.push(folder);
      const options = ['--variant', variant, '--broker', kafka.bootstrap, '--dir', folder];
      const lines = (await replay(url, options)).trim().split('\n');
      expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
      expect(lines.at(-1)).toMatch(/^[1-9]\d* passed, 0 failed$/);
      expect(proxy.answers.length).toBeGreaterThan(10);
      expect(proxy.answers.flatMap(nonconformities)).toEqual([]);
    },
    280_000,
  );
});
