import { planRestart } from '../../src/runtime/restart-plan';
import type { ReportedState, Status } from '../../src/storage/status-backing-store';

function status(state: ReportedState): Status {
  return { state, trace: undefined, workerId: 'w', generation: 0, version: undefined };
}

function statuses(connector: ReportedState, ...tasks: ReportedState[]) {
  return {
    connector: () => status(connector),
    tasks: () => tasks.map((state, task) => [task, status(state)] as const),
  };
}

describe('planRestart', () => {
  it.each([
    [{ onlyFailed: false, includeTasks: false }, true, []],
    [{ onlyFailed: false, includeTasks: true }, true, [0, 1]],
    [{ onlyFailed: true, includeTasks: false }, false, []],
    [{ onlyFailed: true, includeTasks: true }, false, [1]],
  ])('%p of a connector with a failed task', (flags, connector, tasks) => {
    const request = { connector: 'c', ...flags };
    expect(planRestart(request, statuses('RUNNING', 'RUNNING', 'FAILED'))).toEqual({
      restartsConnector: connector,
      tasks: tasks.map((task) => ({ connector: 'c', task })),
    });
  });

  it('takes up a connector that has failed', () => {
    const request = { connector: 'c', onlyFailed: true, includeTasks: false };
    expect(planRestart(request, statuses('FAILED')).restartsConnector).toBe(true);
  });
});
