import { pluginKindsOf } from '../../src/api/plugin';
import { SinkTask, type Offsets, type SinkTaskContext } from '../../src/api/sink-task';
import { TopicPartitionMap } from '../../src/api/topic-partition';

class TestTask extends SinkTask {
  override version(): string {
    return '1';
  }

  override start(): void {
    this.context.requestCommit();
  }

  override put(): void {
    return undefined;
  }

  override stop(): void {
    return undefined;
  }
}

const OFFSETS: Offsets = new TopicPartitionMap([[{ topic: 't', partition: 0 }, 5]]);

describe('SinkTask', () => {
  it('brands what extends it as a sink task', () => {
    expect(pluginKindsOf(TestTask)).toEqual(['sink-task']);
  });

  it('lets everything be committed that was put, unless it overrides preCommit', () => {
    expect(new TestTask().preCommit(OFFSETS)).toBe(OFFSETS);
  });

  it('flushes before anything may be committed, and waits for the flush', async () => {
    const task = new TestTask();
    let finish: () => void = () => undefined;
    task.flush = jest.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    let isReady = false;
    const ready = Promise.resolve(task.preCommit(OFFSETS)).then((offsets) => {
      isReady = true;
      return offsets;
    });
    await new Promise(setImmediate);
    expect(task.flush).toHaveBeenCalledWith(OFFSETS);
    expect(isReady).toBe(false);
    finish();
    await expect(ready).resolves.toBe(OFFSETS);
  });

  it('lets nothing be committed when flush throws', () => {
    const task = new TestTask();
    task.flush = () => {
      throw new Error('disk full');
    };
    expect(() => task.preCommit(OFFSETS)).toThrow('disk full');
  });

  it('has its context from initialize on, and says so before', async () => {
    const task = new TestTask();
    expect(() => task.start()).toThrow('the task is not initialized yet');
    const requestCommit = jest.fn();
    await task.initialize({ requestCommit } as unknown as SinkTaskContext);
    task.start();
    expect(requestCommit).toHaveBeenCalledTimes(1);
  });
});
