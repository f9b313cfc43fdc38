import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';
import { RdkafkaClients } from '../../src/kafka/rdkafka-clients';
import { RdkafkaConsumer } from '../../src/kafka/rdkafka-consumer';
import { RdkafkaProducer } from '../../src/kafka/rdkafka-producer';

describe('RdkafkaClients', () => {
  it('makes each kind of client, which need not be connected to be closed', async () => {
    const clients = new RdkafkaClients();
    const properties = { 'bootstrap.servers': '127.0.0.1:1', 'group.id': 'g' };
    const made = [clients.consumer({ properties }), clients.producer({ properties }), clients.admin({ properties })];
    const kinds = [RdkafkaConsumer, RdkafkaProducer, RdkafkaAdmin];
    made.forEach((client, index) => expect(client).toBeInstanceOf(kinds[index]));
    await Promise.all(made.map((client) => client.close(100)));
  });
});
