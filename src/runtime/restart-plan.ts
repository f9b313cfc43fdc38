/** Owns which parts of a connector a restart takes up. */
import type { Status, StatusBackingStore } from '../storage/status-backing-store';
import type { RestartRequest } from './herder';
import type { TaskId } from './task-id';

/** What is restarted. */
export interface RestartPlan {
  readonly restartsConnector: boolean;
  readonly tasks: readonly TaskId[];
}

/** Tasks only if the request includes them; of connector and tasks only what has failed, if it says so. */
export function planRestart(
  { connector, onlyFailed, includeTasks }: RestartRequest,
  statuses: Pick<StatusBackingStore, 'connector' | 'tasks'>,
): RestartPlan {
  const isWanted = (status: Status | undefined) => !onlyFailed || status?.state === 'FAILED';
  const tasks = includeTasks ? statuses.tasks(connector).filter(([, status]) => isWanted(status)) : [];
  return {
    restartsConnector: isWanted(statuses.connector(connector)),
    tasks: tasks.map(([task]) => ({ connector, task })),
  };
}
