import { Statuses, traceOf } from '../../src/runtime/statuses';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import { captureLog } from '../support/silent-log';

function setUp() {
  const store = new MemoryStatusBackingStore();
  const statuses = new Statuses(store, captureLog().log);
  statuses.identify('127.0.0.1:8083', { connectorVersion: () => '1.2', taskVersion: () => '1.3' });
  return { store, statuses };
}

describe('Statuses', () => {
  it('reports states under the id of the worker, with the version of the plugin', () => {
    const { store, statuses } = setUp();
    statuses.onStartup('c');
    statuses.tasks.onStartup({ connector: 'c', task: 0 });
    expect(store.connector('c')).toEqual({
      state: 'RUNNING',
      trace: undefined,
      workerId: '127.0.0.1:8083',
      generation: 0,
      version: '1.2',
    });
    expect(store.task('c', 0)?.version).toBe('1.3');
  });

  it('shows the trace of a failure with its causes, and tells the listener', () => {
    const { store, statuses } = setUp();
    const failed = jest.fn();
    statuses.onFailed(failed);
    const error = new Error('outer', { cause: new Error('inner') });
    statuses.tasks.onFailure({ connector: 'c', task: 1 }, error);
    expect(store.task('c', 1)).toMatchObject({ state: 'FAILED', trace: traceOf(error) });
    expect(traceOf(error)).toMatch(/outer[\s\S]*Caused by: Error: inner/);
    expect(failed).toHaveBeenCalledWith({ connector: 'c', task: 1 }, error);
  });

  it('masks secrets in traces before they are stored', () => {
    const store = new MemoryStatusBackingStore();
    const masking = new Statuses(store, captureLog().log, (text) => text.replaceAll('hunter2', '[hidden]'));
    masking.tasks.onFailure({ connector: 'c', task: 0 }, new Error('no hunter2', { cause: new Error('hunter2') }));
    masking.onFailure('c', new Error('no hunter2'));
    expect(store.task('c', 0)?.trace).toContain('no [hidden]');
    expect(`${store.task('c', 0)?.trace}${store.connector('c')?.trace}`).not.toContain('hunter2');
  });

  it('keeps the trace while a task is restarting', () => {
    const { store, statuses } = setUp();
    statuses.failTask({ connector: 'c', task: 0 }, new Error('x'));
    statuses.onTaskRestart({ connector: 'c', task: 0 });
    expect(store.task('c', 0)).toMatchObject({ state: 'RESTARTING', trace: expect.stringContaining('x') as string });
  });

  it('forgets the tasks together with their connector', () => {
    const { store, statuses } = setUp();
    statuses.onStop('c');
    statuses.tasks.onPause({ connector: 'c', task: 0 });
    statuses.onDeletion('c');
    expect(store.connector('c')).toBeUndefined();
    expect(store.tasks('c')).toEqual([]);
  });
});
