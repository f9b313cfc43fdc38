/** Owns what a source connector does beyond a connector. */
import { Connector, type ConnectorContext } from './connector';
import type { OffsetStorageReader } from './offset-storage-reader';
import type { PlannedInput } from './planned-work';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';
import type { SourceOffset, SourcePartition } from './source-record';
import type { SourceTask } from './source-task';

/** What a source connector may ask of the worker. */
export interface SourceConnectorContext extends ConnectorContext {
  readonly offsetStorageReader: OffsetStorageReader;
}

/** Answer to the question whether a connector can deliver exactly once (KIP-618). */
export type ExactlyOnceSupport = 'SUPPORTED' | 'UNSUPPORTED';

/** Extend this to bring data into Kafka. One instance per connector; the work is done by its tasks. */
export abstract class SourceConnector extends Connector<SourceConnectorContext> {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['source'];

  /** The class of the tasks; they are made with no arguments. Called on an instance that need not be started. */
  abstract taskClass(): new () => SourceTask;

  /** Whether the connector can deliver exactly once with these settings; `null`: not known. */
  exactlyOnceSupport(_props: Props): ExactlyOnceSupport | null {
    return null;
  }

  /** Whether the tasks can define the boundaries of transactions themselves. */
  canDefineTransactionBoundaries(_props: Props): ExactlyOnceSupport {
    return 'UNSUPPORTED';
  }

  /**
   * Called when a user alters or resets offsets of the stopped connector (KIP-875); `null` offset: reset. Throw to refuse.
   * Answer true when the offsets were checked, false when they were not: they are written either way.
   */
  alterOffsets(
    _props: Props,
    _offsets: readonly (readonly [SourcePartition | null, SourceOffset | null])[],
  ): MaybePromise<boolean> {
    return false;
  }

  /**
   * What a run with these settings would read, for `plan`. Called on an instance that is never started; must move and change
   * nothing. Leave it out where nothing can be told: then stored offsets are shown.
   */
  plannedInputs?(props: Props, offsets: OffsetStorageReader): MaybePromise<readonly PlannedInput[]>;
}
