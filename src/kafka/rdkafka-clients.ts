/** Owns the making of the real Kafka clients. */
import type { ClientOptions, KafkaAdmin, KafkaClients, KafkaConsumer, KafkaProducer } from './clients';
import { RdkafkaAdmin } from './rdkafka-admin';
import { RdkafkaConsumer } from './rdkafka-consumer';
import { RdkafkaProducer } from './rdkafka-producer';

/** Clients on node-rdkafka and its companion. Never use them in worker threads: node-rdkafka crashes there. */
export class RdkafkaClients implements KafkaClients {
  consumer(options: ClientOptions): KafkaConsumer {
    return new RdkafkaConsumer(options);
  }

  producer(options: ClientOptions & { readonly tracksMetadata?: boolean }): KafkaProducer {
    return new RdkafkaProducer(options);
  }

  admin(options: ClientOptions): KafkaAdmin {
    return new RdkafkaAdmin(options);
  }
}
