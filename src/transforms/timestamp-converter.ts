/** Owns the TimestampConverter transform: timestamps as text, Unix time, Date, Time or Timestamp, one into another. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { validString } from '../config/validators';
import { type ConnectValue, isStruct, type StructValue } from '../data/connect-value';
import { JavaDateFormat } from '../data/java-date-format';
import type { Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { ConfigError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { copyMapToSet, getOwn, requireMap, setOwn } from './schemaless-value';
import { copyBasics, readField, requireStruct, structOf } from './struct-value';
import {
  dateOf,
  formOfSchema,
  formOfValue,
  schemaOfForm,
  TIMESTAMP_FORMS,
  type TimestampForm,
  type TimestampSettings,
  UNIX_PRECISIONS,
  type UnixPrecision,
  valueOfDate,
} from './timestamp-types';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'converting timestamp formats';

const CONFIG = new ConfigDef()
  .define({
    name: 'field',
    type: 'STRING',
    default: '',
    importance: 'HIGH',
    doc: 'Field with the timestamp; empty if it is the whole key or value.',
  })
  .define({
    name: 'target.type',
    type: 'STRING',
    validator: validString(...TIMESTAMP_FORMS),
    importance: 'HIGH',
    doc: 'Form of the result: string, unix, Date, Time or Timestamp.',
  })
  .define({
    name: 'format',
    type: 'STRING',
    default: '',
    importance: 'MEDIUM',
    doc: "Pattern of Java's SimpleDateFormat for timestamps as text, in UTC.",
  })
  .define({
    name: 'unix.precision',
    type: 'STRING',
    default: 'milliseconds',
    validator: validString(...UNIX_PRECISIONS),
    importance: 'LOW',
    doc: 'Unit of Unix times: seconds, milliseconds, microseconds or nanoseconds.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

abstract class TimestampConverter<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #schemas = new UpdatedSchemaCache((schema) => this.#updateSchema(schema));
  #field = '';
  #target: TimestampForm = 'Timestamp';
  #settings: TimestampSettings = { format: undefined, precision: 'milliseconds' };
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
    const pattern = settings.format;
    this.#target = settings['target.type'] as TimestampForm;
    if (this.#target === 'string' && pattern.trim() === '') {
      throw new ConfigError('TimestampConverter requires format option to be specified when using string timestamps');
    }
    this.#field = settings.field;
    this.#settings = {
      format: pattern.trim() === '' ? undefined : compileFormat(pattern),
      precision: settings['unix.precision'] as UnixPrecision,
    };
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    if (schema === null) return this.#part.update(record, null, this.#convertSchemaless(value));
    if (this.#field === '') {
      const updated = schemaOfForm(this.#target, schema.isOptional);
      return this.#part.update(record, updated, this.#convert(value, formOfSchema(schema)));
    }
    const struct = value === null ? null : requireStruct(value, PURPOSE);
    const updated = this.#schemas.get(schema);
    return this.#part.update(record, updated, struct === null ? null : this.#convertStruct(struct, updated));
  }

  #convertSchemaless(value: ConnectValue): ConnectValue {
    if (value === null || this.#field === '') return this.#convertUntyped(value);
    const map = requireMap(value, PURPOSE);
    const updated = copyMapToSet(map, [this.#field]);
    setOwn(updated, this.#field, this.#convertUntyped(getOwn(map, this.#field) ?? null));
    return updated;
  }

  #convertUntyped(value: ConnectValue): ConnectValue {
    if (value === null) return null;
    const converted = this.#convert(value, formOfValue(value));
    // Without a schema integers are numbers as long as they are safe.
    return typeof converted === 'bigint' && Number.isSafeInteger(Number(converted)) ? Number(converted) : converted;
  }

  #convertStruct(struct: StructValue, schema: Schema): ConnectValue {
    const values = struct.schema.fields.map((field) => {
      const value = readField(struct, field, this.#useDefault);
      return field.name === this.#field ? this.#convert(value, formOfSchema(field.schema)) : value;
    });
    return structOf(schema, values);
  }

  #convert(value: ConnectValue, form: TimestampForm): ConnectValue {
    return value === null ? null : valueOfDate(dateOf(value, form, this.#settings), this.#target, this.#settings);
  }

  #updateSchema(schema: Schema): Schema {
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const field of schema.fields) {
      const isConverted = field.name === this.#field;
      builder.field(field.name, isConverted ? schemaOfForm(this.#target, field.schema.isOptional) : field.schema);
    }
    if (schema.isOptional) builder.optional();
    if (!isStruct(schema.defaultValue)) return builder.build();
    return builder.defaultValue(this.#convertStruct(schema.defaultValue, builder.build())).build();
  }
}

function compileFormat(pattern: string): JavaDateFormat {
  try {
    return new JavaDateFormat(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(
      `TimestampConverter requires a SimpleDateFormat-compatible pattern for string timestamps: ${pattern} (${reason})`,
      { cause: error },
    );
  }
}

/** Converts timestamps in the key. */
export class TimestampConverterKey<R extends ConnectRecord = ConnectRecord> extends TimestampConverter<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Converts timestamps in the value. */
export class TimestampConverterValue<R extends ConnectRecord = ConnectRecord> extends TimestampConverter<R> {
  constructor() {
    super(VALUE_PART);
  }
}
