/** Owns the ReplaceField transform: drops and renames fields. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { invalidValue } from '../config/config-types';
import { lambdaValidator } from '../config/validators';
import type { ConnectObject, ConnectValue } from '../data/connect-value';
import type { Field, Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { emptyMap, requireMap, setOwn } from './schemaless-value';
import { copyBasics, readField, requireStruct, structOf } from './struct-value';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'field replacement';

const CONFIG = new ConfigDef()
  .define({
    name: 'exclude',
    type: 'LIST',
    default: '',
    importance: 'MEDIUM',
    doc: 'Fields to drop; they win over those to keep.',
  })
  .define({
    name: 'include',
    type: 'LIST',
    default: '',
    importance: 'MEDIUM',
    doc: 'Fields to keep; if there are any, all others are dropped.',
  })
  .define({
    name: 'renames',
    type: 'LIST',
    default: '',
    validator: lambdaValidator(
      (key, value) => {
        if (Array.isArray(value)) parseRenames(key, value as readonly string[]);
      },
      () => 'list of colon-delimited pairs, e.g. foo:bar,abc:xyz',
    ),
    importance: 'MEDIUM',
    doc: 'Fields to rename, as pairs `old:new`.',
  })
  .define(REPLACE_NULL_WITH_DEFAULT);

function parseRenames(key: string, pairs: readonly string[]): Map<string, string> {
  const renames = new Map<string, string>();
  for (const pair of pairs) {
    const [from, to, ...more] = pair.replace(/:+$/, '').split(':');
    if (from === undefined || to === undefined || more.length > 0) {
      throw invalidValue(key, pairs, `Invalid rename mapping: ${pair}`);
    }
    renames.set(from, to);
  }
  return renames;
}

abstract class ReplaceField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #plans = new UpdatedSchemaCache((schema) => this.#plan(schema));
  #exclude: ReadonlySet<string> = new Set();
  #include: ReadonlySet<string> = new Set();
  #renames: ReadonlyMap<string, string> = new Map();
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
    this.#exclude = new Set(settings.exclude);
    this.#include = new Set(settings.include);
    this.#renames = parseRenames('renames', settings.renames);
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const value = this.#part.value(record);
    if (value === null) return record;
    if (this.#part.schema(record) === null) {
      return this.#part.update(record, null, this.#replaceInMap(requireMap(value, PURPOSE)));
    }
    const struct = requireStruct(value, PURPOSE);
    const { schema, sources } = this.#plans.get(struct.schema);
    const values = sources.map((field) => readField(struct, field, this.#useDefault));
    return this.#part.update(record, schema, structOf(schema, values));
  }

  #replaceInMap(map: ConnectObject): ConnectObject {
    const updated = emptyMap(map);
    for (const name in map) {
      if (this.#keeps(name)) setOwn(updated, this.#renames.get(name) ?? name, map[name] as ConnectValue);
    }
    return updated;
  }

  #plan(schema: Schema): { schema: Schema; sources: readonly Field[] } {
    const sources = schema.fields.filter((field) => this.#keeps(field.name));
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const { name, schema: fieldSchema } of sources) builder.field(this.#renames.get(name) ?? name, fieldSchema);
    return { schema: builder.build(), sources };
  }

  #keeps(name: string): boolean {
    return !this.#exclude.has(name) && (this.#include.size === 0 || this.#include.has(name));
  }
}

/** Drops and renames fields of the key. */
export class ReplaceFieldKey<R extends ConnectRecord = ConnectRecord> extends ReplaceField<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Drops and renames fields of the value. */
export class ReplaceFieldValue<R extends ConnectRecord = ConnectRecord> extends ReplaceField<R> {
  constructor() {
    super(VALUE_PART);
  }
}
