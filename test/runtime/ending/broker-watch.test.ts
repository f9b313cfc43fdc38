import { BrokerUnavailableError, KafkaError } from '../../../src/errors';
import { watchBroker } from '../../../src/runtime/ending/broker-watch';
import { FakeAdmin } from '../../support/fake-admin';
import { FakeClock, settle } from '../../support/fake-clock';

function setUp() {
  const admin = new FakeAdmin();
  const clock = new FakeClock();
  const stopping = new AbortController();
  const moved = { value: 0 };
  const close = jest.spyOn(admin, 'close');
  const watching = watchBroker({ admin, clock, moved: () => moved.value, signal: stopping.signal });
  return { admin, clock, stopping, moved, close, watching };
}

const refused = new KafkaError('timed out', { kafkaCode: -185 });

describe('watchBroker', () => {
  it('says that Kafka is gone when nothing moves and no broker answers', async () => {
    const { admin, clock, close, watching } = setUp();
    jest.spyOn(admin, 'describeTopic').mockRejectedValue(refused);
    await clock.advance(2000);
    await expect(watching).resolves.toBeInstanceOf(BrokerUnavailableError);
    expect(close).toHaveBeenCalled();
  });

  it('takes any answer for an answer, also a refusal', async () => {
    const { admin, clock, stopping, watching } = setUp();
    const ask = jest
      .spyOn(admin, 'describeTopic')
      .mockRejectedValue(new KafkaError('not authorized', { kafkaCode: 29 }));
    await clock.advance(2000);
    await clock.advance(2000);
    expect(ask).toHaveBeenCalledTimes(2);
    stopping.abort();
    await expect(watching).resolves.toBeUndefined();
  });

  it('does not ask while records move, and does not believe a time-out during which some did', async () => {
    const { admin, clock, moved, stopping, watching } = setUp();
    const ask = jest.spyOn(admin, 'describeTopic').mockImplementation(() => {
      moved.value++;
      return Promise.reject(refused);
    });
    moved.value = 1;
    await clock.advance(2000);
    expect(ask).not.toHaveBeenCalled();
    await clock.advance(2000);
    await settle();
    expect(ask).toHaveBeenCalledTimes(1);
    stopping.abort();
    await expect(watching).resolves.toBeUndefined();
  });
});
