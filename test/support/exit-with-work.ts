/** Owns a program that ends, by process.exit, while clients have work under way. Arguments: bootstrap, topic, what is under way. */
import { RdkafkaClients } from '../../src/kafka/rdkafka-clients';

const [bootstrap = '', topic = '', work = ''] = process.argv.slice(2);
const NOTHING = () => Promise.resolve();

async function main(): Promise<void> {
  const clients = new RdkafkaClients();
  const properties = { 'bootstrap.servers': bootstrap, 'group.id': `exit-${work}` };
  if (work === 'fetch') {
    const consumer = clients.consumer({ properties });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic] }, { onAssigned: NOTHING, onRevoked: NOTHING, onLost: NOTHING });
    await consumer.poll(200);
    void consumer.poll(60_000);
  } else if (work === 'produce') {
    const producer = clients.producer({ properties: { ...properties, 'linger.ms': '60000' } });
    await producer.connect();
    for (let index = 0; index < 1000; index++) {
      producer.send({ topic, partition: 0, key: null, value: 'x', timestamp: null, headers: null });
    }
    await producer.handOver();
    void producer.waitForSettled(60_000);
    void producer.flush(60_000);
  } else {
    const admin = clients.admin({ properties });
    await admin.connect();
    // The embedded Kafka never answers this.
    admin.listGroupOffsets('g').catch(() => undefined);
  }
  setTimeout(() => process.exit(7), 150);
}

void main();
