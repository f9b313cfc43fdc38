/** Owns the Flatten transform: nested structs and maps become fields with joined names. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import {
  type ConnectObject,
  type ConnectValue,
  isConnectObject,
  isStruct,
  type StructValue,
} from '../data/connect-value';
import { Decimal } from '../data/decimal';
import { javaClassName } from '../data/java-class-name';
import type { Field, Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { Struct } from '../data/struct';
import { DataError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { emptyMap, requireMap, setOwn } from './schemaless-value';
import { checkNull, copyBasics, readField, requireStruct } from './struct-value';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'flattening';

const CONFIG = new ConfigDef().define({
  name: 'delimiter',
  type: 'STRING',
  default: '.',
  importance: 'MEDIUM',
  doc: 'Text between the names that are joined.',
});

/** A field of the result: the fields that lead to it, from the outermost on. */
type Way = readonly Field[];

abstract class Flatten<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #plans = new UpdatedSchemaCache((schema) => flattenSchema(schema, this.#delimiter));
  #delimiter = '.';

  constructor(part: RecordPart) {
    super();
    this.#part = part;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    this.#delimiter = CONFIG.parse(props).delimiter;
  }

  apply(record: R): R {
    const value = this.#part.value(record);
    if (value === null) return record;
    const schema = this.#part.schema(record);
    if (schema === null) return this.#part.update(record, null, this.#flattenMap(requireMap(value, PURPOSE)));
    const struct = requireStruct(value, PURPOSE);
    const plan = this.#plans.get(schema);
    const values = plan.schema.fields.map((field) => valueAt(struct, plan.ways[field.index] ?? [], field));
    return this.#part.update(record, plan.schema, Struct.unchecked(plan.schema, values));
  }

  #flattenMap(map: ConnectObject): ConnectObject {
    const flat = emptyMap(map);
    this.#addMap(map, '', flat);
    return flat;
  }

  #addMap(map: ConnectObject, prefix: string, flat: ConnectObject): void {
    for (const key of Object.keys(map)) {
      const name = prefix === '' ? key : prefix + this.#delimiter + key;
      const value = Object.hasOwn(map, key) ? (map[key] as ConnectValue) : null;
      if (isConnectObject(value) || value instanceof Map) this.#addMap(requireMap(value, PURPOSE), name, flat);
      else setOwn(flat, name, checkedLeaf(value, name));
    }
  }
}

function checkedLeaf(value: ConnectValue, name: string): ConnectValue {
  if (isStruct(value)) {
    throw new DataError(
      `Flatten transformation does not support ${javaClassName(value)} for record without schemas (for field ${name}).`,
    );
  }
  if (value instanceof Date || value instanceof Decimal) {
    throw new DataError(
      `Flatten transformation was passed a value of type ${javaClassName(value)} which is not supported by Connect's data API`,
    );
  }
  return value;
}

/** The value at the end, default filled in there only; null, even where required, below a struct that is not set. */
function valueAt(struct: StructValue, way: Way, target: Field): ConnectValue {
  let current: ConnectValue = struct;
  for (const [index, field] of way.entries()) {
    if (!isStruct(current)) return null;
    current = readField(current, field, index === way.length - 1);
  }
  return checkNull(target.schema, current, target.name);
}

interface Plan {
  readonly schema: Schema;
  readonly ways: readonly Way[];
}

function flattenSchema(schema: Schema, delimiter: string): Plan {
  const builder = copyBasics(schema, SchemaBuilder.struct());
  const ways: Way[] = [];
  const addFields = (parent: Schema, above: Inherited): void => {
    for (const field of parent.fields) {
      const name = above.prefix === '' ? field.name : above.prefix + delimiter + field.name;
      const isOptional = above.isOptional || field.schema.isOptional;
      const defaultValue = field.schema.defaultValue ?? above.defaultValue?.get(field.name) ?? null;
      const way = [...above.way, field];
      if (field.schema.type === 'STRUCT') {
        addFields(field.schema, {
          prefix: name,
          isOptional,
          defaultValue: isStruct(defaultValue) ? defaultValue : null,
          way,
        });
      } else {
        builder.field(name, leafSchema(field.schema, { name, isOptional, defaultValue }));
        ways.push(way);
      }
    }
  };
  const { defaultValue } = schema;
  addFields(schema, {
    prefix: '',
    isOptional: schema.isOptional,
    defaultValue: isStruct(defaultValue) ? defaultValue : null,
    way: [],
  });
  return { schema: builder.build(), ways };
}

/** What a field takes over from the structs around it. */
interface Inherited {
  readonly prefix: string;
  readonly isOptional: boolean;
  readonly defaultValue: StructValue | null;
  readonly way: Way;
}

function leafSchema(
  schema: Schema,
  leaf: { name: string; isOptional: boolean; defaultValue: ConnectValue },
): SchemaBuilder {
  if (schema.type === 'MAP') {
    throw new DataError(
      `Flatten transformation does not support MAP for record with schemas (for field ${leaf.name}).`,
    );
  }
  const start =
    schema.type === 'ARRAY' && schema.valueSchema !== undefined
      ? SchemaBuilder.array(schema.valueSchema)
      : SchemaBuilder.type(schema.type);
  const builder = copyBasics(schema, start);
  if (leaf.isOptional) builder.optional();
  return leaf.defaultValue === null ? builder : builder.defaultValue(leaf.defaultValue);
}

/** Flattens the key. */
export class FlattenKey<R extends ConnectRecord = ConnectRecord> extends Flatten<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Flattens the value. */
export class FlattenValue<R extends ConnectRecord = ConnectRecord> extends Flatten<R> {
  constructor() {
    super(VALUE_PART);
  }
}
