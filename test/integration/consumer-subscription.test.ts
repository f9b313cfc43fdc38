/** What a consumer is subscribed to, on a real broker: topics that appear later, by name and by pattern. */
import type { KafkaConsumer, RebalanceListener, Subscription } from '../../src/kafka/clients';
import { RdkafkaConsumer } from '../../src/kafka/rdkafka-consumer';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce } from '../support/kcat';
import { createTopic } from '../support/topics';

jest.setTimeout(60_000);

const NO_LISTENER: RebalanceListener = {
  onAssigned: () => Promise.resolve(),
  onRevoked: () => Promise.resolve(),
  onLost: () => Promise.resolve(),
};

describeWithKafka('A consumer', ({ bootstrap }) => {
  let consumer: KafkaConsumer;
  const events: string[] = [];

  afterEach(() => consumer.close());

  async function subscribed(subscription: Subscription): Promise<void> {
    consumer = new RdkafkaConsumer({
      properties: {
        'bootstrap.servers': bootstrap,
        'group.id': uniqueName('group'),
        'auto.offset.reset': 'earliest',
        'allow.auto.create.topics': 'false',
        'metadata.max.age.ms': 'topics' in subscription ? '300000' : '1000',
      },
      onEvent: ({ level, message }) => events.push(`${level} ${message}`),
    });
    await consumer.connect();
    await consumer.subscribe(subscription, NO_LISTENER);
  }

  /** What comes until a value is among it, or the time is over. A rebalance may bring records again: nothing is committed. */
  async function valuesUntil(wanted: string, withinMs: number): Promise<(string | undefined)[]> {
    const values: (string | undefined)[] = [];
    const deadline = Date.now() + withinMs;
    while (!values.includes(wanted) && Date.now() < deadline) {
      try {
        const batch = await consumer.poll(200);
        for (let index = 0; index < batch.size; index++) values.push(batch.value(index)?.toString());
      } catch (error) {
        if (!(error as { isRetriable?: boolean }).isRetriable) throw error;
      }
    }
    return values;
  }

  it('gets the records of a topic soon after it was created, although it was not there at the start', async () => {
    const topic = uniqueName('later');
    await subscribed({ topics: [topic] });
    expect(await valuesUntil('one', 2000)).toEqual([]);
    await createTopic(bootstrap, topic);
    await kcatProduce({ bootstrap, topic }, ['one', 'two']);
    expect(await valuesUntil('two', 10_000)).toEqual(['one', 'two']);
    expect(events.filter((event) => event.includes(topic)).filter((event) => event.startsWith('error'))).toEqual([]);
  });

  it('reads what is there while another topic is missing, and that one too when it comes', async () => {
    const [present, later] = [uniqueName('present'), uniqueName('later')];
    await createTopic(bootstrap, present);
    await kcatProduce({ bootstrap, topic: present }, ['here']);
    await subscribed({ topics: [present, later] });
    expect(await valuesUntil('here', 10_000)).toEqual(['here']);
    await createTopic(bootstrap, later);
    await kcatProduce({ bootstrap, topic: later }, ['there']);
    expect(await valuesUntil('there', 10_000)).toContain('there');
  });

  it('takes up a new topic that matches its pattern', async () => {
    const prefix = uniqueName('pattern');
    await subscribed({ matches: (topic) => topic.startsWith(prefix) });
    await createTopic(bootstrap, `${prefix}-a`);
    await kcatProduce({ bootstrap, topic: `${prefix}-a` }, ['matched']);
    expect(await valuesUntil('matched', 15_000)).toEqual(['matched']);
    await createTopic(bootstrap, `${prefix}-b`);
    await kcatProduce({ bootstrap, topic: `${prefix}-b` }, ['as well']);
    expect(await valuesUntil('as well', 15_000)).toContain('as well');
  });
});
