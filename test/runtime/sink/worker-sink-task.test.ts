import { TopicPartitionMap } from '../../../src/api/topic-partition';
import { KafkaError, RetriableError } from '../../../src/errors';
import { settle } from '../../support/fake-clock';
import { message, setUpSinkTask, T0, T1 } from '../../support/sink-task-set-up';

describe('WorkerSinkTask', () => {
  it('subscribes before start, opens, puts, and at the end commits, closes and stops, in that order', async () => {
    const { task, sink, consumer, committed, stop } = setUpSinkTask();
    consumer.assign(T0);
    consumer.deliver(message(0), message(1));
    void task.run();
    await settle(20);
    await stop();
    expect(consumer.calls.slice(0, 2)).toEqual(['connect', 'subscribe']);
    expect(sink.calls).toEqual(['start', 'open 0', 'put 0,1', 'preCommit', 'close 0', 'stop']);
    expect(committed()).toEqual(['0:2']);
    expect(consumer.isClosed).toBe(true);
  });

  it('moves on past records that a transform dropped', async () => {
    const { task, consumer, committed, stop } = setUpSinkTask();
    consumer.assign(T0);
    consumer.deliver(message(0), message(1, 0, 'drop'));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual(['0:2']);
  });

  it('keeps the position of each partition of a mixed batch', async () => {
    const { task, consumer, committed, stop } = setUpSinkTask();
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(7, 1), message(1), message(8, 1));
    void task.run();
    await settle(20);
    await stop();
    expect(committed()).toEqual(['0:2,1:9']);
  });

  it('delivers the same records again after a retriable error, with everything paused meanwhile', async () => {
    const { task, sink, consumer, committed, stop, context } = setUpSinkTask();
    let refusals = 2;
    const pausedDuring: number[] = [];
    sink.onPut = (records) => {
      pausedDuring.push(consumer.paused.size);
      if (records.length > 0 && refusals-- > 0) {
        context.timeout(0);
        throw new RetriableError('busy');
      }
    };
    consumer.assign(T0);
    consumer.deliver(message(0), message(1));
    void task.run();
    await settle(30);
    expect(sink.calls.filter((call) => call.startsWith('put'))).toEqual(['put 0,1', 'put 0,1', 'put 0,1']);
    expect(pausedDuring.slice(1)).toEqual([0, 1, 1]);
    expect(consumer.paused.size).toBe(0);
    await stop();
    expect(committed()).toEqual(['0:2']);
  });

  it('fails on any other error of put and commits only what was put before', async () => {
    const { task, sink, consumer, events, committed } = setUpSinkTask();
    sink.onPut = (records) => {
      if (records.some(({ kafkaOffset }) => kafkaOffset === 1)) throw new Error('disk full');
    };
    consumer.assign(T0);
    consumer.deliver(message(0));
    consumer.deliver(message(1));
    await task.run();
    expect(events).toEqual(['RUNNING', 'FAILED Exiting WorkerSinkTask due to unrecoverable exception: disk full']);
    expect(committed()).toEqual(['0:1']);
  });

  it('goes back to the last committed offsets when preCommit throws', async () => {
    const { task, sink, consumer, stop, context } = setUpSinkTask();
    let isBroken = true;
    sink.onPreCommit = (offsets) => {
      if (isBroken) throw new Error('not flushed');
      return offsets;
    };
    consumer.positionsByPartition.set(T0, 5);
    consumer.assign(T0);
    sink.onPut = (records) => {
      if (records.length > 0) context.requestCommit();
    };
    consumer.deliver(message(5), message(6));
    consumer.deliver();
    void task.run();
    await settle(30);
    expect(consumer.seeks).toEqual(['t-0@5']);
    isBroken = false;
    await stop();
  });

  it('commits and closes revoked partitions before they go, and closes lost ones without a commit', async () => {
    const { task, sink, consumer, committed, stop } = setUpSinkTask();
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(0, 1));
    consumer.revoke(T0);
    consumer.lose(T1);
    void task.run();
    await settle(40);
    expect(sink.calls.slice(2)).toEqual(['put 0,0', 'preCommit', 'close 0', 'close 1']);
    expect(committed()).toEqual(['0:1']);
    await stop();
  });

  it('drops records waiting for another put when their partition is lost', async () => {
    const { task, sink, consumer, stop } = setUpSinkTask();
    let isBusy = true;
    sink.onPut = (records) => {
      if (records.length > 0 && isBusy) throw new RetriableError('busy');
    };
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(0, 1));
    void task.run();
    await settle(20);
    consumer.lose(T0);
    await settle(20);
    isBusy = false;
    consumer.deliver();
    await settle(20);
    expect(sink.calls.filter((call) => call.startsWith('put')).at(-1)).toBe('put 0');
    expect(sink.calls).toContain('close 0');
    await stop();
  });

  it('fails when open throws', async () => {
    const { task, sink, consumer, events } = setUpSinkTask();
    sink.onOpen = () => {
      throw new Error('cannot open');
    };
    consumer.assign(T0);
    await task.run();
    expect(events.at(-1)).toBe('FAILED cannot open');
  });

  it('pauses fetching while the connector is paused, and goes on after', async () => {
    const { task, consumer, events, stop } = setUpSinkTask();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    task.transitionTo('PAUSED');
    await settle(20);
    expect([...consumer.paused]).toEqual(['t-0']);
    task.transitionTo('STARTED');
    await settle(20);
    expect(consumer.paused.size).toBe(0);
    expect(events).toEqual(['RUNNING', 'PAUSED', 'RUNNING']);
    await stop();
  });

  it('leaves partitions paused that the author paused', async () => {
    const { task, consumer, context, stop } = setUpSinkTask();
    consumer.assign(T0, T1);
    void task.run();
    await settle(20);
    context.pause(T1);
    task.transitionTo('PAUSED');
    await settle(20);
    task.transitionTo('STARTED');
    await settle(20);
    expect([...consumer.paused]).toEqual(['t-1']);
    await stop();
  });

  it('seeks as the author asked before the next poll and commits from there', async () => {
    const { task, consumer, context, committed, stop } = setUpSinkTask();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    context.offset(new TopicPartitionMap([[T0, 100]]));
    consumer.deliver();
    await settle(20);
    consumer.deliver(message(100));
    await settle(20);
    expect(consumer.seeks).toEqual(['t-0@100']);
    await stop();
    expect(committed()).toEqual(['0:101']);
  });

  it('goes on after a retriable error of the consumer and fails on any other', async () => {
    const { task, consumer, events } = setUpSinkTask();
    consumer.fail(new KafkaError('coordinator is loading', { kafkaCode: 14, isRetriable: true }));
    consumer.fail(new KafkaError('not authorised', { kafkaCode: 29 }));
    await task.run();
    expect(events).toEqual(['RUNNING', 'FAILED not authorised']);
  });

  it('does not deliver records at the old offsets when open has asked for others', async () => {
    const { task, sink, consumer, context, committed, stop } = setUpSinkTask();
    // As the real consumer does: one poll serves the assignment and returns records.
    const poll = consumer.poll.bind(consumer);
    jest.spyOn(consumer, 'poll').mockImplementation(async (timeoutMs) => {
      const batch = await poll(timeoutMs);
      return sink.calls.includes('open 0,1') && batch.size === 0 ? poll(0) : batch;
    });
    sink.onOpen = () => context.offset(new TopicPartitionMap([[T0, 100]]));
    consumer.assign(T0, T1);
    consumer.deliver(message(0), message(5, 1), message(1));
    consumer.deliver(message(100));
    void task.run();
    await settle(30);
    expect(consumer.seeks).toEqual(['t-0@100']);
    expect(sink.calls.filter((call) => call.startsWith('put'))).toEqual(['put 5', 'put 100']);
    await stop();
    expect(committed()).toEqual(['0:101,1:6']);
  });

  it('goes back neither in a partition that it does not have nor to an offset that is none', async () => {
    const { task, consumer, context, committed, stop } = setUpSinkTask();
    consumer.assign(T0);
    void task.run();
    await settle(20);
    const none = null as unknown as number;
    context.offset(new TopicPartitionMap([[T1, 7]]).set(T0, none));
    consumer.deliver(message(0));
    await settle(20);
    expect(consumer.seeks).toEqual([]);
    await stop();
    expect(committed()).toEqual(['0:1']);
  });

  it('starts only when failed records can be reported', async () => {
    const { task, sink, consumer, events } = setUpSinkTask({
      start: () => Promise.reject(new Error('no dead letter queue')),
    });
    await task.run();
    expect(events).toEqual(['FAILED no dead letter queue']);
    expect(sink.calls).toEqual([]);
    expect(consumer.calls).toEqual(['close']);
  });

  it('fails after put when a report was not tolerated, although the author swallowed that', async () => {
    let failure: Error | undefined;
    const { task, sink, consumer, events, committed } = setUpSinkTask({
      throwError: () => {
        if (failure !== undefined) throw failure;
      },
    });
    sink.onPut = (records) => {
      if (records.length > 0) failure = new Error('Tolerance exceeded');
    };
    consumer.assign(T0);
    consumer.deliver(message(0));
    await task.run();
    expect(events.at(-1)).toBe('FAILED Exiting WorkerSinkTask due to unrecoverable exception: Tolerance exceeded');
    expect(committed()).toEqual([]);
  });

  it('commits nothing before the reports of failed records are safe, and fails when one cannot be', async () => {
    let fail: (error: Error) => void = () => undefined;
    const { task, sink, consumer, events, committed, context } = setUpSinkTask({
      safe: () => new Promise((_resolve, reject) => (fail = reject)),
    });
    consumer.assign(T0);
    consumer.deliver(message(0));
    sink.onPut = () => context.requestCommit();
    const ended = task.run();
    await settle(30);
    expect(sink.calls).not.toContain('preCommit');
    fail(new Error('not written'));
    await settle(5);
    fail(new Error('still not written'));
    await ended;
    expect(events.at(-1)).toBe('FAILED not written');
    expect(committed()).toEqual([]);
    expect(sink.calls.at(-2)).toBe('close 0');
  });

  it('closes its clients also when stop of the author throws', async () => {
    const { task, sink, consumer } = setUpSinkTask();
    jest.spyOn(sink, 'stop').mockImplementation(() => {
      throw new Error('cannot stop');
    });
    void task.run();
    await settle(20);
    task.stop();
    await task.ended();
    expect(consumer.isClosed).toBe(true);
  });
});
