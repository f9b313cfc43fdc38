/** What becomes of records that a sink fails on, on a real broker and beside the genuine worker: dead letters, errant records. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffset } from '../support/groups';
import { kcatConsume, kcatProduce, type KcatMessage } from '../support/kcat';
import {
  fileSink,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
  type OurWorkerOptions,
} from '../support/our-worker';
import { PICKY_SINK } from '../support/picky-sink';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const JSON_SETTINGS = {
  'key.converter': JSON_CONVERTER,
  'key.converter.schemas.enable': 'false',
  'value.converter': JSON_CONVERTER,
  'value.converter.schemas.enable': 'false',
};
/** Fails on a value that is no map. */
const INSERT = {
  transforms: 'insert',
  'transforms.insert.type': 'org.apache.kafka.connect.transforms.InsertField$Value',
  'transforms.insert.static.field': 'f',
  'transforms.insert.static.value': 'v',
};

function deadLetters(topic: string): Record<string, string> {
  return {
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': topic,
    'errors.deadletterqueue.topic.replication.factor': '1',
    'errors.deadletterqueue.context.headers.enable': 'true',
  };
}

function headerOf(message: KcatMessage | undefined, name: string): string | undefined {
  return message?.headers.find(([key]) => key === `__connect.errors.${name}`)?.[1];
}

/** By the offset of the message that failed. */
function inOrder(messages: readonly KcatMessage[]): KcatMessage[] {
  return [...messages].sort((one, other) => Number(headerOf(one, 'offset')) - Number(headerOf(other, 'offset')));
}

