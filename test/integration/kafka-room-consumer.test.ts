import { TopicPartitionMap, type TopicPartition } from '../../src/api/topic-partition';
import { KafkaError } from '../../src/errors';
import type { KafkaConsumer } from '../../src/kafka/clients';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import {
  KafkaRoom,
  pollTill,
  pollUntil,
  readAll,
  RecordingListener,
  sendValues,
  type ReadRecord,
} from '../support/kafka-room';
import { createTopic, deleteTopic } from '../support/topics';

jest.setTimeout(180_000);

function text(records: readonly { value: Buffer | null }[]): string[] {
  return records.map(({ value }) => String(value));
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => String(from + index));
}

describeWithKafka('RdkafkaConsumer', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  afterEach(() => room.close());

  async function topicWith(values: readonly string[], partitions = 1): Promise<string> {
    const topic = uniqueName('consumer');
    await createTopic(bootstrap, topic, { partitions });
    const producer = await room.producer();
    for (let partition = 0; partition < partitions; partition++) {
      await sendValues(
        producer,
        topic,
        values.map((value) => ({ value, partition })),
      );
    }
    return topic;
  }

  /** With as many records as it had: the old position is that of its end, so that nothing else tells of it. */
  async function recreate(topic: string, values: readonly string[]): Promise<void> {
    // The consumer's own question for it may have made it already.
    await createTopic(bootstrap, topic).catch(() => undefined);
    await sendValues(await room.producer(), topic, values);
  }

  async function subscribed(topic: string, properties: Record<string, string> = {}): Promise<KafkaConsumer> {
    const consumer = await room.consumer(uniqueName('group'), properties);
    await consumer.subscribe({ topics: [topic] }, new RecordingListener());
    return consumer;
  }

  it('ends 200 times with a fetch under way and hangs never', async () => {
    const topic = await topicWith(numbers(0, 2000));
    const slow: number[] = [];
    for (let round = 0; round < 50; round++) {
      await Promise.all(
        [0, 1, 2, 3].map(async (member) => {
          const consumer = await subscribed(topic, { 'max.poll.records': '10' });
          if (member < 3) await pollUntil(consumer, ({ length }) => length > 0);
          // Most have a fetch under way that nobody waits for; one has not even joined.
          const pending = consumer.poll(10_000);
          const start = Date.now();
          await consumer.close();
          if (Date.now() - start > 3000) slow.push(Date.now() - start);
          await pending;
        }),
      );
    }
    expect(slow).toEqual([]);
    expect(room.events.filter(({ message }) => message.includes('did not end'))).toEqual([]);
  });

  it('returns after a seek what lies at the offset, and nothing fetched before', async () => {
    const topic = await topicWith(numbers(0, 5000));
    const consumer = await subscribed(topic, { 'max.poll.records': '50' });
    const partition = { topic, partition: 0 };
    await pollUntil(consumer, ({ length }) => length >= 100);
    for (const offset of [4000, 0, 2500, 4990, 1]) {
      await consumer.seek({ ...partition, offset });
      expect((await consumer.positions([partition])).get(partition)).toBe(offset);
      const records = await pollUntil(consumer, ({ length }) => length > 0);
      expect(text(records)).toEqual(numbers(offset, offset + records.length));
    }
  });

  it('seeks in a partition that was assigned a moment ago', async () => {
    const topic = await topicWith(numbers(0, 100));
    const consumer = await room.consumer(uniqueName('group'));
    let isAssigned = false;
    await consumer.subscribe(
      { topics: [topic] },
      {
        onAssigned: () => Promise.resolve(void (isAssigned = true)),
        onRevoked: () => Promise.resolve(),
        onLost: () => Promise.resolve(),
      },
    );
    await pollTill([consumer], () => isAssigned);
    await consumer.seek({ topic, partition: 0, offset: 60 });
    expect(text(await pollUntil(consumer, ({ length }) => length >= 40))).toEqual(numbers(60, 100));
  });

  it('returns nothing of a paused partition and goes on with it exactly where it was', async () => {
    const topic = await topicWith(numbers(0, 3000), 2);
    const consumer = await subscribed(topic, { 'max.poll.records': '20' });
    const seen: string[][] = [[], []];
    const note = (records: readonly ReadRecord[]) => {
      for (const { partition, value } of records) seen[partition]!.push(String(value));
    };
    note(await pollTill([consumer], () => consumer.assignment().length > 0));
    const paused: TopicPartition = { topic, partition: 0 };
    let pauses = 0;
    while (seen.some((values) => values.length < 3000)) {
      consumer.pause([paused]);
      pauses++;
      for (const timeout of [0, 1, 5]) {
        const records = readAll(await consumer.poll(timeout));
        expect(records.filter(({ partition }) => partition === 0)).toEqual([]);
        note(records);
      }
      consumer.resume([paused]);
      note(await pollUntil(consumer, ({ length }) => length > 0 || seen[0]!.length === 3000));
    }
    expect(seen).toEqual([numbers(0, 3000), numbers(0, 3000)]);
    expect(pauses).toBeGreaterThan(10);
  });

  it('commits offsets, from which another member of the group goes on', async () => {
    const topic = await topicWith(numbers(0, 100), 2);
    const group = uniqueName('group');
    const first = await room.consumer(group);
    await first.subscribe({ topics: [topic] }, new RecordingListener());
    await pollUntil(first, ({ length }) => length === 200);
    const partitions = [0, 1].map((partition) => ({ topic, partition }));
    expect([...(await first.positions(partitions))].map(([, offset]) => offset)).toEqual([100, 100]);
    await first.commit(new TopicPartitionMap([[partitions[0]!, 90]]));
    expect([...(await first.committed(partitions))]).toEqual([[partitions[0], 90]]);
    await first.close();
    const second = await room.consumer(group);
    await second.subscribe({ topics: [topic] }, new RecordingListener());
    const records = await pollUntil(second, ({ length }) => length === 110);
    expect(text(records.filter(({ partition }) => partition === 0))).toEqual(numbers(90, 100));
    expect(await second.watermarks(partitions[0]!)).toEqual({ low: 0, high: 100 });
  });

  it.each(['RangeAssignor', 'CooperativeStickyAssignor'])(
    'tells of rebalances in their place with the %s, in time to commit',
    async (assignor) => {
      const topic = await topicWith(numbers(0, 50), 4);
      const group = uniqueName('group');
      const properties = { 'partition.assignment.strategy': `org.apache.kafka.clients.consumer.${assignor}` };
      const first = await room.consumer(group, properties);
      const committed: number[] = [];
      const log: string[] = [];
      await first.subscribe(
        { topics: [topic] },
        {
          onAssigned: (partitions) => Promise.resolve(void log.push(`assigned ${partitions.length}`)),
          onRevoked: async (partitions) => {
            log.push(`revoked ${partitions.length}`);
            await first.commit(new TopicPartitionMap(partitions.map((partition) => [partition, 50])));
            committed.push(...partitions.map(({ partition }) => partition));
          },
          onLost: () => Promise.reject(new Error('nothing was lost')),
        },
      );
      await pollUntil(first, ({ length }) => length === 200);
      const second = await room.consumer(group, properties);
      await second.subscribe({ topics: [topic] }, new RecordingListener());
      const isShared = () => second.assignment().length === 2 && first.assignment().length === 2;
      const again = await pollTill([first, second], isShared);
      // What was committed while it was revoked does not come again.
      const others = second.assignment().map(({ partition }) => partition);
      expect(committed).toEqual(expect.arrayContaining(others));
      for (const partition of others) expect(again).not.toContainEqual(expect.objectContaining({ partition }));
      const isEager = assignor === 'RangeAssignor';
      expect(log.slice(0, 2)).toEqual(['assigned 4', isEager ? 'revoked 4' : 'revoked 2']);
      await first.close();
      await pollTill([second], () => second.assignment().length === 4);
    },
  );

  it('tells of partitions that were lost, reports it and joins again', async () => {
    const topic = await topicWith(numbers(0, 10));
    const consumer = await room.consumer(uniqueName('group'), {
      'max.poll.interval.ms': '6000',
      'session.timeout.ms': '6000',
      'heartbeat.interval.ms': '500',
      'max.poll.records': '1',
    });
    const listener = new RecordingListener();
    await consumer.subscribe({ topics: [topic] }, listener);
    await pollUntil(consumer, ({ length }) => length >= 1);
    await new Promise((resolve) => setTimeout(resolve, 8500));
    const records = await pollUntil(consumer, ({ length }) => length === 19);
    expect(listener.log).toEqual(['assigned 0', 'lost 0', 'assigned 0']);
    expect(room.events.map(({ kafkaCode }) => kafkaCode)).toContain(-147);
    // What was fetched before comes first, then all of it again, as nothing was committed.
    expect(text(records)).toEqual([...numbers(1, 10), ...numbers(0, 10)]);
  });

  it('subscribes to whole names that match, and to new ones when it asks again', async () => {
    const prefix = uniqueName('match');
    for (const name of [`${prefix}-a`, `${prefix}-b`, `${prefix}-ab`]) await createTopic(bootstrap, name);
    const consumer = await room.consumer(uniqueName('group'), { 'metadata.max.age.ms': '1000' });
    const pattern = new RegExp(`^(?:${prefix}-[a-z])$`);
    await consumer.subscribe({ matches: (topic) => pattern.test(topic) }, new RecordingListener());
    const topics = () => [...new Set(consumer.assignment().map(({ topic }) => topic))].sort();
    await pollTill([consumer], () => topics().length === 2);
    expect(topics()).toEqual([`${prefix}-a`, `${prefix}-b`]);
    await createTopic(bootstrap, `${prefix}-c`);
    await pollTill([consumer], () => topics().length === 3);
    expect(topics()).toEqual([`${prefix}-a`, `${prefix}-b`, `${prefix}-c`]);
  });

  it('stands behind the end of a transaction, though its marker is no record', async () => {
    const topic = await topicWith([]);
    const producer = await room.producer({ 'transactional.id': uniqueName('tx'), 'enable.idempotence': 'true' });
    await producer.initTransactions();
    await producer.beginTransaction();
    await sendValues(producer, topic, ['aborted']);
    await producer.abortTransaction();
    await producer.beginTransaction();
    await sendValues(producer, topic, ['kept']);
    await producer.commitTransaction();
    const consumer = await subscribed(topic, { 'isolation.level': 'read_committed' });
    expect(text(await pollUntil(consumer, ({ length }) => length === 1))).toEqual(['kept']);
    const partition = { topic, partition: 0 };
    const { high } = await consumer.watermarks(partition);
    const deadline = Date.now() + 10_000;
    while ((await consumer.positions([partition])).get(partition) !== high && Date.now() < deadline)
      await consumer.poll(50);
    expect((await consumer.positions([partition])).get(partition)).toBe(high);
  });

  it.each([
    ['an old position is to be committed', '300000', true],
    ['nothing is to be committed', '1000', false],
  ])('reads a topic that was made anew from its beginning, when %s', async (_case, refreshMs, commits) => {
    const values = numbers(0, 10);
    const topic = await topicWith(values);
    const consumer = await subscribed(topic, { 'metadata.max.age.ms': refreshMs });
    await pollUntil(consumer, ({ length }) => length === values.length);
    const position = new TopicPartitionMap([[{ topic, partition: 0 }, values.length]]);
    await consumer.commit(position);

    await deleteTopic(bootstrap, topic);
    await recreate(topic, values);
    // Where the broker says too late that it is another topic, the old position is taken, and made good by the new beginning.
    const commit = () => consumer.commit(position).then(() => 'taken', String);
    expect(commits ? await commit() : 'taken').toMatch(/^taken$|a topic was deleted/);
    expect(text(await pollUntil(consumer, ({ length }) => length >= values.length))).toEqual(values);
    await consumer.commit(position);
  });

  it('ends a poll when it is woken', async () => {
    const consumer = await subscribed(await topicWith([]));
    const start = Date.now();
    setTimeout(() => consumer.wakeup(), 50);
    expect((await consumer.poll(30_000)).size).toBe(0);
    expect(Date.now() - start).toBeLessThan(5000);
  });

  it('rejects when there is no offset to start from and none is to be made up', async () => {
    const consumer = await subscribed(await topicWith(['a']), { 'auto.offset.reset': 'none' });
    await expect(pollUntil(consumer, ({ length }) => length > 0)).rejects.toThrow(KafkaError);
  });
});
