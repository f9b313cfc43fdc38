/** Owns the MaskField transform: hides values of fields. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { nonEmptyString } from '../config/validators';
import { type ConnectValue, isConnectObject } from '../data/connect-value';
import { Decimal } from '../data/decimal';
import { javaClassName } from '../data/java-class-name';
import type { Schema } from '../data/schema';
import * as values from '../data/values';
import { DataError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { copyMapToSet, getOwn, requireMap, setOwn } from './schemaless-value';
import { readField, requireStruct, structOf } from './struct-value';
import { nonEmptyList, REPLACE_NULL_WITH_DEFAULT } from './transform-settings';

const PURPOSE = 'mask fields';

const CONFIG = new ConfigDef()
  .define({
    name: 'fields',
    type: 'LIST',
    validator: nonEmptyList(),
    importance: 'HIGH',
    doc: 'Fields to mask.',
  })
  .define({
    name: 'replacement',
    type: 'STRING',
    default: null,
    validator: nonEmptyString(),
    importance: 'LOW',
    doc: 'What takes the place of texts and numbers; without it empty values and zeros do.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

abstract class MaskField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  #fields: ReadonlySet<string> = new Set();
  #replacement: string | null = null;
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
    this.#fields = new Set(settings.fields);
    this.#replacement = settings.replacement;
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    return this.#part.update(record, schema, schema === null ? this.#maskMap(value) : this.#maskStruct(value));
  }

  #maskMap(value: ConnectValue): ConnectValue {
    const map = requireMap(value, PURPOSE);
    const updated = copyMapToSet(map, this.#fields);
    for (const field of this.#fields) setOwn(updated, field, this.#mask(getOwn(map, field) ?? null, undefined));
    return updated;
  }

  #maskStruct(value: ConnectValue): ConnectValue {
    const struct = requireStruct(value, PURPOSE);
    const updated = struct.schema.fields.map((field) => {
      const present = readField(struct, field, this.#useDefault);
      return this.#fields.has(field.name) ? this.#mask(present, field.schema) : present;
    });
    return structOf(struct.schema, updated);
  }

  #mask(value: ConnectValue, schema: Schema | undefined): ConnectValue {
    if (value === null) return null;
    return this.#replacement === null ? zeroOf(value) : replaced(value, schema, this.#replacement);
  }
}

/** The zero of the value's class; a Decimal gets scale 0, whatever its schema says. */
function zeroOf(value: ConnectValue): ConnectValue {
  switch (typeof value) {
    case 'boolean':
      return false;
    case 'number':
      return 0;
    case 'bigint':
      return 0n;
    case 'string':
      return '';
    default:
      return emptyOf(value);
  }
}

function emptyOf(value: ConnectValue): ConnectValue {
  if (value instanceof Date) return new Date(0);
  if (value instanceof Decimal) return new Decimal(0n, 0);
  if (Array.isArray(value)) return [];
  if (value instanceof Map) return new Map();
  if (isConnectObject(value)) return {};
  throw new DataError(`Cannot mask value of type: ${javaClassName(value)}`);
}

/** The replacement as a value of the same kind. */
function replaced(value: ConnectValue, schema: Schema | undefined, replacement: string): ConnectValue {
  if (typeof value === 'string') return replacement;
  if (value instanceof Decimal) return asNumber(replacement, (text) => Decimal.parse(text));
  if (typeof value === 'number' && schema !== undefined) return replacedNumber(schema, replacement);
  if (typeof value === 'bigint') return asNumber(replacement, (text) => values.convertToInt64(null, text));
  if (typeof value === 'number') return asNumber(replacement, (text) => schemalessNumber(value, text));
  throw new DataError(`Cannot mask value of type ${javaClassName(value)} with custom replacement.`);
}

function replacedNumber(schema: Schema, replacement: string): ConnectValue {
  switch (schema.type) {
    case 'INT8':
      return asNumber(replacement, (text) => values.convertToInt8(null, text));
    case 'INT16':
      return asNumber(replacement, (text) => values.convertToInt16(null, text));
    case 'INT32':
      return asNumber(replacement, (text) => values.convertToInt32(null, text));
    case 'INT64':
      return asNumber(replacement, (text) => values.convertToInt64(null, text));
    case 'FLOAT32':
      return asNumber(replacement, (text) => values.convertToFloat32(null, text));
    default:
      return asNumber(replacement, (text) => values.convertToFloat64(null, text));
  }
}

/** A number that is no integer was a double; an integer stays one, as it is in JSON. */
function schemalessNumber(value: number, text: string): ConnectValue {
  if (!Number.isSafeInteger(value)) return values.convertToFloat64(null, text);
  const integer = values.convertToInt64(null, text) ?? 0n;
  return Number.isSafeInteger(Number(integer)) ? Number(integer) : integer;
}

function asNumber(text: string, convert: (text: string) => ConnectValue): ConnectValue {
  try {
    return convert(text);
  } catch (error) {
    throw new DataError(`Unable to convert ${text} (class java.lang.String) to number`, { cause: error });
  }
}

/** Masks fields of the key. */
export class MaskFieldKey<R extends ConnectRecord = ConnectRecord> extends MaskField<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Masks fields of the value. */
export class MaskFieldValue<R extends ConnectRecord = ConnectRecord> extends MaskField<R> {
  constructor() {
    super(VALUE_PART);
  }
}