describeWithKafka('Records that fail', ({ bootstrap }) => {
  let folder: string;
  const ours: OurWorker[] = [];
  const genuine: ApacheWorker[] = [];

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(async () => {
    await Promise.all(ours.splice(0).map((worker) => worker.end('SIGKILL')));
    await Promise.all(genuine.splice(0).map((worker) => worker.stop()));
    removeFolder(folder);
  });

  const start = (options: Omit<OurWorkerOptions, 'bootstrap' | 'folder'>) => {
    const worker = startOurWorker({ bootstrap, folder, ...options });
    ours.push(worker);
    return worker;
  };
  const letters = async (topic: string) => inOrder(await kcatConsume({ bootstrap, topic }));
  const arrived = async (topic: string, count: number, worker?: OurWorker) => {
    const what = `${count} records are in ${topic}`;
    const target = { bootstrap, topic };
    const isThere = async () => (await kcatConsume(target).catch(() => [])).length >= count;
    await waitFor(what, isThere, worker === undefined ? { timeoutMs: 60_000 } : { worker });
    return letters(topic);
  };
  const failed = (worker: OurWorker, name: string) =>
    waitFor('the task has failed', () => worker.output.includes(`[${name}|task-0] Task threw an uncaught`), { worker });

  describe('as dead letters', () => {
    it('are what the genuine worker makes of the same input: bytes, headers, log lines', async () => {
      const topic = uniqueName('bad');
      await createTopic(bootstrap, topic);
      const target = { bootstrap, topic, headers: [['h1', 'v1'] as const, ['h1', 'é'] as const] };
      await kcatProduce(target, [
        '{"a":1}',
        { key: '"k"', value: 'not json ä' },
        { key: '{bad', value: '{"a":2}' },
        { key: '"k"', value: '"text"' },
      ]);
      await kcatProduce({ bootstrap, topic }, ['[', '{"a":3}']);
      const sink = (name: string) => ({
        ...fileSink(name, path.join(folder, `${name}.txt`), topic),
        ...JSON_SETTINGS,
        ...INSERT,
        ...deadLetters(`${name}-dlq`),
        'errors.log.enable': 'true',
        'errors.log.include.messages': 'true',
      });
      const [theirName, ourName] = [`their-${topic}`, `ours-${topic}`];
      const connector = { ...sink(theirName), 'connector.class': 'FileStreamSinkConnector' };
      const apache = await startApacheWorker({ bootstrap, connectors: [connector] });
      genuine.push(apache);
      const expected = await arrived(`${theirName}-dlq`, 4);
      const worker = start({ connectors: [sink(ourName)] });
      const actual = await arrived(`${ourName}-dlq`, 4, worker);
      await waitFor('good records arrived', () => linesOf(path.join(folder, `${ourName}.txt`)).length === 2, {
        worker,
      });

      expect(expected.map((letter) => headerOf(letter, 'stage'))).toEqual([
        'VALUE_CONVERTER',
        'KEY_CONVERTER',
        'TRANSFORMATION',
        'VALUE_CONVERTER',
      ]);
      // Ours adds to the words of Connect where in the text the parser stopped.
      const message = (letter: KcatMessage) => headerOf(letter, 'exception.message') ?? '';
      actual.forEach((letter, index) => expect(message(letter)).toContain(message(expected[index]!)));
      expect(actual.map(comparable)).toEqual(expected.map(comparable));
      for (const letter of actual) {
        expect(headerOf(letter, 'connector.name')).toBe(ourName);
        const exception = headerOf(letter, 'exception.class.name') ?? '?';
        expect(headerOf(letter, 'exception.stacktrace')).toMatch(new RegExp(`^${exception}: .*\n\tat `));
      }
      await waitFor('the genuine worker has logged', () => errorLines(apache.logs(), theirName).length === 4);
      expect(errorLines(worker.output, ourName)).toEqual(errorLines(apache.logs(), theirName));
      expect(await worker.end()).toEqual({ code: 0, signal: null });
      expect(await groupOffset(bootstrap, `connect-${ourName}`, topic)).toBe(6);
    });

    it('are written also when nothing is tolerated: the task fails and the offset of the bad record is not committed', async () => {
      const topic = uniqueName('none');
      await createTopic(bootstrap, topic);
      await kcatProduce({ bootstrap, topic }, ['{"a":1}', '{"a":2}', 'bad', '{"a":3}']);
      const name = `sink-${topic}`;
      const output = path.join(folder, 'out');
      const connector = {
        ...fileSink(name, output, topic),
        ...JSON_SETTINGS,
        ...deadLetters(`${topic}-dlq`),
        'errors.tolerance': 'none',
        'consumer.override.max.poll.records': '1',
      };
      const worker = start({ connectors: [connector] });
      await failed(worker, name);
      expect(await worker.end()).toEqual({ code: 70, signal: null });
      expect(worker.output).toContain('Tolerance exceeded in error handler');
      expect(linesOf(output)).toHaveLength(2);
      expect(await groupOffset(bootstrap, `connect-${name}`, topic)).toBe(2);
      const [letter] = await letters(`${topic}-dlq`);
      expect([letter?.value, headerOf(letter, 'offset')]).toEqual(['bad', '2']);
    });

    it('need their topic: a task that cannot create it fails with its name', async () => {
      const topic = uniqueName('factor');
      await createTopic(bootstrap, topic);
      const name = `sink-${topic}`;
      const worker = start({
        connectors: [
          {
            ...fileSink(name, path.join(folder, 'out'), topic),
            ...deadLetters(`${topic}-dlq`),
            'errors.deadletterqueue.topic.replication.factor': '3',
          },
        ],
      });
      await failed(worker, name);
      expect(worker.output).toContain(`Could not initialize dead letter queue with topic=${topic}-dlq`);
      expect(await worker.end()).toEqual({ code: 70, signal: null });
    });

    it('are never lost when the worker is killed at any moment', async () => {
      const topic = uniqueName('killed');
      await createTopic(bootstrap, topic);
      const count = 60_000;
      const isBad = (index: number) => index % 3 === 0;
      const values = Array.from({ length: count }, (_, index) => (isBad(index) ? `bad ${index}` : `{"a":${index}}`));
      await kcatProduce({ bootstrap, topic }, values);
      const output = path.join(folder, 'out');
      const name = `sink-${topic}`;
      const connectors = [
        {
          ...fileSink(name, output, topic),
          ...JSON_SETTINGS,
          ...deadLetters(`${topic}-dlq`),
          // The next life takes the place of the one before at once.
          'consumer.override.group.instance.id': name,
        },
      ];
      const worker = { 'offset.flush.interval.ms': '50' };
      for (let life = 1; life <= 4; life++) {
        const killed = start({ connectors, worker });
        const seen = linesOf(output).length;
        await waitFor('records flow', () => linesOf(output).length > seen, { worker: killed });
        await new Promise((resolve) => setTimeout(resolve, 40 * life));
        await killed.end('SIGKILL');
      }
      const last = start({ connectors, worker });
      const committed = async () => (await groupOffset(bootstrap, `connect-${name}`, topic)) === count;
      await waitFor('all is committed', committed, { worker: last, timeoutMs: 90_000 });
      await last.end('SIGKILL');
      const dead = new Set((await kcatConsume({ bootstrap, topic: `${topic}-dlq` })).map(({ value }) => value));
      expect(values.filter((value, index) => isBad(index) && !dead.has(value))).toEqual([]);
      const good = new Set(linesOf(output));
      expect(Array.from({ length: count }, (_, a) => a).filter((a) => !isBad(a) && !good.has(`{a=${a}}`))).toEqual([]);
    });
  });

  describe('reported by a task', () => {
    const picky = (name: string, topic: string, settings: Record<string, string>) => ({
      name,
      'connector.class': './picky.cjs',
      topics: topic,
      ...settings,
    });

    beforeEach(() => writeFileSync(path.join(folder, 'picky.cjs'), PICKY_SINK));

    it('are written as they were consumed, those that the task made itself with its converters', async () => {
      const topic = uniqueName('errant');
      await createTopic(bootstrap, topic);
      const headers = [['h', 'v'] as const];
      await kcatProduce({ bootstrap, topic, headers }, [
        '{"a":1}',
        { key: '"k"', value: '{ "bad" : 1 }' },
        '{"own":1}',
      ]);
      const name = `sink-${topic}`;
      const worker = start({
        connectors: [picky(name, topic, { ...JSON_SETTINGS, ...INSERT, ...deadLetters(`${topic}-dlq`) })],
      });
      const [original, own] = await arrived(`${topic}-dlq`, 2, worker);
      expect([original?.key, original?.value]).toEqual(['"k"', '{ "bad" : 1 }']);
      expect(original?.headers.slice(0, 2).map(([key]) => key)).toEqual(['h', '__connect.errors.topic']);
      expect(own?.value).toBe('{"made":"here"}');
      for (const [letter, offset] of [[original, '1'] as const, [own, '2'] as const]) {
        expect(headerOf(letter, 'offset')).toBe(offset);
        expect(headerOf(letter, 'stage')).toBe('TASK_PUT');
        expect(headerOf(letter, 'class.name')).toBe('org.apache.kafka.connect.sink.SinkTask');
        expect(headerOf(letter, 'exception.class.name')).toBe('org.apache.kafka.connect.errors.DataException');
        expect(headerOf(letter, 'exception.message')).toBe('the target refuses it');
      }
      expect(await worker.end()).toEqual({ code: 0, signal: null });
      expect(await groupOffset(bootstrap, `connect-${name}`, topic)).toBe(3);
    });

    it('end the task when nothing is tolerated, although it swallows the error', async () => {
      const topic = uniqueName('swallowed');
      await createTopic(bootstrap, topic);
      await kcatProduce({ bootstrap, topic }, ['{"a":1}', '{"bad":1}']);
      const name = `sink-${topic}`;
      const worker = start({
        connectors: [picky(name, topic, { ...JSON_SETTINGS, 'errors.log.enable': 'true', swallows: 'true' })],
      });
      await failed(worker, name);
      expect(await worker.end()).toEqual({ code: 70, signal: null });
      expect(worker.output).toContain('Tolerance exceeded in error handler');
      expect(await groupOffset(bootstrap, `connect-${name}`, topic)).toBeLessThan(2);
    });
  });
});

/** A letter without what may differ: the connector's name, message and trace, where it was written. */
function comparable({ key, value, timestamp, headers }: KcatMessage) {
  const differing = new Set(
    ['connector.name', 'exception.message', 'exception.stacktrace'].map((name) => `__connect.errors.${name}`),
  );
  return {
    key,
    value,
    timestamp,
    headers: headers.map(([name, text]) => (differing.has(name) ? [name] : [name, text])),
  };
}

/** The lines of the log reporter, the name of the connector left out. */
function errorLines(log: string, name: string): string[] {
  const lines = log.split('\n').filter((line) => line.includes('Error encountered in task'));
  return lines.map((line) => /Error encountered in task .*?\}\./.exec(line)?.[0].replace(name, '') ?? line);
}
