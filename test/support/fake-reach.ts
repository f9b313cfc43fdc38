/** Owns tasks for tests of how runs end: what they tell is what the test says. */
import type { PartitionReach, SinkReach, SourceReach } from '../../src/runtime/task-reach';
import type { TaskPhase, WorkerTask } from '../../src/runtime/worker-task';

/** A source task that can be told how far it has come. */
export class FakeSourceReach implements SourceReach {
  readonly kind = 'source';
  moved = 0;
  isSettled = true;
  hasEnded = false;
  commits = 0;
  problem: Error | undefined;

  commit(): Promise<Error | undefined> {
    this.commits++;
    return Promise.resolve(this.problem);
  }
}

/** A sink task that can be told how far it has come; when it is asked to finish it commits what it has fetched. */
export class FakeSinkReach implements SinkReach {
  readonly kind = 'sink';
  moved = 0;
  isSettled = true;
  assigned: PartitionReach[] = [];
  finishes = 0;
  commits = true;

  partitions(): PartitionReach[] {
    return this.assigned;
  }

  finish(): void {
    this.finishes++;
    if (!this.commits) return;
    this.assigned = this.assigned.map((partition) => {
      const at = Math.max(partition.fetched ?? 0, partition.delivered);
      return { ...partition, delivered: at, committed: at };
    });
  }
}

/** A task with such a reach. */
export function fakeTask(
  reach: SourceReach | SinkReach,
  { connector = 'c', task = 0, phase = 'RUNNING' }: { connector?: string; task?: number; phase?: TaskPhase } = {},
): WorkerTask {
  return { id: { connector, task }, phase, reach } as unknown as WorkerTask;
}
