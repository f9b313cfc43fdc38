/** Owns what a predicate does: decide whether a transform applies to a record (KIP-585). */
import type { ConfigDef } from '../config/config-def';
import type { ConnectRecord } from './connect-record';
import { PLUGIN_KINDS, type MaybePromise, type PluginKind, type Props } from './plugin';

/** Tests records, one at a time. One instance per transform that names it. */
export abstract class Predicate {
  static readonly [PLUGIN_KINDS]: readonly PluginKind[] = ['predicate'];

  abstract config(): ConfigDef;

  /** Called once before use, with the settings below `predicates.<alias>.`, prefix removed. Throw ConfigError. */
  abstract configure(props: Props): void;

  abstract test(record: ConnectRecord): boolean;

  version?(): string;
  close?(): MaybePromise<void>;
}
