/** Owns the Filter transform: drops every record it is given. */
import type { ConnectRecord } from '../api/connect-record';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';

const CONFIG = new ConfigDef();

/** Drops records. Useful with a predicate only. */
export class Filter<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  config(): ConfigDef {
    return CONFIG;
  }

  configure(): void {
    // There is nothing to set.
  }

  apply(): null {
    return null;
  }
}
