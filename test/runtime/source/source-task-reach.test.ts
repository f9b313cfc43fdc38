import { settle } from '../../support/fake-clock';
import { record, setUpSourceTask } from '../../support/source-task-set-up';

describe('SourceTaskReach', () => {
  it('is settled when everything that was polled is sent and acknowledged', async () => {
    const { task, source, producer, run, stop } = setUpSourceTask();
    await run();
    expect(task.reach.isSettled).toBe(true);
    source.feed(record(1), record(2));
    await settle();
    expect(task.reach).toMatchObject({ kind: 'source', moved: 2, isSettled: false });
    producer.acknowledgeAll();
    expect(task.reach.isSettled).toBe(true);
    await stop();
  });

  it('is not settled while a batch is on its way to the producer', async () => {
    let create: () => void = () => undefined;
    const creating = new Promise<void>((resolve) => (create = resolve));
    const { task, source, producer, run, stop } = setUpSourceTask({ ensure: () => creating });
    producer.acknowledgesAtOnce = true;
    await run();
    source.feed(record(1));
    await settle();
    expect(task.reach.isSettled).toBe(false);
    create();
    await settle();
    expect(task.reach.isSettled).toBe(true);
    await stop();
  });

  it('tells of the end of the input until more comes', async () => {
    const { task, source, inputEnd, run, stop } = setUpSourceTask();
    source.feedWith(() => {
      inputEnd.say();
      return [record(1)];
    });
    await run();
    expect(task.reach.hasEnded).toBe(true);
    source.feed(record(2));
    await settle();
    expect(task.reach.hasEnded).toBe(false);
    await stop();
  });

  it('fails the task where there is no input at all', async () => {
    const { source, inputEnd, run, events } = setUpSourceTask();
    source.feedWith(() => {
      inputEnd.say(new Error('There is no file a'));
      return null;
    });
    await run();
    expect(events).toContain('FAILED There is no file a');
  });

  it('commits at once, and says what is not stored', async () => {
    const { task, source, producer, stored, run, stop } = setUpSourceTask();
    await run();
    source.feed(record(1), record(2));
    await settle();
    producer.acknowledgeAll();
    expect(await task.reach.commit()).toBeUndefined();
    expect(stored).toEqual([2]);
    await stop();
  });
});
