/** Owns the Cast transform: changes the type of the whole key or value, or of some of its fields. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { invalidValue, isStringList } from '../config/config-types';
import { lambdaValidator } from '../config/validators';
import { type ConnectValue, isStruct, type StructValue } from '../data/connect-value';
import type { Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { ConfigError } from '../errors';
import { CAST_TYPES, type CastType, castValue } from './cast-value';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { copyMapToSet, getOwn, requireMap, setOwn } from './schemaless-value';
import { copyBasics, readField, requireStruct, structOf } from './struct-value';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'cast types';

const CONFIG = new ConfigDef()
  .define({
    name: 'spec',
    type: 'LIST',
    validator: lambdaValidator(
      (key, value) => {
        if (value === null || !isStringList(value) || value.length === 0) {
          throw new ConfigError('Must specify at least one field to cast.');
        }
        parseSpec(key, value);
      },
      () => 'list of colon-delimited pairs, e.g. foo:bar,abc:xyz',
    ),
    importance: 'HIGH',
    doc: 'Pairs `field:type`, or one type alone for the whole key or value. Types: int8, int16, int32, int64, float32, float64, boolean, string.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

interface CastSpec {
  /** Of the whole key or value; no fields then. */
  readonly whole: CastType | undefined;
  readonly fields: ReadonlyMap<string, CastType>;
}

function parseSpec(key: string, items: readonly string[]): CastSpec {
  const fields = new Map<string, CastType>();
  let whole: CastType | undefined;
  for (const item of items) {
    const [first = '', second, ...more] = item.replace(/:+$/, '').split(':');
    if (more.length > 0) throw invalidValue(key, items, `Invalid mapping: ${item}`);
    if (second === undefined) whole = parseType(first);
    else fields.set(first.trim(), parseType(second));
  }
  if (whole !== undefined && items.length > 1) {
    throw new ConfigError(
      'Cast transformations that specify a type to cast the entire value to may only specify a single cast in their spec',
    );
  }
  return { whole, fields };
}

function parseType(text: string): CastType {
  const name = text.trim();
  const upper = name.toUpperCase();
  const type = CAST_TYPES.find((candidate) => candidate === upper);
  if (type !== undefined) return type;
  if (['BYTES', 'ARRAY', 'MAP', 'STRUCT'].includes(upper)) {
    throw new ConfigError(`Cast transformation does not support casting to ${upper}`);
  }
  throw new ConfigError(`Invalid type found in casting spec: ${name}`);
}

abstract class Cast<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #schemas = new UpdatedSchemaCache((schema) => this.#updateSchema(schema));
  #spec: CastSpec = { whole: undefined, fields: new Map() };
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
    this.#spec = parseSpec('spec', settings.spec);
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const value = this.#part.value(record);
    if (value === null) return record;
    const schema = this.#part.schema(record);
    const { whole } = this.#spec;
    if (schema === null) {
      const cast = whole === undefined ? this.#castMap(value) : castValue(null, value, whole);
      return this.#part.update(record, null, cast);
    }
    const updated = this.#schemas.get(schema);
    const cast =
      whole === undefined ? this.#castStruct(requireStruct(value, PURPOSE), updated) : castValue(schema, value, whole);
    return this.#part.update(record, updated, cast);
  }

  #castMap(value: ConnectValue): ConnectValue {
    const map = requireMap(value, PURPOSE);
    const updated = copyMapToSet(map, this.#spec.fields.keys());
    for (const [field, type] of this.#spec.fields) {
      setOwn(updated, field, castValue(null, getOwn(map, field) ?? null, type));
    }
    return updated;
  }

  #castStruct(struct: StructValue, schema: Schema): ConnectValue {
    const values = struct.schema.fields.map((field) => {
      const value = readField(struct, field, this.#useDefault);
      const type = this.#spec.fields.get(field.name);
      return type === undefined ? value : castValue(field.schema, value, type);
    });
    return structOf(schema, values);
  }

  #updateSchema(schema: Schema): Schema {
    const { whole } = this.#spec;
    if (whole !== undefined) return withDefault(copyBasics(schema, SchemaBuilder.type(whole)), schema, whole).build();
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const field of schema.fields) {
      const type = this.#spec.fields.get(field.name);
      builder.field(
        field.name,
        type === undefined ? field.schema : withDefault(SchemaBuilder.type(type), field.schema, type),
      );
    }
    if (schema.isOptional) builder.optional();
    if (!isStruct(schema.defaultValue)) return builder.build();
    return builder.defaultValue(this.#castStruct(schema.defaultValue, builder.build())).build();
  }
}

function withDefault(builder: SchemaBuilder, source: Schema, type: CastType): SchemaBuilder {
  if (source.isOptional) builder.optional();
  if (source.defaultValue === undefined) return builder;
  return builder.defaultValue(castValue(source, source.defaultValue, type));
}

/** Casts the key. */
export class CastKey<R extends ConnectRecord = ConnectRecord> extends Cast<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Casts the value. */
export class CastValue<R extends ConnectRecord = ConnectRecord> extends Cast<R> {
  constructor() {
    super(VALUE_PART);
  }
}
