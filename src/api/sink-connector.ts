/** Owns what a sink connector does beyond a connector. */
import { Connector } from './connector';
import type { PlannedTarget } from './planned-work';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';
import type { SinkTask } from './sink-task';
import type { TopicPartitionMap } from './topic-partition';

/** Extend this to take data out of Kafka. The runtime gives `topics` or `topics.regex` to the tasks by itself. */
export abstract class SinkConnector extends Connector {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['sink'];

  /** The class of the tasks; they are made with no arguments. Called on an instance that need not be started. */
  abstract taskClass(): new () => SinkTask;

  /**
   * Called when a user alters or resets the offsets of the stopped connector (KIP-875); `null` offset: reset. Throw to
   * refuse. Answer true when the offsets were checked, false when they were not: they are written either way.
   */
  alterOffsets(_props: Props, _offsets: TopicPartitionMap<number | null>): MaybePromise<boolean> {
    return false;
  }

  /**
   * What a run with these settings would write to, for `plan`. Called on an instance that is never started; must create and
   * change nothing. Throw where a run would fail.
   */
  plannedTargets?(props: Props): MaybePromise<readonly PlannedTarget[]>;
}
