/** Owns the HoistField transform: wraps the whole key or value in a map or struct with one field. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import type { ConnectObject } from '../data/connect-value';
import { SchemaBuilder } from '../data/schema-builder';
import { Struct } from '../data/struct';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { setOwn } from './schemaless-value';
import { UpdatedSchemaCache } from './updated-schema-cache';

const CONFIG = new ConfigDef().define({
  name: 'field',
  type: 'STRING',
  importance: 'MEDIUM',
  doc: 'Name of the field that will hold what was the whole key or value.',
});

abstract class HoistField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #schemas = new UpdatedSchemaCache((schema) => SchemaBuilder.struct().field(this.#field, schema).build());
  #field = '';

  constructor(part: RecordPart) {
    super();
    this.#part = part;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    this.#field = CONFIG.parse(props).field;
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    if (schema === null) {
      const map: ConnectObject = {};
      setOwn(map, this.#field, value);
      return this.#part.update(record, null, map);
    }
    const updated = this.#schemas.get(schema);
    return this.#part.update(record, updated, new Struct(updated).put(this.#field, value));
  }
}

/** Wraps the key. */
export class HoistFieldKey<R extends ConnectRecord = ConnectRecord> extends HoistField<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Wraps the value. Tombstones are wrapped too: use a predicate to spare them. */
export class HoistFieldValue<R extends ConnectRecord = ConnectRecord> extends HoistField<R> {
  constructor() {
    super(VALUE_PART);
  }
}
