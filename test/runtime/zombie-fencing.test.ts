import type { ClientOptions } from '../../src/kafka/clients';
import { KafkaError } from '../../src/errors';
import { ZombieFencing } from '../../src/runtime/zombie-fencing';
import { FakeAdmin } from '../support/fake-admin';
import { FakeConsumer, FakeProducer } from '../support/fake-kafka';
import { captureLog } from '../support/silent-log';

function setUp(problem?: Error) {
  const asked: ClientOptions[] = [];
  const producers: FakeProducer[] = [];
  const fencing = new ZombieFencing({
    clients: {
      admin: () => new FakeAdmin(),
      consumer: () => new FakeConsumer(),
      producer: (options) => {
        const producer = new FakeProducer();
        if (problem !== undefined) producer.transactionAnswer = () => Promise.reject(problem);
        asked.push(options);
        producers.push(producer);
        return producer;
      },
    },
    ...{ groupId: 'g', workerProps: { 'bootstrap.servers': 'a:1' }, log: captureLog().log },
  });
  const ids = () => asked.map(({ properties }) => properties['transactional.id']);
  return { fencing, ids, producers };
}

const connector = (tasksMax: number) => ({ name: 'c', 'connector.class': 'X', 'tasks.max': String(tasksMax) });

describe('ZombieFencing', () => {
  it('takes over the ids of all tasks that an earlier life may have had, and lets go of them', async () => {
    const { fencing, ids, producers } = setUp();
    await fencing.beforeTasks(connector(10), 2);
    expect(ids()).toEqual(Array.from({ length: 10 }, (_, task) => `g-c-${task}`));
    expect(producers.map(({ transactions }) => transactions)).toEqual(Array(10).fill(['init 0']));
    expect(producers.every(({ isClosed }) => isClosed)).toBe(true);
  });

  it('leaves a single task to fence itself', async () => {
    const { fencing, ids } = setUp();
    await fencing.beforeTasks(connector(1), 1);
    expect(ids()).toEqual([]);
  });

  it('fences a single task before its offsets are changed', async () => {
    const { fencing, ids } = setUp();
    await fencing.beforeChange(connector(1));
    expect(ids()).toEqual(['g-c-0']);
  });

  it('says which id could not be taken over, and closes its client', async () => {
    const { fencing, producers } = setUp(new KafkaError('not authorized', { kafkaCode: 53 }));
    await expect(fencing.beforeChange(connector(1))).rejects.toThrow('g-c-0 could not be fenced: not authorized');
    expect(producers.every(({ isClosed }) => isClosed)).toBe(true);
  });
});
