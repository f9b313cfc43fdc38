import { setTimeout } from 'node:timers/promises';
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatValues } from '../support/kcat';
import { KafkaRoom, kcatRaw, pollTill, sendValues } from '../support/kafka-room';
import { createTopic } from '../support/topics';

jest.setTimeout(120_000);

describeWithKafka('RdkafkaProducer', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  afterEach(() => room.close());

  async function topicOf(configs: Record<string, string> = {}, partitions = 1): Promise<string> {
    const topic = uniqueName('producer');
    await createTopic(bootstrap, topic, { partitions, configs });
    return topic;
  }

  it('keeps the order when its queue of 1,000 records is full again and again', async () => {
    const topic = await topicOf();
    const producer = await room.producer({ 'queue.buffering.max.messages': '1000' });
    const count = 50_000;
    let waits = 0;
    for (let index = 0; index < count; index++) {
      producer.send({ topic, partition: 0, key: null, value: String(index), timestamp: null, headers: null });
      if (index % 2500 !== 2499) continue;
      const taken = producer.handOver();
      if (taken !== undefined) waits++;
      await taken;
    }
    expect(await producer.flush(60_000)).toBe(true);
    expect(waits).toBeGreaterThan(10);
    expect(producer.settledBelow()).toBe(count);
    const values = (await kcatRaw(bootstrap, topic)).map(({ value }) => Number(value));
    expect(values).toHaveLength(count);
    expect(values.findIndex((value, index) => value !== index)).toBe(-1);
  });

  it('keeps what was not taken when the wait for room is ended, and hands it over later', async () => {
    const topic = await topicOf();
    const producer = await room.producer({ 'queue.buffering.max.messages': '100', 'linger.ms': '500' });
    for (let index = 0; index < 300; index++) {
      producer.send({ topic, partition: 0, key: null, value: String(index), timestamp: null, headers: null });
    }
    await producer.handOver(AbortSignal.timeout(20));
    expect(producer.settledBelow()).toBeLessThan(300);
    expect(await producer.flush(30_000)).toBe(true);
    expect(await kcatValues({ bootstrap, topic })).toEqual(Array.from({ length: 300 }, (_, index) => String(index)));
  });

  it('ties the failure of a record that is too large for the client to that record', async () => {
    const topic = await topicOf();
    const producer = await room.producer({ 'max.request.size': '10000' });
    await sendValues(producer, topic, ['a', 'x'.repeat(20_000), 'b']);
    const failures = producer.takeFailures();
    expect(failures).toEqual([expect.objectContaining({ sequence: 1, kafkaCode: 10, isRetriable: false })]);
    expect(producer.takeFailures()).toEqual([]);
    expect(await kcatValues({ bootstrap, topic })).toEqual(['a', 'b']);
  });

  it('ties the failure of a record that is too large for the broker to that record, and delivers its neighbours in order', async () => {
    const topic = await topicOf({ 'max.message.bytes': '20000' });
    const producer = await room.producer({ 'linger.ms': '200' }, true);
    const values = Array.from({ length: 400 }, (_, index) => `${index}`);
    values[137] = 'x'.repeat(30_000);
    values[301] = 'y'.repeat(30_000);
    await sendValues(producer, topic, values);
    expect(producer.settledBelow()).toBe(400);
    expect(producer.takeFailures()).toEqual(
      [137, 301].map((sequence) => ({
        sequence,
        kafkaCode: 10,
        isRetriable: false,
        message: expect.stringMatching(/^[^xy]*too large/i) as string,
      })),
    );
    expect(producer.takeDeliveries()).toHaveLength(398);
    const expected = values.filter((value) => value.length < 10);
    expect(await kcatValues({ bootstrap, topic })).toEqual(expected);
  });

  it('delivers a request that only as a whole was too large for the broker', async () => {
    const topic = await topicOf({ 'max.message.bytes': '5000' });
    const producer = await room.producer({ 'linger.ms': '200' });
    const values = Array.from({ length: 100 }, (_, index) => `${index}`.padEnd(200, '.'));
    await sendValues(producer, topic, values);
    expect(producer.takeFailures()).toEqual([]);
    expect(await kcatValues({ bootstrap, topic })).toEqual(values);
  });

  it('fails records for a partition that does not exist, and only those', async () => {
    const topic = await topicOf();
    const producer = await room.producer();
    await sendValues(producer, topic, [{ value: 'a', partition: 0 }]);
    await sendValues(producer, topic, [
      { value: 'b', partition: 7 },
      { value: 'c', partition: 0 },
    ]);
    expect(producer.takeFailures().map(({ sequence }) => sequence)).toEqual([1]);
    expect(producer.isSettled(2)).toBe(true);
    expect(await kcatValues({ bootstrap, topic })).toEqual(['a', 'c']);
  });

  it('wakes whoever waits when a record is settled', async () => {
    const topic = await topicOf();
    const producer = await room.producer();
    producer.send({ topic, partition: 0, key: null, value: 'a', timestamp: null, headers: null });
    await producer.handOver();
    const start = Date.now();
    await producer.waitForSettled(20_000);
    expect(Date.now() - start).toBeLessThan(5000);
    expect(producer.settledBelow()).toBe(1);
    await producer.waitForSettled(50);
    expect(Date.now() - start).toBeGreaterThanOrEqual(50);
    const signal = AbortSignal.timeout(50);
    await producer.waitForSettled(20_000, signal);
    expect(signal.aborted).toBe(true);
  });

  it('says that not all is settled when the time is over', async () => {
    const topic = await topicOf();
    const producer = await room.producer();
    producer.send({ topic, partition: 0, key: null, value: 'a', timestamp: null, headers: null });
    expect(await producer.flush(0)).toBe(false);
    expect([producer.settledBelow(), producer.isSettled(0)]).toEqual([0, false]);
    expect(await producer.flush(10_000)).toBe(true);
    expect([producer.settledBelow(), producer.isSettled(0)]).toEqual([1, true]);
  });

  it('commits and aborts transactions', async () => {
    const topic = await topicOf();
    const producer = await room.producer({ 'transactional.id': uniqueName('tx'), 'enable.idempotence': 'true' });
    await producer.initTransactions();
    await producer.beginTransaction();
    await sendValues(producer, topic, ['no']);
    await producer.abortTransaction();
    await producer.beginTransaction();
    await sendValues(producer, topic, ['yes']);
    await producer.commitTransaction();
    const properties = { 'isolation.level': 'read_committed' };
    expect(await kcatValues({ bootstrap, topic, properties })).toEqual(['yes']);
    await expect(producer.commitTransaction()).rejects.toMatchObject({ name: 'KafkaError' });
  });

  it('knows that a newer producer of the same transactional id has taken its place', async () => {
    const id = uniqueName('tx');
    const topic = await topicOf();
    const properties = { 'transactional.id': id, 'enable.idempotence': 'true' };
    const old = await room.producer(properties);
    await old.initTransactions();
    await old.beginTransaction();
    await (await room.producer(properties)).initTransactions();
    old.send({ topic, partition: 0, key: null, value: 'late', timestamp: null, headers: null });
    await old.flush(10_000);
    await expect(old.commitTransaction()).rejects.toMatchObject({ isFatal: true });
    expect(old.fatalError()).toMatchObject({ isFatal: true });
  });
});

