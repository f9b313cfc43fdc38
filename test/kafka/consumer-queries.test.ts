import { ConsumerQueries } from '../../src/kafka/consumer-queries';
import { startEmbeddedKafka, type EmbeddedKafka } from '../../src/kafka/embedded-kafka';
import { RdkafkaHandle } from '../../src/kafka/rdkafka-handle';

jest.setTimeout(30_000);

/** Ids of topics are tried against a real broker: the mock cluster has none. */
describe('ConsumerQueries', () => {
  let kafka: EmbeddedKafka;
  const handles: RdkafkaHandle[] = [];
  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    await kafka.createTopic('asked', 2);
  });
  afterEach(async () => {
    for (const handle of handles.splice(0)) await handle.disconnect(true);
  });
  afterAll(() => kafka.stop());

  async function queries(properties: Record<string, string> = {}): Promise<ConsumerQueries> {
    const handle = new RdkafkaHandle('consumer', {
      properties: { 'bootstrap.servers': kafka.bootstrap, 'group.id': 'asking', ...properties },
    });
    handles.push(handle);
    await handle.connect(10_000);
    return new ConsumerQueries(handle);
  }

  it.each(['earliest', 'latest'])(
    'says where partitions begin of which nothing was committed: at the %s',
    async (reset) => {
      const asking = await queries({ 'auto.offset.reset': reset });
      const partition = { topic: 'asked', partition: 1 };
      expect([...(await asking.startPositions([partition]))]).toEqual([[partition, 0]]);
      expect(await asking.watermarks(partition)).toEqual({ low: 0, high: 0 });
    },
  );

  it('asks nobody about no partitions', async () => {
    const asking = await queries();
    expect((await asking.committed([])).size).toBe(0);
  });

  it('gives empty ids where there are none, and waits for no controller', async () => {
    const asking = await queries();
    expect([...(await asking.topicIds(['asked']))]).toEqual([['asked', '']]);
  });

  it('names what it asked for when nobody answers', async () => {
    const asking = await queries({ 'default.api.timeout.ms': '1500', 'request.timeout.ms': '1000' });
    await expect(asking.watermarks({ topic: 'asked', partition: 7 })).rejects.toThrow(
      'Offsets of asked-7 cannot be read',
    );
  });
});
