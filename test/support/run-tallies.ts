/** Owns tallies and reports of runs for tests. */
import type { RunFacts } from '../../src/cli/run-report';
import type { ConnectorTally, PartitionTally, TaskTally } from '../../src/cli/run-tally';

export function taskTally(task: number, more: Partial<TaskTally> = {}): TaskTally {
  return {
    ...{ task, state: 'RUNNING', recordsIn: 12, recordsOut: 10, bytes: 100, deadLetters: 2, errors: 2, skipped: 2 },
    ...{ perSecond: 5, lag: 3 },
    ...more,
  };
}

/** Of the topic `t`; `to` is 20. */
export function partitionTally(partition: number, more: Partial<PartitionTally> = {}): PartitionTally {
  return { topic: 't', partition, from: 5, to: 20, delivered: 15, committed: 15, lag: 5, ...more };
}

/** A sink with one task and one partition. */
export function sinkTally(name: string, more: Partial<ConnectorTally> = {}): ConnectorTally {
  return {
    ...{ name, type: 'sink', className: 'Sink', state: 'RUNNING', phase: 'moving', seconds: 2.5, lag: 5 },
    ...{ recordsIn: 12, recordsOut: 10, bytes: 100, deadLetters: 2, errors: 2, skipped: 2, secondsLeft: 7 },
    ...{ tasks: [taskTally(0)], partitions: [partitionTally(0)] },
    ...more,
  };
}

/** A source with one task. */
export function sourceTally(name: string, more: Partial<ConnectorTally> = {}): ConnectorTally {
  return sinkTally(name, { type: 'source', className: 'Source', lag: undefined, partitions: [], ...more });
}

/** Of a run with `--once` that has ended well. */
export function runFacts(more: Partial<RunFacts> = {}): RunFacts {
  return {
    ...{ worker: 'w.properties', isOnce: true, startedAt: Date.UTC(2026, 0, 1), seconds: 3.25, code: 0 },
    ended: { reason: 'drained', sentence: 'Ending (drained): all', isComplete: true, left: [], error: undefined },
    error: undefined,
    connectors: [sinkTally('sink', { phase: 'done' })],
    failureOf: () => undefined,
    offsets: new Map(),
    redact: (text) => text,
    ...more,
  };
}
