/** Owns the ValueToKey transform: makes a key of fields of the value. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import type { ConnectObject } from '../data/connect-value';
import type { Field, Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { DataError } from '../errors';
import { getOwn, requireMap, setOwn } from './schemaless-value';
import { readField, requireStruct, structOf } from './struct-value';
import { nonEmptyList, REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'copying fields from value to key';

const CONFIG = new ConfigDef()
  .define({
    name: 'fields',
    type: 'LIST',
    validator: nonEmptyList(),
    importance: 'HIGH',
    doc: 'Fields of the value that the key will consist of.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

/** Replaces the key with a map or struct of fields of the value. */
export class ValueToKey<R extends ConnectRecord = ConnectRecord> extends Transformation<R> {
  readonly #plans = new UpdatedSchemaCache((schema) => this.#plan(schema));
  #fields: readonly string[] = [];
  #useDefault = true;

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const settings = CONFIG.parse(props);
    this.#fields = settings.fields;
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    if (record.valueSchema === null) return this.#applySchemaless(record);
    const struct = requireStruct(record.value, PURPOSE);
    const { schema, sources } = this.#plans.get(struct.schema);
    const values = sources.map((field) => readField(struct, field, this.#useDefault));
    return record.newRecord({ keySchema: schema, key: structOf(schema, values) });
  }

  #applySchemaless(record: R): R {
    const map = requireMap(record.value, PURPOSE);
    const key: ConnectObject = {};
    for (const field of this.#fields) setOwn(key, field, getOwn(map, field) ?? null);
    return record.newRecord({ keySchema: null, key });
  }

  #plan(schema: Schema): { schema: Schema; sources: readonly Field[] } {
    const builder = SchemaBuilder.struct();
    const sources = this.#fields.map((name) => {
      const field = schema.field(name);
      if (field === undefined) throw new DataError(`Field does not exist: ${name}`);
      builder.field(name, field.schema);
      return field;
    });
    return { schema: builder.build(), sources };
  }
}
