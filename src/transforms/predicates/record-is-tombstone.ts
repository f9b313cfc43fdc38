/** Owns the RecordIsTombstone predicate. */
import type { ConnectRecord } from '../../api/connect-record';
import { Predicate } from '../../api/predicate';
import { ConfigDef } from '../../config/config-def';

const CONFIG = new ConfigDef();

/** True for records whose value is null, whatever their schema. */
export class RecordIsTombstone extends Predicate {
  config(): ConfigDef {
    return CONFIG;
  }

  configure(): void {
    // There is nothing to set.
  }

  test(record: ConnectRecord): boolean {
    return record.value === null;
  }
}
