/** Runs with an end where nothing is set up for them: a broker that lets a group wait three seconds, and no listeners. */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { describeWithJava } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { kcatProduce, kcatValues } from '../support/kcat';
import { endOf, filesIn, startOnce } from '../support/once-run';
import { runCommand } from '../support/our-command';
import { fileSink, fileSource, linesOf, removeFolder, temporaryFolder, waitFor } from '../support/our-worker';
import { propertiesText } from '../support/properties-text';
import { startRealKafka, type RealKafka } from '../support/real-kafka';

jest.setTimeout(120_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const DEFAULT_PORT = 8083;

describeWithJava('A run with --once where everything is as it comes', () => {
  let kafka: RealKafka;
  let folder: string;

  beforeAll(async () => {
    // Kafka's own default; the brokers of the other tests do without.
    kafka = await startRealKafka({ properties: { 'group.initial.rebalance.delay.ms': '3000' } });
  });
  afterAll(() => kafka.stop());
  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  const write = (name: string, settings: Record<string, string>) =>
    writeFileSync(path.join(folder, name), propertiesText(settings));
  const writeWorker = (more: Record<string, string> = {}) =>
    write('w.properties', {
      'bootstrap.servers': kafka.bootstrap,
      'key.converter': STRING,
      'value.converter': STRING,
      'offset.storage.file.filename': path.join(folder, 'offsets'),
      ...more,
    });

  it('takes a file to a topic to a file although the group waits, and the second run moves nothing', async () => {
    const { input, output } = filesIn(folder);
    writeFileSync(input, 'one\ntwo\n');
    writeWorker();
    write('f.properties', fileSource('source', input, 'through'));
    write('s.properties', fileSink('sink', output, 'through'));
    const args = ['w.properties', 'f.properties', 's.properties', '--once', '-q'];
    for (const run of ['first', 'second']) {
      const { code, stdout, stderr } = await runCommand(args, { cwd: folder });
      expect([run, code, stdout + stderr]).toEqual([run, 0, '']);
      expect(linesOf(output)).toEqual(['one', 'two']);
      expect(await kcatValues({ bootstrap: kafka.bootstrap, topic: 'through' })).toEqual(['one', 'two']);
    }
  });

  it('takes no requests unless listeners are set: the port of others is no trouble', async () => {
    const taken = await takePort(DEFAULT_PORT);
    try {
      writeFileSync(filesIn(folder).input, 'one\n');
      writeWorker();
      write('f.properties', fileSource('alone', filesIn(folder).input, 'alone'));
      const args = ['w.properties', 'f.properties', '--once'];
      const { code, stdout, stderr } = await runCommand(args, { cwd: folder });
      expect([code, code === 0 ? '' : stdout + stderr]).toEqual([0, '']);
      const service = await runCommand(['w.properties', 'f.properties'], { cwd: folder });
      expect(service.code).toBe(2);
      expect(service.stdout + service.stderr).toContain(String(DEFAULT_PORT));
    } finally {
      taken?.close();
    }
  });

  it('takes requests where listeners are set', async () => {
    const port = await freePort();
    const topic = 'asked';
    await kcatProduce({ bootstrap: kafka.bootstrap, topic }, ['one']);
    const worker = startOnce({
      ...{ bootstrap: kafka.bootstrap, folder },
      worker: { listeners: `http://127.0.0.1:${port}` },
      connectors: [fileSink('asked', filesIn(folder).output, topic)],
    });
    // While its group waits.
    await waitFor('a request is answered', () => isAnswered(`http://127.0.0.1:${port}/connectors/asked`), { worker });
    expect(await endOf(worker)).toMatchObject({ code: 0 });
    expect(linesOf(filesIn(folder).output)).toEqual(['one']);
  });
});

/** Undefined where somebody else has it. */
function takePort(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}

async function isAnswered(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
