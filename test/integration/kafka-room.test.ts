import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RawHeader } from '../../src/api/converter';
import type { ProducerRecord } from '../../src/kafka/clients';
import { describeWithJava, describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { javaExecutable } from '../support/java-process';
import { kafkaClassPath } from '../support/kafka-jars';
import { KafkaRoom, kcatRaw, pollUntil, readAll, RecordingListener, type ReadRecord } from '../support/kafka-room';
import { startRealKafka } from '../support/real-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

const COUNT = 20_000;
const FIRST_TIMESTAMP = 1_700_000_000_000;

/** Every combination of null, empty, text and binary comes up. */
function recordOf(topic: string, index: number): ProducerRecord {
  const keys = [null, '', `key ${index}`, Buffer.from([0xff, 0, index & 0xff])];
  const values = [null, '', `value ${index} é`, Buffer.alloc(100, index), Buffer.alloc(0)];
  return {
    topic,
    partition: index % 3 === 0 ? null : index % 4,
    key: keys[index % 4] ?? null,
    value: values[index % 5] ?? null,
    timestamp: FIRST_TIMESTAMP + index,
    headers: headersOf(index),
  };
}

function headersOf(index: number): RawHeader[] | null {
  if (index % 2 === 0) return null;
  return [
    { key: 'binary', value: Buffer.from([0xff, 0, 1, (index & 0x7f) | 0x40]) },
    { key: 'null', value: null },
    { key: 'binary', value: Buffer.alloc(0) },
    { key: 'ünicode', value: Buffer.from('ö') },
  ].slice(0, 1 + (index % 4));
}

function bytesOf(value: Buffer | string | null): Buffer | null {
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** As kcat prints them: name=value, separated by commas; a null value as NULL, others up to a zero byte. */
function kcatHeaders(headers: readonly RawHeader[] | null): Buffer {
  const parts = (headers ?? []).map(({ key, value }) => {
    const zero = value?.indexOf(0) ?? -1;
    const shown = value === null ? Buffer.from('NULL') : value.subarray(0, zero < 0 ? value.length : zero);
    return Buffer.concat([Buffer.from(`${key}=`), shown]);
  });
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from(','), part])));
}

function byPlace(one: { partition: number; offset: number }, other: { partition: number; offset: number }): number {
  return one.partition - other.partition || one.offset - other.offset;
}

/** The first pair that differs, or undefined: cheaper and clearer than comparing 20,000 records at once. */
function firstDifference(some: readonly unknown[], others: readonly unknown[]): unknown {
  if (some.length !== others.length) return { lengths: [some.length, others.length] };
  const index = some.findIndex((one, at) => JSON.stringify(one) !== JSON.stringify(others[at]));
  return index < 0 ? undefined : { index, one: some[index], other: others[index] };
}

