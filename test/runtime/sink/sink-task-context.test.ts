import { TopicPartitionMap } from '../../../src/api/topic-partition';
import { IllegalStateError } from '../../../src/errors';
import { WorkerSinkTaskContext } from '../../../src/runtime/sink/sink-task-context';
import { FakeConsumer } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const T0 = { topic: 't', partition: 0 };

function setUp() {
  const consumer = new FakeConsumer();
  const context = new WorkerSinkTaskContext({
    consumer,
    configs: () => Promise.resolve({ a: 'b' }),
    errantRecordReporter: null,
    logger: captureLog().log,
    stopSignal: new AbortController().signal,
  });
  jest.spyOn(consumer, 'assignment').mockReturnValue([T0]);
  return { consumer, context };
}

describe('WorkerSinkTaskContext', () => {
  it('gives each wish to the loop once', () => {
    const { context } = setUp();
    context.offset(new TopicPartitionMap([[T0, 5]]));
    context.timeout(100);
    context.requestCommit();
    expect([...context.takeRewinds()]).toEqual([[T0, 5]]);
    expect(context.takeRewinds().size).toBe(0);
    expect([context.takeTimeout(), context.takeTimeout()]).toEqual([100, -1]);
    expect([context.takeCommitRequest(), context.takeCommitRequest()]).toEqual([true, false]);
  });

  it('pauses and resumes on the consumer and remembers what is paused until the partition does not come back', () => {
    const { context, consumer } = setUp();
    context.pause(T0);
    expect(context.isPaused(T0)).toBe(true);
    expect([...consumer.paused]).toEqual(['t-0']);
    context.resume(T0);
    expect(consumer.paused.size).toBe(0);
    context.pause(T0);
    context.retainPauses([T0]);
    expect(context.isPaused(T0)).toBe(true);
    context.retainPauses([]);
    expect(context.isPaused(T0)).toBe(false);
  });

  it('refuses to pause a partition that it does not have', () => {
    const { context } = setUp();
    expect(() => context.pause({ topic: 't', partition: 9 })).toThrow(IllegalStateError);
  });

  it('gives the settings of the moment', async () => {
    await expect(setUp().context.configs()).resolves.toEqual({ a: 'b' });
  });
});
