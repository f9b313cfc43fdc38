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

/** The transactional id of a source task, as Kafka Connect forms it (KIP-618). */
export function transactionalIdOf(groupId: string, id: TaskId): string {
  return `${groupId}-${taskIdText(id)}`;
}