describeWithKafka('The Kafka room', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  afterAll(() => room.close());

  it(`carries ${COUNT} records over 4 partitions exactly, as sent and as kcat sees them`, async () => {
    const topic = uniqueName('room');
    await createTopic(bootstrap, topic, { partitions: 4 });
    const producer = await room.producer({}, true);
    const sent = Array.from({ length: COUNT }, (_, index) => recordOf(topic, index));
    for (const record of sent) producer.send(record);
    await producer.handOver();
    expect(await producer.flush(60_000)).toBe(true);
    expect(producer.settledBelow()).toBe(COUNT);
    expect(producer.takeFailures()).toEqual([]);
    const deliveries = producer.takeDeliveries();
    expect(deliveries).toHaveLength(COUNT);
    const expected = deliveries
      .map(({ sequence, metadata: { partition, offset } }) => {
        const { key, value, headers } = sent[sequence]!;
        const timestamp = FIRST_TIMESTAMP + sequence;
        const type = { timestamp, timestampType: 'CREATE_TIME' };
        return { partition, offset, ...type, key: bytesOf(key), value: bytesOf(value), headers: headers ?? null };
      })
      .sort(byPlace);

    const consumer = await room.consumer(uniqueName('group'), { 'max.poll.records': '777' });
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    const sizes: number[] = [];
    const read: ReadRecord[] = [];
    while (read.length < COUNT) {
      const batch = await consumer.poll(1000);
      sizes.push(batch.size);
      read.push(...readAll(batch));
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(777);
    expect(firstDifference(read.sort(byPlace), expected)).toBeUndefined();

    const seen = (await kcatRaw(bootstrap, topic)).sort(byPlace);
    const asKcat = expected.map(({ partition, offset, timestamp, key, value, headers }) => {
      return { partition, offset, timestamp, key, value, headers: kcatHeaders(headers) };
    });
    expect(firstDifference(seen, asKcat)).toBeUndefined();
    await consumer.close();
  });

  it('keeps the order of each partition', async () => {
    const topic = uniqueName('room');
    await createTopic(bootstrap, topic, { partitions: 2 });
    const producer = await room.producer();
    for (let index = 0; index < 5000; index++) {
      const value = String(index);
      producer.send({ topic, partition: index % 2, key: null, value, timestamp: null, headers: null });
    }
    await producer.handOver();
    await producer.flush(30_000);
    const consumer = await room.consumer(uniqueName('group'));
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    const records = await pollUntil(consumer, ({ length }) => length === 5000);
    for (const partition of [0, 1]) {
      const values = records.filter((record) => record.partition === partition).map(({ value }) => Number(value));
      expect(values).toEqual(Array.from({ length: 2500 }, (_, index) => index * 2 + partition));
    }
    await consumer.close();
  });

  it('tells that the broker stamped the records, and when', async () => {
    const topic = uniqueName('room');
    await createTopic(bootstrap, topic, { configs: { 'message.timestamp.type': 'LogAppendTime' } });
    const producer = await room.producer({}, true);
    producer.send({ topic, partition: null, key: null, value: 'a', timestamp: 1000, headers: null });
    await producer.flush(10_000);
    const consumer = await room.consumer(uniqueName('group'));
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    const [record] = await pollUntil(consumer, ({ length }) => length === 1);
    const [seen] = await kcatRaw(bootstrap, topic);
    expect(record).toMatchObject({ timestampType: 'LOG_APPEND_TIME', timestamp: seen?.timestamp });
    expect(producer.takeDeliveries()[0]?.metadata.timestamp).toBe(seen?.timestamp);
    await consumer.close();
  });
});

const JAVA_PRODUCER = `
import java.util.*;
import org.apache.kafka.clients.producer.*;
import org.apache.kafka.common.serialization.*;

public class Keys {
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", args[0]);
    try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 1000; i++) producer.send(new ProducerRecord<>(args[1], "key-" + i + "-é", "java"));
    }
  }
}
`;

describeWithJava('The partitioner', () => {
  it('sends 1,000 keys to the partitions to which the Java producer sends them', async () => {
    const kafka = await startRealKafka();
    const room = new KafkaRoom(kafka.bootstrap);
    const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
    try {
      await createTopic(kafka.bootstrap, 'keys', { partitions: 7 });
      const file = path.join(folder, 'Keys.java');
      writeFileSync(file, JAVA_PRODUCER);
      const classPath = (await kafkaClassPath()).join(path.delimiter);
      const { status, stderr } = spawnSync(javaExecutable(), ['-cp', classPath, file, kafka.bootstrap, 'keys']);
      expect([status, status === 0 ? '' : stderr.toString()]).toEqual([0, '']);

      const producer = await room.producer();
      for (let index = 0; index < 1000; index++) {
        const key = `key-${index}-é`;
        producer.send({ topic: 'keys', partition: null, key, value: 'ours', timestamp: null, headers: null });
      }
      expect(await producer.flush(30_000)).toBe(true);
      const places = new Map<string, Set<number>>();
      for (const { key, partition } of await kcatRaw(kafka.bootstrap, 'keys')) {
        const text = String(key);
        places.set(text, (places.get(text) ?? new Set()).add(partition));
      }
      expect(places.size).toBe(1000);
      expect([...places].filter(([, partitions]) => partitions.size !== 1)).toEqual([]);
    } finally {
      await room.close();
      await kafka.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