describeWithKafka('RdkafkaAdmin', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  afterEach(() => room.close());

  it('knows the cluster and its topics, and makes none by asking', async () => {
    const admin = await room.admin();
    expect(await admin.clusterId()).toMatch(/^[\w-]{22}$/);
    const name = uniqueName('admin');
    expect(await admin.describeTopic(name)).toBeUndefined();
    expect((await admin.listTopics()).has(name)).toBe(false);
    const topic = { name, partitions: 3, replicationFactor: 1, configs: { 'cleanup.policy': 'compact' } };
    expect(await admin.createTopic(topic)).toBe(true);
    expect(await admin.createTopic(topic)).toBe(false);
    // The broker learns of it from the controller, a moment later.
    const deadline = Date.now() + 10_000;
    while ((await admin.describeTopic(name)) === undefined && Date.now() < deadline) await setTimeout(20);
    expect(await admin.describeTopic(name)).toBe(3);
    expect((await admin.listTopics()).get(name)).toBe(3);
    const bad = { name: uniqueName('admin'), partitions: 1, replicationFactor: -1, configs: { 'cleanup.policy': 'x' } };
    await expect(admin.createTopic(bad)).rejects.toThrow(/cleanup\.policy/);
  });

  it('lists, alters and deletes offsets of a group without members, and refuses while it has some', async () => {
    const admin = await room.admin();
    const topic = uniqueName('admin');
    const group = uniqueName('group');
    await createTopic(bootstrap, topic, { partitions: 2 });
    const [first, second] = [
      { topic, partition: 0 },
      { topic, partition: 1 },
    ] as const;
    expect([...(await admin.listGroupOffsets(group))]).toEqual([]);
    await admin.alterGroupOffsets(
      group,
      new TopicPartitionMap([
        [first, 5],
        [second, 7],
      ]),
    );
    expect([...(await admin.listGroupOffsets(group))]).toEqual([
      [first, 5],
      [second, 7],
    ]);
    await admin.deleteGroupOffsets(group, [first]);
    expect([...(await admin.listGroupOffsets(group))]).toEqual([[second, 7]]);

    const consumer = await room.consumer(group);
    await consumer.subscribe(
      { topics: [topic] },
      {
        onAssigned: () => Promise.resolve(),
        onRevoked: () => Promise.resolve(),
        onLost: () => Promise.resolve(),
      },
    );
    await pollTill([consumer], () => consumer.assignment().length > 0);
    const error = { name: 'KafkaError' };
    await expect(admin.alterGroupOffsets(group, new TopicPartitionMap([[second, 0]]))).rejects.toMatchObject(error);
    await expect(admin.deleteGroupOffsets(group, [second])).rejects.toMatchObject({ kafkaCode: 86 });
    await expect(admin.deleteGroup(group)).rejects.toMatchObject({ kafkaCode: 68 });
    await consumer.close();

    await admin.deleteGroup(group);
    expect([...(await admin.listGroupOffsets(group))]).toEqual([]);
    await admin.deleteGroup(group);
  });
});
