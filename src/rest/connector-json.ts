/** Owns how connectors and their states are written as JSON. */
import type { ConnectorInfo, ConnectorStateInfo, StateInfo } from '../runtime/herder';

export function infoJson({ name, config, tasks, type }: ConnectorInfo): object {
  return { name, config, tasks: tasks.map(({ connector, task }) => ({ connector, task })), type };
}

/** `trace` is there only where there is one. */
export function stateJson({ name, connector, tasks, type }: ConnectorStateInfo): object {
  return { name, connector: stateFields(connector), tasks: tasks.map((task) => taskStateJson(task.id, task)), type };
}

export function taskStateJson(id: number, state: StateInfo): object {
  return { id, ...stateFields(state) };
}

function stateFields({ state, workerId, trace, version }: StateInfo): object {
  return { state, worker_id: workerId, version: version ?? null, ...(trace === undefined ? {} : { trace }) };
}
