import { NotFoundError } from '../../src/errors';
import { connectorStateOf, taskStateOf } from '../../src/runtime/state-info';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';

const STATUS = { state: 'FAILED', trace: 'at x', workerId: 'w:1', generation: 3, version: '1' } as const;

describe('the states that are told', () => {
  it('are those of the connector and its tasks, without what only the store needs', () => {
    const store = new MemoryStatusBackingStore();
    store.putConnector('c', STATUS);
    store.putTask('c', 1, STATUS);
    const told = { state: 'FAILED', trace: 'at x', workerId: 'w:1', version: '1' };
    expect(connectorStateOf(store, 'c', 'sink')).toEqual({
      name: 'c',
      connector: told,
      tasks: [{ id: 1, ...told }],
      type: 'sink',
    });
    expect(taskStateOf(store, { connector: 'c', task: 1 })).toEqual(told);
  });

  it('are not found where nobody has reported', () => {
    const store = new MemoryStatusBackingStore();
    expect(() => connectorStateOf(store, 'c', 'unknown')).toThrow(new NotFoundError('No status found for connector c'));
    expect(() => taskStateOf(store, { connector: 'c', task: 0 })).toThrow(
      new NotFoundError('No status found for task c-0'),
    );
  });
});
