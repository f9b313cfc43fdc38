import { pluginKindsOf } from '../../src/api/plugin';
import { SourceTask, type SourceTaskContext } from '../../src/api/source-task';

class TestTask extends SourceTask {
  override version(): string {
    return '1';
  }

  override start(): void {
    this.context.endOfInput();
  }

  override poll(): null {
    return null;
  }

  override stop(): void {
    return undefined;
  }
}

describe('SourceTask', () => {
  it('brands what extends it as a source task', () => {
    expect(pluginKindsOf(TestTask)).toEqual(['source-task']);
  });

  it('has no commitRecord unless it defines one: the runtime tracks metadata only then', () => {
    expect(new TestTask().commitRecord).toBeUndefined();
    expect(new TestTask().commit).toBeUndefined();
  });

  it('has its context from initialize on, and says so before', async () => {
    const task = new TestTask();
    expect(() => task.start()).toThrow('the task is not initialized yet');
    const endOfInput = jest.fn();
    await task.initialize({ endOfInput } as unknown as SourceTaskContext);
    task.start();
    expect(endOfInput).toHaveBeenCalledTimes(1);
  });
});
