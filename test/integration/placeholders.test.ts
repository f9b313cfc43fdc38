/** Placeholders and secrets, from the files of the built command to what it writes. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  linesOf,
  type OurWorker,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';

jest.setTimeout(120_000);

describeWithKafka('Settings that are looked up', ({ bootstrap }) => {
  let folder: string;
  const workers: OurWorker[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.end('SIGKILL')));
    removeFolder(folder);
  });

  const inFolder = (name: string) => path.join(folder, name);

  it('work in worker and connector files; no secret is ever written, not even by what fails', async () => {
    const [topic, secrets] = [uniqueName('secret'), inFolder('secrets.properties')];
    const [fileSecret, envSecret] = ['Tr0ub4dor-and-3', 'correct-horse-battery'];
    writeFileSync(secrets, `password=${fileSecret}\naddress=${bootstrap}\n`);
    writeFileSync(inFolder(`${envSecret}.txt`), 'a line\n');
    const output = inFolder(`${fileSecret}.out`);
    const worker = startOurWorker({
      bootstrap,
      folder,
      options: ['--log-level', 'debug'],
      env: { CONNECTION_TOKEN: envSecret },
      worker: {
        'bootstrap.servers': `\${file:${secrets}:address}`,
        'config.providers': 'file,env',
        'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
        'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
        'producer.client.id': '${env:CONNECTION_TOKEN}',
      },
      connectors: [
        fileSource('source', `${folder}/\${env:CONNECTION_TOKEN}.txt`, topic),
        fileSink('sink', `${folder}/\${file:${secrets}:password}.out`, topic),
        fileSink('failing', `${folder}/missing/\${file:${secrets}:password}/\${env:CONNECTION_TOKEN}.out`, topic),
      ],
    });
    workers.push(worker);
    await waitFor('the line is written', () => existsSync(output) && linesOf(output).length === 1, { worker });
    await waitFor('the task has failed', () => worker.output.includes('missing'), { worker });
    appendFileSync(inFolder(`${envSecret}.txt`), 'another\n');
    await waitFor('the other line is written', () => linesOf(output).length === 2, { worker });
    expect((await worker.end()).code).toBe(70);
    expect(worker.output).toContain('DEBUG');
    expect(worker.output).toContain(`missing/[hidden]/[hidden]`);
    expect(worker.output).not.toContain(fileSecret);
    expect(worker.output).not.toContain(envSecret);
  });

  it('are not shown where a connector is refused for them', async () => {
    const secret = 'Tr0ub4dor-and-3';
    const connector = { ...fileSink('refused', inFolder('out'), 'any'), 'tasks.max': '${env:CONNECTION_TOKEN}' };
    const worker = startOurWorker({
      bootstrap,
      folder,
      options: ['--log-level', 'debug'],
      env: { CONNECTION_TOKEN: secret },
      connectors: [{ ...connector, 'value.converter': '${env:CONNECTION_TOKEN}' }],
    });
    workers.push(worker);
    expect((await worker.ended).code).toBe(3);
    expect(worker.output).toContain('tasks.max');
    expect(worker.output).not.toContain(secret);
  });
});
