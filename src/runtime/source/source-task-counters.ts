/** Owns the counters of a source task (Connect's source-task-metrics): plain numbers, read when somebody asks. */

/** Counts since the start of the task; times in milliseconds. */
export class SourceTaskCounters {
  /** Records returned by `poll`, before transforms. */
  pollTotal = 0;
  /** Records acknowledged by Kafka. */
  writeTotal = 0;
  /** Records sent and not acknowledged yet. */
  active = 0;
  polls = 0;
  pollTimeTotal = 0;
  pollTimeMax = 0;

  notePoll(records: number, ms: number): void {
    this.pollTotal += records;
    this.polls++;
    this.pollTimeTotal += ms;
    if (ms > this.pollTimeMax) this.pollTimeMax = ms;
  }
}
