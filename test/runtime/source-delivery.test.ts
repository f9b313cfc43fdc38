import type { Props } from '../../src/api/plugin';
import type { ClientOptions } from '../../src/kafka/clients';
import { createSourceDelivery } from '../../src/runtime/source-delivery';
import { SourceTaskCounters } from '../../src/runtime/source/source-task-counters';
import { SourceOffsetCommitter } from '../../src/runtime/source/source-offset-committer';
import { TransactionCommitter } from '../../src/runtime/source/transaction-committer';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { FakeClock } from '../support/fake-clock';
import { FakeOffsetsTopic } from '../support/fake-offsets-topic';
import { captureLog } from '../support/silent-log';
import { StubSourceTask } from '../support/stub-plugins';

const never = () => Promise.reject(new Error('nobody fences here'));

function make(isExactlyOnce: boolean, connector: Props = {}) {
  const topic = new FakeOffsetsTopic('offsets');
  const asked: ClientOptions[] = [];
  const log = captureLog();
  const delivery = createSourceDelivery({
    ...{ id: { connector: 'c', task: 2 }, task: new StubSourceTask(), offsets: new MemoryOffsetBackingStore() },
    clients: { ...topic.clients, producer: (options) => (asked.push(options), topic.producer) },
    exactlyOnce: isExactlyOnce
      ? { groupId: 'g', store: { recordsOf: () => [] }, fencing: { beforeTasks: never, beforeChange: never } }
      : undefined,
    workerProps: { 'bootstrap.servers': 'a:1' },
    connector: { name: 'c', 'connector.class': 'X', ...connector },
    ...{ clock: new FakeClock(), log: log.log, counters: new SourceTaskCounters(), intervalMs: 1000, timeoutMs: 5000 },
  });
  return { delivery, properties: asked[0]?.properties ?? {}, log };
}

describe('createSourceDelivery', () => {
  it('commits after acknowledgements where transactions are not enabled', () => {
    const { delivery, properties } = make(false);
    expect(delivery.committer).toBeInstanceOf(SourceOffsetCommitter);
    expect(delivery).toMatchObject({ transactionContext: null, maySkipFailedSends: true });
    expect(properties).toMatchObject({ 'client.id': 'connector-producer-c-2' });
    expect(properties['transactional.id']).toBeUndefined();
  });

  it('commits in transactions with an id of the group, the connector and the task', () => {
    const { delivery, properties } = make(true);
    expect(delivery.committer).toBeInstanceOf(TransactionCommitter);
    expect(delivery).toMatchObject({ transactionContext: null, maySkipFailedSends: false });
    expect(properties).toMatchObject({ 'enable.idempotence': 'true', 'transactional.id': 'g-c-2', acks: 'all' });
  });

  it('does not let the user change what transactions need, and says so', () => {
    const { properties, log } = make(true, {
      'producer.override.enable.idempotence': 'false',
      'producer.override.transactional.id': 'mine',
    });
    expect(properties).toMatchObject({ 'enable.idempotence': 'true', 'transactional.id': 'g-c-2' });
    expect(log.text()).toContain('enable.idempotence=false is ignored');
    expect(log.text()).toContain('transactional.id=mine is ignored');
  });

  it('gives the task a context only where it defines the boundaries of transactions', () => {
    expect(make(true, { 'transaction.boundary': 'Interval' }).delivery.transactionContext).toBeNull();
    expect(make(true, { 'transaction.boundary': 'CONNECTOR' }).delivery.transactionContext).not.toBeNull();
    expect(make(false, { 'transaction.boundary': 'connector' }).delivery.transactionContext).toBeNull();
  });
});
