/** Owns the HasHeaderKey predicate. */
import type { ConnectRecord } from '../../api/connect-record';
import type { Props } from '../../api/plugin';
import { Predicate } from '../../api/predicate';
import { ConfigDef } from '../../config/config-def';
import { nonEmptyString } from '../../config/validators';

const CONFIG = new ConfigDef().define({
  name: 'name',
  type: 'STRING',
  validator: nonEmptyString(),
  importance: 'MEDIUM',
  doc: 'Name of the header.',
});

/** True for records with at least one header of the name. */
export class HasHeaderKey extends Predicate {
  #name = '';

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    this.#name = CONFIG.parse(props).name;
  }

  test(record: ConnectRecord): boolean {
    return record.hasHeaders && record.headers.lastWithName(this.#name) !== null;
  }
}
