import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithJava, describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatConsume, kcatProduce, kcatValues } from '../support/kcat';
import { answersMetadata } from '../support/kafka-probe';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

describeWithKafka('the shared broker', ({ bootstrap }) => {
  it('keeps keys, null values and headers as kcat wrote them', async () => {
    const topic = uniqueName('support');
    await kcatProduce({ bootstrap, topic, headers: [['h', '1']] }, ['plain', { key: 'k', value: null }]);
    const messages = await kcatConsume({ bootstrap, topic });
    expect(messages.map(({ key, value, offset }) => ({ key, value, offset }))).toEqual([
      { key: null, value: 'plain', offset: 0 },
      { key: 'k', value: null, offset: 1 },
    ]);
    expect(messages[0]?.headers).toEqual([['h', '1']]);
  });

  it('has a topic with the partitions that were asked for', async () => {
    const topic = uniqueName('support');
    await createTopic(bootstrap, topic, { partitions: 3, configs: { 'cleanup.policy': 'compact' } });
    await kcatProduce({ bootstrap, topic, partition: 2 }, [{ key: 'a', value: 'b' }]);
    expect(await kcatConsume({ bootstrap, topic }, { partition: 2 })).toHaveLength(1);
    await expect(createTopic(bootstrap, topic)).rejects.toThrow(/exists/);
  });
});

describeWithJava('RealKafka', () => {
  let kafka: RealKafka;

  beforeAll(async () => {
    kafka = await startRealKafka({ listeners: [{ name: 'SECOND', protocol: 'PLAINTEXT' }] });
  });
  afterAll(() => kafka.stop());

  it('has data after kill and start, on the same address', async () => {
    const target = { bootstrap: kafka.bootstrap, topic: 'kept' };
    await kcatProduce(target, ['one', 'two']);
    await kafka.kill();
    expect(await answersMetadata(kafka.bootstrap)).toBe(false);
    await kafka.start();
    expect(await kcatValues(target, { count: 2, waits: true })).toEqual(['one', 'two']);
  });

  it('answers nothing while it is frozen', async () => {
    kafka.freeze();
    expect(await answersMetadata(kafka.bootstrap, 200)).toBe(false);
    kafka.thaw();
    expect(await answersMetadata(kafka.bootstrap, 5000)).toBe(true);
  });

  it('answers on an extra listener', async () => {
    expect(await answersMetadata(kafka.listener('SECOND'))).toBe(true);
    expect(kafka.listener('SECOND')).not.toBe(kafka.bootstrap);
  });
});

describeWithJava('a Java process', () => {
  it('dies with a test process that is killed, and so does its folder', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'orphan-'));
    const child = spawn(process.execPath, ['-e', ORPHAN_MAKER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<number>((resolve) => {
      child.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    for (let turn = 0; turn < 100 && (isAlive(pid) || existsSync(folder)); turn++) await delay(50);
    expect(isAlive(pid)).toBe(false);
    expect(existsSync(folder)).toBe(false);
  });
});

/** Starts a consumer that waits for a broker for ever, and prints its process id. */
const ORPHAN_MAKER = `
const load = require('jiti').createJiti(process.cwd() + '/');
const { JavaProcess } = load('./test/support/java-process.ts');
const { kafkaClassPath } = load('./test/support/kafka-jars.ts');
const [folder] = process.argv.slice(1);
kafkaClassPath()
  .then((classPath) =>
    JavaProcess.start({
      mainClass: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
      args: ['--bootstrap-server', '127.0.0.1:1', '--topic', 'none'],
      classPath,
      logFile: folder + '/log',
      doomedFolder: folder,
    }),
  )
  .then(({ pid }) => console.log(pid));
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

describeWithKafka('ApacheWorker', ({ bootstrap }) => {
  let worker: ApacheWorker;
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'apache-worker-test-'));
  });
  afterAll(async () => {
    await worker.stop();
    rmSync(folder, { recursive: true });
  });

  it('carries a file through a topic and back, and ends with 143', async () => {
    const topic = uniqueName('support');
    const source = path.join(folder, 'in.txt');
    const sink = path.join(folder, 'out.txt');
    writeFileSync(source, 'foo\nbar\n');
    worker = await startApacheWorker({
      bootstrap,
      connectors: [
        { name: 'source', 'connector.class': 'FileStreamSource', 'tasks.max': '1', file: source, topic },
        { name: 'sink', 'connector.class': 'FileStreamSink', 'tasks.max': '1', file: sink, topics: topic },
      ],
    });
    expect(await (await fetch(`${worker.url}/connectors`)).json()).toEqual(expect.arrayContaining(['source', 'sink']));
    const written = () => (existsSync(sink) ? readFileSync(sink, 'utf8') : '');
    for (let turn = 0; turn < 200 && written() !== 'foo\nbar\n'; turn++) await delay(50);
    expect(written()).toBe('foo\nbar\n');
    expect(await worker.end()).toBe(143);
    expect(worker.logs()).toContain('[source|task-0] ');
    expect(existsSync(path.join(worker.folder, 'connect.offsets'))).toBe(true);
  });
});
