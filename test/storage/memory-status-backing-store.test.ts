import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import type { ReportedState, Status } from '../../src/storage/status-backing-store';

const status = (state: ReportedState, trace?: string): Status => ({
  state,
  trace,
  workerId: 'host:8083',
  generation: 0,
  version: '1.0',
});

describe('MemoryStatusBackingStore', () => {
  it('keeps the latest status of connector and tasks, tasks by number', async () => {
    const store = new MemoryStatusBackingStore();
    await store.start();
    store.putConnector('c', status('RUNNING'));
    store.putConnector('c', status('FAILED', 'stack'));
    store.putTask('c', 10, status('RUNNING'));
    store.putTask('c', 2, status('PAUSED'));
    expect(store.connector('c')).toEqual(status('FAILED', 'stack'));
    expect(store.task('c', 2)?.state).toBe('PAUSED');
    expect(store.tasks('c').map(([task]) => task)).toEqual([2, 10]);
    await store.stop();
  });

  it('forgets a task alone, and a connector with its tasks', () => {
    const store = new MemoryStatusBackingStore();
    store.putConnector('c', status('RUNNING'));
    store.putTask('c', 0, status('RUNNING'));
    store.putTask('c', 1, status('RUNNING'));
    store.deleteTask('c', 0);
    expect(store.tasks('c').map(([task]) => task)).toEqual([1]);
    store.deleteConnector('c');
    expect([store.connector('c'), store.task('c', 1), store.tasks('c')]).toEqual([undefined, undefined, []]);
  });
});
