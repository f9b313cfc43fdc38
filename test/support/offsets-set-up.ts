/** Owns a worker with an offset file in a folder and a Kafka in memory, for tests of `offsets`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { withSession, type OffsetsOptions } from '../../src/cli/offsets/offsets-call';
import type { OffsetsSession } from '../../src/cli/offsets/offsets-session';
import { readSample } from './offset-samples';
import { Secrets } from '../../src/config/secrets';
import type { KafkaClients } from '../../src/kafka/clients';
import { FakeAdmin } from './fake-admin';
import { fakeConversation } from './fake-conversation';
import { propertiesText } from './properties-text';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

/** The folders that were made; remove them after the tests. */
const folders: string[] = [];

export function removeOffsetsFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/**
 * The offset file has what the genuine worker wrote for `local-file-source` and `jdbc-src`. The group `connect-sink` is at 5 of 7 in t-0
 * and at 1 of 1 in t-1; t has three partitions. `clients` stand in for that Kafka.
 */
export function offsetsSetUp(workerSettings: Readonly<Record<string, string>> = {}, otherClients?: KafkaClients) {
  const folder = mkdtempSync(path.join(tmpdir(), 'offsets-'));
  folders.push(folder);
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
  const offsetFile = file('connect.offsets', readSample('two-connectors.offsets'));
  const settings = {
    'bootstrap.servers': 'k:1',
    'key.converter': STRING,
    'value.converter': STRING,
    'offset.storage.file.filename': offsetFile,
    ...workerSettings,
  };
  const worker = file('worker.properties', propertiesText(settings));
  const source = file('source.properties', propertiesText({ ...FILE_SOURCE, file: path.join(folder, 'test.txt') }));
  const sink = file('sink.properties', propertiesText({ ...FILE_SINK, file: path.join(folder, 'out.txt') }));
  const admin = new FakeAdmin();
  admin.topics.set('t', 3);
  admin.ends.set({ topic: 't', partition: 0 }, 7).set({ topic: 't', partition: 1 }, 1);
  admin.groups.set(
    'connect-sink',
    new TopicPartitionMap([
      [{ topic: 't', partition: 1 }, 1],
      [{ topic: 't', partition: 0 }, 5],
    ]),
  );
  const asked: Readonly<Record<string, string>>[] = [];
  const clients = otherClients ?? {
    admin: ({ properties }: { properties: Readonly<Record<string, string>> }) => {
      asked.push(properties);
      return admin;
    },
    consumer: () => undefined as never,
    producer: () => undefined as never,
  };
  const talk = fakeConversation();
  const options: OffsetsOptions = { secrets: new Secrets(), clients, conversation: talk };
  const inSession = async <T>(
    connectors: readonly string[],
    use: (session: OffsetsSession) => Promise<T>,
    isChange = false,
  ) => {
    const results: T[] = [];
    await withSession({ worker, connectors, isChange }, options, async (session) => {
      results.push(await use(session));
      return 0;
    });
    return results[0] as T;
  };
  return { folder, file, worker, offsetFile, source, sink, admin, adminProperties: asked, talk, options, inSession };
}

const FILE_SOURCE = { name: 'local-file-source', 'connector.class': 'FileStreamSource', topic: 't' };
const FILE_SINK = { name: 'sink', 'connector.class': 'FileStreamSink', topics: 't' };
