/** Owns what clients of the embedded Kafka need beyond their own: topics made through its controls, before first use. */
import type { EmbeddedKafka } from './embedded-kafka';
import type { ClientOptions, KafkaAdmin, KafkaClients, KafkaConsumer, KafkaProducer } from './clients';

/**
 * The same clients, for use with the embedded Kafka. It knows no requests about single topics, and would give four partitions
 * to a topic that is made by being used: so the admin creates through its controls, and topics that are written to or
 * subscribed to by name are created first, with one partition. Rejections are those of `EmbeddedKafka.createTopic`.
 */
export function embeddedKafkaClients(clients: KafkaClients, kafka: EmbeddedKafka): KafkaClients {
  const topics = new EmbeddedTopics(kafka);
  return {
    admin: (options) => creatingAdmin(clients.admin(options), kafka),
    producer: (options: ClientOptions & { readonly tracksMetadata?: boolean }) =>
      creatingProducer(clients.producer(options), topics),
    consumer: (options) => creatingConsumer(clients.consumer(options), topics),
  };
}

/** Topics that were named by a client, each created once. */
class EmbeddedTopics {
  readonly #kafka: EmbeddedKafka;
  readonly #known = new Set<string>();
  readonly #wanted: string[] = [];
  #creating: Promise<void> | undefined;

  constructor(kafka: EmbeddedKafka) {
    this.#kafka = kafka;
  }

  /** Notes a topic that must exist when `created` has resolved. */
  mention(topic: string): void {
    if (this.#known.has(topic)) return;
    this.#known.add(topic);
    this.#wanted.push(topic);
  }

  /** Resolves when all topics mentioned so far exist; undefined when they do already. */
  created(): Promise<void> | undefined {
    if (this.#wanted.length === 0) return this.#creating;
    const creating = this.#create(this.#wanted.splice(0), this.#creating).finally(() => {
      if (this.#creating === creating) this.#creating = undefined;
    });
    this.#creating = creating;
    return creating;
  }

  async #create(topics: readonly string[], before: Promise<void> | undefined): Promise<void> {
    await before;
    for (const topic of topics) await this.#kafka.createTopic(topic);
  }
}

function creatingAdmin(admin: KafkaAdmin, kafka: EmbeddedKafka): KafkaAdmin {
  // A description is asked of the controller, which the mock cluster does not have; the list of topics of any broker.
  admin.describeTopic = async (topic) => (await admin.listTopics()).get(topic);
  admin.createTopic = ({ name, partitions }) => kafka.createTopic(name, partitions < 1 ? 1 : partitions);
  return admin;
}

function creatingProducer(producer: KafkaProducer, topics: EmbeddedTopics): KafkaProducer {
  const send = producer.send.bind(producer);
  const handOver = producer.handOver.bind(producer);
  producer.send = (record) => {
    topics.mention(record.topic);
    return send(record);
  };
  producer.handOver = (signal) => {
    const created = topics.created();
    return created === undefined ? handOver(signal) : created.then(() => handOver(signal));
  };
  return producer;
}

function creatingConsumer(consumer: KafkaConsumer, topics: EmbeddedTopics): KafkaConsumer {
  const subscribe = consumer.subscribe.bind(consumer);
  consumer.subscribe = async (subscription, listener) => {
    if ('topics' in subscription) subscription.topics.forEach((topic) => topics.mention(topic));
    await topics.created();
    await subscribe(subscription, listener);
  };
  return consumer;
}
