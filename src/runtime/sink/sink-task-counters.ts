/** Owns the counters of a sink task (Connect's sink-task-metrics): plain numbers, read when somebody asks. */

/** Counts since the start of the task; times in milliseconds. */
export class SinkTaskCounters {
  /** Messages consumed, before transforms. */
  readTotal = 0;
  /** Records given to `put`, after transforms. */
  sendTotal = 0;
  /** Consumed and not committed yet. */
  active = 0;
  puts = 0;
  putTimeTotal = 0;
  putTimeMax = 0;
  commitSequence = 0;
  commitCompletions = 0;
  commitFailures = 0;
  /** Commit answers that came after a newer one. */
  commitSkips = 0;

  notePut(records: number, ms: number): void {
    this.sendTotal += records;
    this.puts++;
    this.putTimeTotal += ms;
    if (ms > this.putTimeMax) this.putTimeMax = ms;
  }
}
