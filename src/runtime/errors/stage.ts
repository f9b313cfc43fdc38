/** Owns the names of the steps of a record's way, as dead-letter headers and logs of Kafka Connect give them. */

/** Kafka Connect's `Stage`. */
export type Stage =
  | 'TASK_POLL'
  | 'TASK_PUT'
  | 'TRANSFORMATION'
  | 'KEY_CONVERTER'
  | 'VALUE_CONVERTER'
  | 'HEADER_CONVERTER'
  | 'KAFKA_PRODUCE'
  | 'KAFKA_CONSUME';

/** One step of a task: its stage and the class that carries it out, named as Java names it where we ship it. */
export interface StageSite {
  readonly stage: Stage;
  readonly executingClass: string;
}
