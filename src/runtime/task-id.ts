/** Owns the name of a task. */

/** A connector's name and a task number from 0. */
export interface TaskId {
  readonly connector: string;
  readonly task: number;
}

/** `name-0`, as Kafka Connect prints it. */
export function taskIdText(id: TaskId): string {
  return `${id.connector}-${id.task}`;
}
