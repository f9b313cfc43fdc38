import type { SourceRecord } from '../../../src/api/source-record';
import type { RecordMetadata } from '../../../src/api/source-task';
import { BrokerUnavailableError, KafkaError, RetriableError } from '../../../src/errors';
import { settle } from '../../support/fake-clock';
import { record, setUpSourceTask } from '../../support/source-task-set-up';

describe('WorkerSourceTask', () => {
  it('starts, polls, sends in order, and at the end commits what was acknowledged and stops', async () => {
    const { run, source, producer, values, stop, stored, events } = setUpSourceTask();
    producer.acknowledgesAtOnce = true;
    source.feed(record(1, 'a'), record(2, 'b'));
    source.feed(record(3, 'c'));
    await run();
    expect(values()).toEqual(['a', 'b', 'c']);
    await stop();
    expect(stored).toEqual([3]);
    expect(source.calls).toEqual(['start', 'commit', 'stop']);
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
    expect(producer.isClosed).toBe(true);
  });

  it('keeps the order when only some records are encoded later', async () => {
    const { run, source, values, stop } = setUpSourceTask();
    source.feed(record(1, 'a'), record(2, 'later'), record(3, 'c'));
    await run();
    expect(values()).toEqual(['a', 'later', 'c']);
    await stop();
  });

  it('does not commit past what is not acknowledged, at the end either, and says how much is left', async () => {
    const { run, source, producer, stop, stored, text } = setUpSourceTask();
    source.feed(record(1), record(2), record(3));
    await run();
    producer.acknowledge(0, 2);
    await stop();
    expect(stored).toEqual([1]);
    expect(text()).toMatch(/\d records were not acknowledged within offset\.flush\.timeout\.ms \(5000 ms\)/);
  });

  it('waits at the end for what is on its way, so that the last commit covers it', async () => {
    const { run, source, producer, stop, stored } = setUpSourceTask();
    source.feed(record(1), record(2));
    await run();
    producer.flush = () => {
      producer.acknowledgeAll();
      return Promise.resolve(true);
    };
    await stop();
    expect(stored).toEqual([2]);
  });

  it('commits at every interval', async () => {
    const { run, source, producer, clock, stored, stop } = setUpSourceTask();
    source.feed(record(1));
    await run();
    producer.acknowledgeAll();
    await clock.advance(60_000);
    expect(stored).toEqual([1]);
    await stop();
  });

  it('calls commitRecord with the record as it was polled and where it was written', async () => {
    const committed: [SourceRecord, RecordMetadata | null][] = [];
    const commitRecord = (one: SourceRecord, metadata: RecordMetadata | null) => void committed.push([one, metadata]);
    const { run, source, producer, stop } = setUpSourceTask({ commitRecord });
    const [first, second] = [record(1), record(2, 'later')];
    source.feed(first, second);
    await run();
    expect(committed).toEqual([]);
    producer.acknowledgeAll();
    await stop();
    expect(committed.map(([, metadata]) => metadata)).toMatchObject([
      { topic: 't', offset: 0 },
      { topic: 't', offset: 1 },
    ]);
    expect(committed[0]?.[0]).toBe(first);
    expect(committed[1]?.[0]).toBe(second);
  });

  it('calls commitRecord with null for a dropped record, sends nothing and commits no offset for it', async () => {
    const commitRecord = jest.fn();
    const { run, source, values, stop, stored } = setUpSourceTask({ commitRecord });
    const dropped = record(1, 'drop');
    source.feed(dropped);
    await run();
    expect(commitRecord.mock.calls).toEqual([[dropped, null]]);
    expect(values()).toEqual([]);
    await stop();
    expect(stored).toEqual([]);
  });

  it.each([
    ['throws', () => raise('no')],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('only logs it when commitRecord %s', async (_how, commitRecord) => {
    const { run, source, events, text, stop } = setUpSourceTask({ commitRecord });
    source.feed(record(1, 'drop'));
    await run();
    await stop();
    expect(text()).toContain('commitRecord failed');
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('fails when a record is refused and nothing is tolerated, and never commits its offset or a later one', async () => {
    const { run, source, producer, events, stored, task, lines } = setUpSourceTask();
    source.feed(record(1), record(2), record(3));
    await run();
    producer.acknowledge(0);
    producer.refuse(1);
    producer.acknowledge(2);
    source.feedWith(() => null);
    await task.ended();
    expect(events[1]).toMatch(/^FAILED .*topic t .*"position":2.*Message size too large.*max\.request\.size/);
    expect(stored).toEqual([1]);
    expect(lines.filter(({ level }) => level === 50)).toHaveLength(1);
  });

  it('reports a refused record and goes on past it when everything is tolerated', async () => {
    const commitRecord = jest.fn();
    const { run, source, producer, reports, stored, stop, events } = setUpSourceTask({
      tolerance: 'all',
      commitRecord,
    });
    const refused = record(1);
    source.feed(refused, record(2));
    await run();
    producer.refuse(0);
    producer.acknowledge(1);
    await stop();
    expect(reports).toMatchObject([
      {
        stage: 'KAFKA_PRODUCE',
        executingClass: 'org.apache.kafka.connect.runtime.WorkerSourceTask',
        record: { polled: refused },
      },
    ]);
    expect(commitRecord).toHaveBeenCalledWith(refused, null);
    expect(stored).toEqual([2]);
    expect(events).toEqual(['RUNNING', 'UNASSIGNED']);
  });

  it('sends the same record again, encoded anew, after a retriable failure to create its topic', async () => {
    let failures = 2;
    const ensure = async () => {
      if (failures-- > 0) throw new KafkaError('timed out', { kafkaCode: 7, isRetriable: true });
    };
    const { run, source, clock, values, encoder, stop, text } = setUpSourceTask({ ensure });
    source.feed(record(1, 'a'), record(2, 'b'));
    await run();
    expect(values()).toEqual([]);
    await clock.advance(100);
    await clock.advance(100);
    await settle(10);
    expect(values()).toEqual(['a', 'b']);
    expect(encoder.encode.mock.calls.map(([one]) => one.value)).toEqual(['a', 'a', 'a', 'b']);
    expect(text().match(/sending it again/g)).toHaveLength(2);
    await stop();
  });

  it('is not held up in the wait for another attempt when it is told to stop', async () => {
    const ensure = () => Promise.reject(new RetriableError('timed out'));
    const { run, source, stop, values, stored, events } = setUpSourceTask({ ensure });
    source.feed(record(1));
    await run();
    await stop();
    expect([values(), stored, events]).toEqual([[], [], ['RUNNING', 'UNASSIGNED']]);
  });

  it('fails when the topic cannot be created, and sends what came before', async () => {
    const ensure = (topic: string) => (topic === 'u' ? Promise.reject(new Error('not allowed')) : undefined);
    const { run, source, producer, events, values, stored, task } = setUpSourceTask({ ensure });
    producer.acknowledgesAtOnce = true;
    source.feed(record(1, 'a'), record(2, 'b', 'u'), record(3, 'c'));
    await run();
    await task.ended();
    expect(events).toEqual(['RUNNING', 'FAILED not allowed']);
    expect(values()).toEqual(['a']);
    expect(stored).toEqual([1]);
  });

  it('fails when a record cannot be encoded, and commits what was acknowledged before it', async () => {
    const { run, source, producer, events, stored, task } = setUpSourceTask();
    producer.acknowledgesAtOnce = true;
    source.feed(record(1), record(2, 'fatal'), record(3));
    await run();
    await task.ended();
    expect(events).toEqual(['RUNNING', 'FAILED cannot encode']);
    expect(stored).toEqual([1]);
    expect(source.calls).toContain('stop');
  });

  it('skips no record that a dead producer has let fall, whatever is tolerated, and tells why it died', async () => {
    const { run, source, producer, events, stored, reports, task } = setUpSourceTask({ tolerance: 'all' });
    source.feed(record(1), record(2));
    await run();
    producer.acknowledge(0);
    producer.fatal = new Error('fenced');
    producer.refuse(1, -152, 'Local: Purged in queue');
    source.feedWith(() => null);
    await task.ended();
    expect(events).toEqual(['RUNNING', 'FAILED fenced']);
    expect([stored, reports]).toEqual([[1], []]);
  });

  it('polls again after null, an empty array and a retriable error, and fails on any other', async () => {
    const { run, source, values, events, task, text } = setUpSourceTask();
    source.feedWith(() => null);
    source.feed();
    source.feedWith(() => raise(new RetriableError('busy')));
    source.feed(record(1, 'a'));
    source.feedWith(() => raise('disk gone'));
    await run();
    await settle(20);
    await task.ended();
    expect(values()).toEqual(['a']);
    expect(text()).toContain('poll failed with a retriable error');
    expect(events).toEqual(['RUNNING', 'FAILED disk gone']);
  });

  it('does not poll while it is paused, and goes on after', async () => {
    const { run, task, source, values, events, stop } = setUpSourceTask();
    await run();
    task.transitionTo('PAUSED');
    source.feedWith(() => null);
    await settle(10);
    source.feed(record(1, 'a'));
    await settle(10);
    expect(values()).toEqual([]);
    task.transitionTo('STARTED');
    await settle(10);
    expect(values()).toEqual(['a']);
    expect(events).toEqual(['RUNNING', 'PAUSED', 'RESUMED']);
    await stop();
  });

  it('waits for a broker before it starts the author', async () => {
    const { run, producer, source, clock, events, stop } = setUpSourceTask();
    let isDown = true;
    producer.connectAnswer = () =>
      isDown ? Promise.reject(new BrokerUnavailableError('no broker')) : Promise.resolve();
    await run();
    expect([source.calls, events]).toEqual([[], []]);
    isDown = false;
    await clock.advance(1000);
    await settle(10);
    expect([source.calls, events]).toEqual([['start'], ['RUNNING']]);
    await stop();
  });

  it('does not call stop of an author that was never initialized', async () => {
    const { run, producer, source, task } = setUpSourceTask();
    producer.connectAnswer = () => Promise.reject(new Error('wrong password'));
    await run();
    await task.ended();
    expect(source.calls).toEqual([]);
    expect(producer.isClosed).toBe(true);
  });

  it('hands the same records over again, in order, when the client had no room in time', async () => {
    const { run, source, producer, clock, values, events, stop } = setUpSourceTask();
    const full = new KafkaError('queue full', { kafkaCode: -184, isRetriable: true });
    jest.spyOn(producer, 'handOver').mockRejectedValueOnce(full);
    source.feed(record(1, 'a'), record(2, 'b'));
    await run();
    expect(values()).toEqual([]);
    await clock.advance(100);
    expect(values()).toEqual(['a', 'b']);
    expect(events).toEqual(['RUNNING']);
    await stop();
  });

  it('commits nothing once it is cancelled, and lets go of its clients at once', async () => {
    const { run, source, producer, task, stored, closed, events } = setUpSourceTask();
    source.feed(record(1));
    await run();
    producer.acknowledgeAll();
    task.cancel();
    expect(producer.isClosed).toBe(true);
    expect(closed).toEqual(['reader']);
    await task.ended();
    expect(stored).toEqual([]);
    expect(events).toEqual(['RUNNING']);
  });

  it('counts what was polled, written and is on its way', async () => {
    const { run, source, producer, task, stop } = setUpSourceTask();
    source.feed(record(1), record(2), record(3, 'drop'));
    await run();
    source.feedWith(() => null);
    await settle(10);
    expect(task.counters).toMatchObject({ pollTotal: 3, active: 2, writeTotal: 0 });
    producer.acknowledgeAll();
    await stop();
    expect(task.counters).toMatchObject({ pollTotal: 3, active: 0, writeTotal: 2 });
  });
});

function raise(error: Error | string): never {
  throw typeof error === 'string' ? new Error(error) : error;
}
