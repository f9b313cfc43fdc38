import { ConfigTransformer } from '../../../src/config/config-transformer';
import type { ClientOptions } from '../../../src/kafka/clients';
import { sinkInputOf } from '../../../src/runtime/ending/sink-inputs';
import { FakeClock } from '../../support/fake-clock';
import { FakeAdmin } from '../../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

describe('sinkInputOf', () => {
  it("has the settings of the sink's own consumers, under a client id of its own", async () => {
    const asked: ClientOptions[] = [];
    const config = {
      ...{ name: 's', 'connector.class': 'FileStreamSink', topics: 'a,b' },
      ...{ 'consumer.override.isolation.level': 'read_committed', 'consumer.override.fetch.max.wait.ms': '2000' },
    };
    const { input, fetchWaitMs } = await sinkInputOf(
      {
        herder: { connectorInfo: () => Promise.resolve({ name: 's', config, tasks: [], type: 'sink' }) },
        transformer: new ConfigTransformer(new Map()),
        clients: {
          consumer: (options) => (asked.push(options), new FakeConsumer()),
          producer: () => new FakeProducer(),
          admin: () => new FakeAdmin(),
        },
        clock: new FakeClock(),
        workerProps: { 'bootstrap.servers': 'k:9092' },
        log: captureLog().log,
      },
      's',
    );
    expect(input.subscription).toEqual({ topics: ['a', 'b'] });
    expect(fetchWaitMs).toBe(2000);
    expect(asked[0]?.properties).toMatchObject({
      'bootstrap.servers': 'k:9092',
      'group.id': 'connect-s',
      'isolation.level': 'read_committed',
      'client.id': 'connector-consumer-s-0-input',
    });
  });
});
