/** Owns the DropHeaders transform: removes headers by name. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { nonEmptyList } from './transform-settings';

const CONFIG = new ConfigDef().define({
  name: 'headers',
  type: 'LIST',
  validator: nonEmptyList(),
  importance: 'HIGH',
  doc: 'Names of the headers to remove.',
});

/** Removes all headers of the given names. */
export class DropHeaders<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  #names: ReadonlySet<string> = new Set();

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    this.#names = new Set(CONFIG.parse(props).headers);
  }

  apply(record: R): R {
    const headers = record.headers.duplicate();
    return record.newRecord({ headers: headers.apply((header) => (this.#names.has(header.key) ? null : header)) });
  }
}
