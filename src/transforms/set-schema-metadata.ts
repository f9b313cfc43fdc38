/** Owns the SetSchemaMetadata transform: gives a struct schema another name or version. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { ConnectSchema } from '../data/connect-schema';
import type { ConnectValue } from '../data/connect-value';
import { isStruct } from '../data/connect-value';
import type { Schema } from '../data/schema';
import { ConfigError, DataError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { readField, structOf } from './struct-value';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const CONFIG = new ConfigDef()
  .define({
    name: 'schema.name',
    type: 'STRING',
    default: null,
    importance: 'HIGH',
    doc: 'New name of the schema.',
  })
  .define({
    name: 'schema.version',
    type: 'INT',
    default: null,
    importance: 'HIGH',
    doc: 'New version of the schema.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

abstract class SetSchemaMetadata<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #schemas = new UpdatedSchemaCache((schema) => this.#update(schema));
  #name: string | null = null;
  #version: number | null = null;
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
    this.#name = settings['schema.name'];
    this.#version = settings['schema.version'];
    this.#useDefault = settings['replace.null.with.default'];
    if (this.#name === null && this.#version === null) {
      throw new ConfigError('Neither schema name nor version configured');
    }
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    if (schema === null && value === null) return record;
    if (schema === null) throw new DataError('Schema required for [updating schema metadata]');
    const updated = this.#schemas.get(schema);
    return this.#part.update(record, updated, this.#withSchema(value, updated));
  }

  #withSchema(value: ConnectValue, schema: Schema): ConnectValue {
    if (!isStruct(value)) return value;
    const values = value.schema.fields.map((field) => readField(value, field, this.#useDefault));
    return structOf(schema, values);
  }

  /** As in Java only a struct will do: any other schema has no fields to copy. */
  #update(schema: Schema): Schema {
    return new ConnectSchema({
      type: schema.type,
      isOptional: schema.isOptional,
      defaultValue: schema.defaultValue,
      name: this.#name ?? schema.name,
      version: this.#version ?? schema.version,
      doc: schema.doc,
      parameters: schema.parameters,
      fields: schema.fields,
    });
  }
}

/** Sets name and version of the key's schema. */
export class SetSchemaMetadataKey<R extends ConnectRecord = ConnectRecord> extends SetSchemaMetadata<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Sets name and version of the value's schema. */
export class SetSchemaMetadataValue<R extends ConnectRecord = ConnectRecord> extends SetSchemaMetadata<R> {
  constructor() {
    super(VALUE_PART);
  }
}
