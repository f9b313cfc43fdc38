import { notReadyParts } from '../../src/runtime/readiness';
import type { TargetState } from '../../src/storage/config-backing-store';
import { MemoryConfigBackingStore } from '../../src/storage/memory-config-backing-store';
import { MemoryStatusBackingStore } from '../../src/storage/memory-status-backing-store';
import type { ReportedState } from '../../src/storage/status-backing-store';

interface Case {
  readonly target?: TargetState;
  readonly connector?: ReportedState;
  readonly tasks?: readonly (ReportedState | undefined)[];
  readonly isChanged?: boolean;
}

async function ask({ target = 'STARTED', connector, tasks = [], isChanged = false }: Case) {
  const configs = new MemoryConfigBackingStore();
  const statuses = new MemoryStatusBackingStore();
  const status = (state: ReportedState) => ({
    state,
    trace: state === 'FAILED' ? 'Error: no\n    at x' : undefined,
    workerId: 'w',
    generation: 0,
    version: undefined,
  });
  await configs.putConnectorConfig('c', { name: 'c' }, target);
  await configs.putTaskConfigs(
    'c',
    tasks.map(() => ({})),
  );
  if (isChanged) await configs.putConnectorConfig('c', { name: 'c', 'tasks.max': '2' });
  if (connector !== undefined) statuses.putConnector('c', status(connector));
  for (const [task, state] of tasks.entries()) if (state !== undefined) statuses.putTask('c', task, status(state));
  return notReadyParts(configs, statuses).map(({ task, state, reason }) => [task, state, reason]);
}

describe('notReadyParts', () => {
  it('has nothing to say of a worker without connectors', () => {
    expect(notReadyParts(new MemoryConfigBackingStore(), new MemoryStatusBackingStore())).toEqual([]);
  });

  it.each<[string, Case]>([
    ['runs with its tasks', { connector: 'RUNNING', tasks: ['RUNNING', 'RUNNING'] }],
    ['is paused on purpose', { target: 'PAUSED', connector: 'PAUSED', tasks: ['PAUSED'] }],
    ['is about to pause', { target: 'PAUSED', connector: 'RUNNING', tasks: ['RUNNING'] }],
    ['is stopped on purpose, and has no tasks', { target: 'STOPPED', connector: 'STOPPED' }],
  ])('lets a connector count that %s', async (_what, how) => {
    expect(await ask(how)).toEqual([]);
  });

  it.each<[string, Case, unknown]>([
    ['a failed task', { connector: 'RUNNING', tasks: ['RUNNING', 'FAILED'] }, [1, 'FAILED', 'Error: no']],
    ['a failed connector', { connector: 'FAILED', tasks: ['RUNNING'] }, [undefined, 'FAILED', 'Error: no']],
    [
      'a failed task of a paused connector',
      { target: 'PAUSED', connector: 'PAUSED', tasks: ['FAILED'] },
      [0, 'FAILED', 'Error: no'],
    ],
    ['a task that is still paused', { connector: 'RUNNING', tasks: ['PAUSED'] }, [0, 'PAUSED', undefined]],
    ['a restarting task', { connector: 'RUNNING', tasks: ['RESTARTING'] }, [0, 'RESTARTING', undefined]],
    ['an unassigned task', { connector: 'RUNNING', tasks: ['UNASSIGNED'] }, [0, 'UNASSIGNED', undefined]],
    [
      'a task without a state',
      { connector: 'RUNNING', tasks: [undefined] },
      [0, 'MISSING', 'nothing has been heard of it'],
    ],
    ['a connector without a state', { tasks: ['RUNNING'] }, [undefined, 'MISSING', 'nothing has been heard of it']],
    ['a running connector without tasks', { connector: 'RUNNING' }, [undefined, 'RUNNING', 'it has no tasks']],
    [
      'tasks that the present settings could not reach',
      { connector: 'RUNNING', tasks: ['RUNNING'], isChanged: true },
      [undefined, 'RUNNING', 'its tasks run with earlier settings'],
    ],
  ])('names %s', async (_what, how, part) => {
    expect(await ask(how)).toEqual([part]);
  });
});
