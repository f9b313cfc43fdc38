import { requireCluster } from '../../src/cli/required-cluster';
import { BrokerUnavailableError, WorkerStartError } from '../../src/errors';
import { FakeAdmin } from '../support/fake-admin';
import { captureLog } from '../support/silent-log';

function setUp() {
  const admin = new FakeAdmin();
  const close = jest.spyOn(admin, 'close');
  const { log, text } = captureLog();
  const clients = { admin: () => admin, consumer: () => undefined as never, producer: () => undefined as never };
  return { admin, close, text, ask: () => requireCluster({ clients, props: { 'bootstrap.servers': 'k:1' }, log }) };
}

describe('requireCluster', () => {
  it('gives the id of the cluster and says it', async () => {
    const { ask, text, close } = setUp();
    expect(await ask()).toBe('fake-cluster');
    expect(text()).toBe('Kafka cluster ID: fake-cluster');
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('rejects as the start of a worker does where no broker answers', async () => {
    const { ask, admin, close } = setUp();
    admin.connect = () => Promise.reject(new BrokerUnavailableError('no broker'));
    await expect(ask()).rejects.toEqual(new WorkerStartError('The worker could not reach Kafka: no broker'));
    expect(close).toHaveBeenCalledTimes(1);
  });
});
