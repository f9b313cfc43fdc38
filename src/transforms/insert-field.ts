/** Owns the InsertField transform: adds fields with metadata of the record or a fixed text. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef, type ParsedConfig } from '../config/config-def';
import { invalidValue } from '../config/config-types';
import {
  INT32_SCHEMA,
  INT64_SCHEMA,
  OPTIONAL_INT32_SCHEMA,
  OPTIONAL_INT64_SCHEMA,
  OPTIONAL_STRING_SCHEMA,
  STRING_SCHEMA,
} from '../data/connect-schema';
import type { ConnectValue } from '../data/connect-value';
import { OPTIONAL_TIMESTAMP_SCHEMA, TIMESTAMP_SCHEMA } from '../data/logical-types';
import type { Schema } from '../data/schema';
import { SchemaBuilder } from '../data/schema-builder';
import { Struct } from '../data/struct';
import { ConfigError, DataError } from '../errors';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { copyMap, requireMap, setOwn } from './schemaless-value';
import { checkNull, copyBasics, readField, requireStruct } from './struct-value';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';
import { UpdatedSchemaCache } from './updated-schema-cache';

const PURPOSE = 'field insertion';

const OPTIONAL_TEXT = { type: 'STRING', default: null, importance: 'MEDIUM' } as const;
const SUFFIX = 'A final `!` makes the field required, `?` optional (as it is without).';

const CONFIG = new ConfigDef()
  .define({ ...OPTIONAL_TEXT, name: 'topic.field', doc: `Field for the topic. ${SUFFIX}` })
  .define({ ...OPTIONAL_TEXT, name: 'partition.field', doc: `Field for the Kafka partition. ${SUFFIX}` })
  .define({ ...OPTIONAL_TEXT, name: 'offset.field', doc: `Field for the Kafka offset; sinks only. ${SUFFIX}` })
  .define({ ...OPTIONAL_TEXT, name: 'timestamp.field', doc: `Field for the timestamp of the record. ${SUFFIX}` })
  .define({ ...OPTIONAL_TEXT, name: 'static.field', doc: `Field for a fixed text. ${SUFFIX}` })
  .define({ ...OPTIONAL_TEXT, name: 'static.value', doc: 'The fixed text.' })
  .define(REPLACE_NULL_WITH_DEFAULT);

/** One field to insert; `read` gives `undefined` where nothing is inserted. */
interface Insertion {
  readonly name: string;
  readonly schema: Schema;
  readonly read: (record: ConnectRecord, hasSchema: boolean) => ConnectValue | undefined;
}

abstract class InsertField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  readonly #schemas = new UpdatedSchemaCache((schema) => this.#extend(schema));
  #insertions: readonly Insertion[] = [];
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
    this.#insertions = insertionsOf(settings);
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const value = this.#part.value(record);
    if (value === null) return record;
    return this.#part.schema(record) === null ? this.#insertInMap(record, value) : this.#insertInStruct(record, value);
  }

  #insertInMap(record: R, value: ConnectValue): R {
    const updated = copyMap(requireMap(value, PURPOSE));
    for (const insertion of this.#insertions) {
      const inserted = insertion.read(record, false);
      if (inserted !== undefined) setOwn(updated, insertion.name, inserted);
    }
    return this.#part.update(record, null, updated);
  }

  #insertInStruct(record: R, value: ConnectValue): R {
    const struct = requireStruct(value, PURPOSE);
    const schema = this.#schemas.get(struct.schema);
    const values = struct.schema.fields.map((field) =>
      checkNull(field.schema, readField(struct, field, this.#useDefault), field.name),
    );
    for (const { read } of this.#insertions) values.push(read(record, true) ?? null);
    return this.#part.update(record, schema, Struct.unchecked(schema, values));
  }

  #extend(schema: Schema): Schema {
    const builder = copyBasics(schema, SchemaBuilder.struct());
    for (const field of schema.fields) builder.field(field.name, field.schema);
    for (const insertion of this.#insertions) builder.field(insertion.name, insertion.schema);
    return builder.build();
  }
}

function insertionsOf(settings: ParsedConfig<typeof CONFIG>): Insertion[] {
  const text = settings['static.value'];
  const fixed = settings['static.field'];
  const insertions = [
    insertion(settings['topic.field'], [STRING_SCHEMA, OPTIONAL_STRING_SCHEMA], (record) => record.topic),
    insertion(
      settings['partition.field'],
      [INT32_SCHEMA, OPTIONAL_INT32_SCHEMA],
      (record) => record.kafkaPartition ?? undefined,
    ),
    insertion(settings['offset.field'], [INT64_SCHEMA, OPTIONAL_INT64_SCHEMA], offsetOf),
    insertion(settings['timestamp.field'], [TIMESTAMP_SCHEMA, OPTIONAL_TIMESTAMP_SCHEMA], timestampOf),
    insertion(fixed, [STRING_SCHEMA, OPTIONAL_STRING_SCHEMA], () => text ?? undefined),
  ].filter((one) => one !== undefined);
  if (insertions.length === 0) throw new ConfigError('No field insertion configured');
  if (fixed !== null && text === null) {
    throw invalidValue('static.value', null, `No value specified for static field: ${fixed}`);
  }
  return insertions;
}

function insertion(
  setting: string | null,
  [required, optional]: readonly [Schema, Schema],
  read: Insertion['read'],
): Insertion | undefined {
  if (setting === null) return undefined;
  return { name: setting.replace(/[!?]$/, ''), schema: setting.endsWith('!') ? required : optional, read };
}

function offsetOf(record: ConnectRecord, hasSchema: boolean): ConnectValue {
  const offset: unknown = 'kafkaOffset' in record ? record.kafkaOffset : undefined;
  if (typeof offset !== 'number') {
    throw new DataError(`Only SinkRecord supported for [${PURPOSE}], found: ${record.constructor.name}`);
  }
  return hasSchema ? BigInt(offset) : offset;
}

function timestampOf({ timestamp }: ConnectRecord, hasSchema: boolean): ConnectValue | undefined {
  if (timestamp === null) return undefined;
  return hasSchema ? new Date(timestamp) : timestamp;
}

/** Adds fields to the key. */
export class InsertFieldKey<R extends ConnectRecord = ConnectRecord> extends InsertField<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Adds fields to the value. */
export class InsertFieldValue<R extends ConnectRecord = ConnectRecord> extends InsertField<R> {
  constructor() {
    super(VALUE_PART);
  }
}
