/** Owns how stored statuses are told to those who ask for them. */
import { NotFoundError } from '../errors';
import type { Status, StatusBackingStore } from '../storage/status-backing-store';
import type { ConnectorStateInfo, StateInfo } from './herder';
import { taskIdText, type TaskId } from './task-id';

/** The states of a connector and its tasks. Throws NotFoundError where there is none. */
export function connectorStateOf(
  store: Pick<StatusBackingStore, 'connector' | 'tasks'>,
  connector: string,
  type: ConnectorStateInfo['type'],
): ConnectorStateInfo {
  const status = store.connector(connector);
  if (status === undefined) throw new NotFoundError(`No status found for connector ${connector}`);
  const tasks = store.tasks(connector).map(([id, task]) => ({ id, ...stateInfo(task) }));
  return { name: connector, connector: stateInfo(status), tasks, type };
}

/** The state of a task. Throws NotFoundError where there is none. */
export function taskStateOf(store: Pick<StatusBackingStore, 'task'>, id: TaskId): StateInfo {
  const status = store.task(id.connector, id.task);
  if (status === undefined) throw new NotFoundError(`No status found for task ${taskIdText(id)}`);
  return stateInfo(status);
}

function stateInfo({ state, workerId, trace, version }: Status): StateInfo {
  return { state, workerId, trace, version };
}
