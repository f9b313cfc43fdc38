/** Owns the calls into a task's code, each named where it can hold the event loop. */
import type { SinkTask } from '../api/sink-task';
import type { SourceTask } from '../api/source-task';
import type { LoopHolder } from './event-loop';

/** What the runtime asks of a sink task. */
export type HeldSinkTask = Omit<SinkTask, 'version' | 'flush'>;
/** What the runtime asks of a source task. */
export type HeldSourceTask = Omit<SourceTask, 'version'>;

/** The author's task, its calls named. What it does not implement is not there. */
export function heldSinkTask(task: SinkTask, holder: LoopHolder): HeldSinkTask {
  return {
    initialize: (context) => holder.run('initialize', () => task.initialize(context)),
    start: (props) => holder.run('start', () => task.start(props)),
    put: (records) => holder.run('put', () => task.put(records)),
    preCommit: (offsets) => holder.run('preCommit/flush', () => task.preCommit(offsets)),
    stop: () => holder.run('stop', () => task.stop()),
    ...(task.open !== undefined && { open: (partitions) => holder.run('open', () => task.open?.(partitions)) }),
    ...(task.close !== undefined && { close: (partitions) => holder.run('close', () => task.close?.(partitions)) }),
    ...(task.endOfInput !== undefined && { endOfInput: () => holder.run('endOfInput', () => task.endOfInput?.()) }),
  };
}

/** The same for a source task. `commitRecord`, which comes for each record, is passed on as it is. */
export function heldSourceTask(task: SourceTask, holder: LoopHolder): HeldSourceTask {
  const commitRecord = task.commitRecord?.bind(task);
  return {
    initialize: (context) => holder.run('initialize', () => task.initialize(context)),
    start: (props) => holder.run('start', () => task.start(props)),
    poll: () => holder.run('poll', () => task.poll()),
    stop: () => holder.run('stop', () => task.stop()),
    ...(task.commit !== undefined && { commit: () => holder.run('commit', () => task.commit?.()) }),
    ...(commitRecord && { commitRecord }),
  };
}
