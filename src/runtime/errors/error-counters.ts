/** Owns the error counters of a task (Connect's task-error-metrics): plain numbers, read when somebody asks. */

/** Counts since the start of the task. */
export class ErrorCounters {
  /** Every failed attempt. */
  recordFailures = 0;
  /** Records that failed for good. */
  recordErrors = 0;
  recordsSkipped = 0;
  retries = 0;
  errorsLogged = 0;
  deadLetterRequests = 0;
  deadLetterFailures = 0;
  /** Milliseconds since the epoch; 0: never. */
  lastErrorTimestamp = 0;
}
