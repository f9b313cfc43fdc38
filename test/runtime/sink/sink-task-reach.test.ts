import { settle } from '../../support/fake-clock';
import { message, setUpSinkTask, T0, T1 } from '../../support/sink-task-set-up';

async function started() {
  const setUp = setUpSinkTask();
  void setUp.task.run();
  setUp.consumer.assign(T0, T1);
  setUp.consumer.deliver(message(0), message(1));
  await settle(20);
  return setUp;
}

describe('SinkTaskReach', () => {
  it('says of each assigned partition what was fetched, delivered and committed', async () => {
    const { task, consumer, stop } = await started();
    consumer.positionsByPartition.set(T0, 2);
    expect(task.reach.partitions()).toEqual([
      { ...T0, fetched: 2, delivered: 2, committed: 0 },
      { ...T1, fetched: undefined, delivered: 0, committed: 0 },
    ]);
    expect(task.reach).toMatchObject({ moved: 2, isSettled: true });
    await stop();
  });

  it('commits when it is asked to finish, also past what is never delivered', async () => {
    const { task, consumer, committed, stop } = await started();
    consumer.positionsByPartition.set(T0, 5);
    task.reach.finish();
    await settle(20);
    expect(committed()).toEqual(['0:5,1:0']);
    expect(task.reach.partitions()[0]).toEqual({ ...T0, fetched: 5, delivered: 5, committed: 5 });
    await stop();
  });

  it('tells the author of the end before the commit that is to cover it, and again only if more has come', async () => {
    const { task, sink, consumer, stop } = await started();
    const told: string[] = [];
    Object.assign(sink, { endOfInput: () => void told.push(sink.calls.at(-1) ?? '') });
    task.reach.finish();
    await settle(20);
    task.reach.finish();
    await settle(20);
    expect(told).toEqual(['put 0,1']);
    consumer.deliver(message(2));
    await settle(20);
    task.reach.finish();
    await settle(20);
    expect(told).toEqual(['put 0,1', 'put 2']);
    await stop();
  });

  it('fails the task with what the author throws at the end', async () => {
    const { task, sink, events } = await started();
    Object.assign(sink, { endOfInput: () => Promise.reject(new Error('cannot upload')) });
    task.reach.finish();
    await task.ended();
    expect(events.at(-1)).toBe('FAILED cannot upload');
  });

  it('does not fetch past a partition that the author has paused', async () => {
    const { task, consumer, context, stop } = await started();
    consumer.positionsByPartition.set(T0, 2);
    context.pause(T0);
    expect(task.reach.partitions()[0]?.fetched).toBeUndefined();
    await stop();
  });
});
