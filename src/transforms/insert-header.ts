/** Owns the InsertHeader transform: adds a header with a fixed value. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { nonNull } from '../config/validators';
import { parseString, type ParsedValue } from '../data/values';

const CONFIG = new ConfigDef()
  .define({
    name: 'header',
    type: 'STRING',
    validator: nonNull(),
    importance: 'HIGH',
    doc: 'Name of the header.',
  })
  .define({
    name: 'value.literal',
    type: 'STRING',
    validator: nonNull(),
    importance: 'HIGH',
    doc: 'Value of the header as text; numbers, booleans, dates, lists and maps in it become values of their type.',
  });

/** Adds a header to each record, whether or not the record has one of that name. */
export class InsertHeader<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  #header = '';
  #literal: ParsedValue = { schema: null, value: null };

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const settings = CONFIG.parse(props);
    this.#header = settings.header;
    this.#literal = parseString(settings['value.literal']) ?? { schema: null, value: null };
  }

  apply(record: R): R {
    const headers = record.headers.duplicate();
    return record.newRecord({ headers: headers.add(this.#header, this.#literal.value, this.#literal.schema) });
  }
}
