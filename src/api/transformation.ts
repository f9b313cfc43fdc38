/** Owns what a single-message transform does. */
import type { ConfigDef } from '../config/config-def';
import type { ConnectRecord } from './connect-record';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';

/** Changes or drops records, one at a time, in order. One instance per use in a task. */
export abstract class Transformation<R extends ConnectRecord = ConnectRecord> {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['transformation'];

  /** The definition of the transform's settings. Called for validation too. */
  abstract config(): ConfigDef;

  /** Called once before use, with the settings below `transforms.<alias>.`, prefix removed. Throw ConfigError. */
  abstract configure(props: Props): void;

  /** The changed record, the same record, or `null` to drop it. Must not change the record it is given. */
  abstract apply(record: R): MaybePromise<R | null>;

  version?(): string;
  /** Called once after the last use. */
  close?(): MaybePromise<void>;
}
