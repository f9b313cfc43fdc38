/** Owns the ReplaceField transform: drops and renames fields. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { invalidValue } from '../config/config-types';
import { lambdaValidator } from '../config/validators';
import type { ConnectObject, ConnectValue } from '../data/connect-value';
import { inJavaHashOrder } from '../data/java-hash-order';
import type { Field, Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { validateValue } from '../data/validate-value';
import { DataError } from '../errors';
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

/** How many keys of a map are remembered. */
const MAX_SEEN = 256;

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

/** How structs of one schema are replaced: where the values of the new schema's fields come from. */
interface Plan {
  readonly schema: Schema;
  readonly sources: readonly Field[];
  /** True where two renames to one name give a field the value of another, which need not fit. */
  readonly isCrossed: boolean;
}

abstract class ReplaceField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #plans = new UpdatedSchemaCache((schema) => this.#plan(schema));
  /** What becomes of fields by name: another name, or `null`, dropped. */
  #named: ReadonlyMap<string, string | null> = new Map();
  /** The renames the other way round. */
  #sources: ReadonlyMap<string, string> = new Map();
  /** Whether fields that are not named stay as they are; otherwise they are dropped. */
  #keepsOthers = true;
  #useDefault = true;
  /** Keys of the last map in their order, and what became of them: most maps have the same keys. */
  #seen: string[] = [];
  #targets: (string | null)[] = [];

  constructor(part: RecordPart) {
    super();
    this.#part = part;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  configure(props: Props): void {
    const settings = CONFIG.parse(props);
    const renames = parseRenames('renames', settings.renames);
    this.#sources = new Map(inJavaHashOrder([...renames], ([from]) => from).map(([from, to]) => [to, from]));
    const included = settings.include.map((name) => [name, renames.get(name) ?? name] as const);
    const excluded = settings.exclude.map((name) => [name, null] as const);
    this.#keepsOthers = included.length === 0;
    this.#named = new Map([...(this.#keepsOthers ? renames : included), ...excluded]);
    this.#useDefault = settings['replace.null.with.default'];
    this.#seen = [];
    this.#targets = [];
  }

  apply(record: R): R {
    const value = this.#part.value(record);
    if (value === null) return record;
    if (this.#part.schema(record) === null) {
      return this.#part.update(record, null, this.#replaceInMap(requireMap(value, PURPOSE)));
    }
    const struct = requireStruct(value, PURPOSE);
    const { schema, sources, isCrossed } = this.#plans.get(struct.schema);
    const values = sources.map((field) => readField(struct, field, this.#useDefault));
    if (isCrossed)
      schema.fields.forEach((field, index) => validateValue(field.schema, values[index] ?? null, field.name));
    return this.#part.update(record, schema, structOf(schema, values));
  }

  #replaceInMap(map: ConnectObject): ConnectObject {
    const updated = emptyMap(map);
    let index = 0;
    for (const name in map) {
      const target = this.#seen[index] === name ? this.#targets[index] : this.#learn(index, name);
      if (target !== null && target !== undefined) setOwn(updated, target, map[name] as ConnectValue);
      index++;
    }
    return updated;
  }

  #learn(index: number, name: string): string | null {
    const target = this.#targetOf(name);
    if (index < MAX_SEEN) {
      this.#seen[index] = name;
      this.#targets[index] = target;
    }
    return target;
  }

  #plan(schema: Schema): Plan {
    const kept = schema.fields.filter(({ name }) => this.#targetOf(name) !== null);
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const { name, schema: fieldSchema } of kept) builder.field(this.#targetOf(name) ?? name, fieldSchema);
    const sources = kept.map(({ name }) => requireField(schema, this.#sourceOf(this.#targetOf(name) ?? name)));
    return { schema: builder.build(), sources, isCrossed: sources.some((source, index) => source !== kept[index]) };
  }

  /** As in Java the last rename to a name, in the order of hashes, says where its value comes from, even from nowhere. */
  #sourceOf(target: string): string {
    return this.#sources.get(target) ?? target;
  }

  /** The name of a field afterwards; `null`: it is dropped. */
  #targetOf(name: string): string | null {
    const target = this.#named.get(name);
    if (target !== undefined) return target;
    return this.#keepsOthers ? name : null;
  }
}

function requireField(schema: Schema, name: string): Field {
  const field = schema.field(name);
  if (field === undefined) throw new DataError(`${name} is not a valid field name`);
  return field;
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
