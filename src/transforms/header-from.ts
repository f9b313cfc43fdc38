/** Owns the HeaderFrom transform: copies or moves fields to headers. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { validString } from '../config/validators';
import type { ConnectObject, StructValue } from '../data/connect-value';
import type { ConnectHeaders } from '../data/headers';
import type { Field, Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { ConfigError, DataError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { emptyMap, getOwn, requireMap, setOwn } from './schemaless-value';
import { copyBasics, readField, requireStruct, structOf } from './struct-value';
import { nonEmptyList, REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const CONFIG = new ConfigDef()
  .define({
    name: 'fields',
    type: 'LIST',
    validator: nonEmptyList(),
    importance: 'HIGH',
    doc: 'Fields whose values become headers.',
  })
  .define({
    name: 'headers',
    type: 'LIST',
    validator: nonEmptyList(),
    importance: 'HIGH',
    doc: 'Names of the headers, one for each field.',
  })
  .define({
    name: 'operation',
    type: 'STRING',
    validator: validString('move', 'copy'),
    importance: 'HIGH',
    doc: '`move` removes the fields, `copy` leaves them.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

abstract class HeaderFrom<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #remainders = new UpdatedSchemaCache((schema) => this.#remainder(schema));
  #fields: readonly string[] = [];
  #moved: ReadonlySet<string> = new Set();
  #headers: readonly string[] = [];
  #purpose = '';
  #useDefault = true;

  constructor(part: RecordPart) {
    super();
    this.#part = part;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const settings = CONFIG.parse(props);
    if (settings.fields.length !== settings.headers.length) {
      throw new ConfigError("'fields' config must have the same number of elements as 'headers' config.");
    }
    this.#fields = settings.fields;
    this.#headers = settings.headers;
    this.#moved = new Set(settings.operation === 'move' ? settings.fields : []);
    this.#purpose = `header ${settings.operation}`;
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    const headers = record.headers.duplicate();
    if (schema === null) {
      const map = requireMap(value, this.#purpose);
      this.#addFromMap(map, headers);
      return this.#part.update(record.newRecord({ headers }), null, this.#withoutMoved(map));
    }
    const struct = requireStruct(value, this.#purpose);
    this.#addFromStruct(struct, headers);
    const changed = record.newRecord({ headers });
    if (this.#moved.size === 0) return changed;
    const remainder = this.#remainders.get(schema);
    const values = remainder.sources.map((field) => readField(struct, field, this.#useDefault));
    return this.#part.update(changed, remainder.schema, structOf(remainder.schema, values));
  }

  #addFromMap(map: ConnectObject, headers: ConnectHeaders): void {
    this.#fields.forEach((field, index) => headers.add(this.#headers[index] ?? '', getOwn(map, field) ?? null, null));
  }

  #addFromStruct(struct: StructValue, headers: ConnectHeaders): void {
    this.#fields.forEach((name, index) => {
      const field = struct.schema.field(name);
      if (field === undefined) throw new DataError(`Field does not exist: ${name}`);
      headers.add(this.#headers[index] ?? '', readField(struct, field, this.#useDefault), field.schema);
    });
  }

  #withoutMoved(map: ConnectObject): ConnectObject {
    if (this.#moved.size === 0) return map;
    const rest = emptyMap(map);
    for (const name of Object.keys(map)) {
      if (!this.#moved.has(name)) setOwn(rest, name, getOwn(map, name) ?? null);
    }
    return rest;
  }

  #remainder(schema: Schema): { schema: Schema; sources: readonly Field[] } {
    const sources = schema.fields.filter((field) => !this.#moved.has(field.name));
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const field of sources) builder.field(field.name, field.schema);
    return { schema: builder.build(), sources };
  }
}

/** Copies or moves fields of the key to headers. */
export class HeaderFromKey<R extends ConnectRecord = ConnectRecord> extends HeaderFrom<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Copies or moves fields of the value to headers. */
export class HeaderFromValue<R extends ConnectRecord = ConnectRecord> extends HeaderFrom<R> {
  constructor() {
    super(VALUE_PART);
  }
}
