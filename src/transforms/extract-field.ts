/** Owns the ExtractField transform: a field takes the place of the whole key or value. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import { Transformation } from '../api/transformation';
import { ConfigDef } from '../config/config-def';
import { IllegalArgumentError } from '../errors';
import { FIELD_SYNTAX_VERSION, fieldSyntaxVersion } from './field-syntax-version';
import { KEY_PART, type RecordPart, VALUE_PART } from './record-part';
import { requireMap } from './schemaless-value';
import { SingleFieldPath } from './single-field-path';
import { requireStruct } from './struct-value';
import { REPLACE_NULL_WITH_DEFAULT } from './transform-settings';

const PURPOSE = 'field extraction';

const CONFIG = new ConfigDef()
  .define({ name: 'field', type: 'STRING', importance: 'MEDIUM', doc: 'The field to extract.' })
  .define(FIELD_SYNTAX_VERSION)
  .define(REPLACE_NULL_WITH_DEFAULT);

abstract class ExtractField<R extends ConnectRecord> extends Transformation<R> {
  readonly #part: RecordPart;
  #path = new SingleFieldPath('', 'V2');
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
    this.#path = new SingleFieldPath(settings.field, fieldSyntaxVersion(settings['field.syntax.version']));
    this.#useDefault = settings['replace.null.with.default'];
  }

  apply(record: R): R {
    const schema = this.#part.schema(record);
    const value = this.#part.value(record);
    if (schema === null) {
      const extracted = value === null ? null : this.#path.valueFromMap(requireMap(value, PURPOSE));
      return this.#part.update(record, null, extracted);
    }
    const struct = value === null ? null : requireStruct(value, PURPOSE);
    const field = this.#path.fieldFrom(schema);
    if (field === undefined) throw new IllegalArgumentError(`Unknown field: ${this.#path.text}`);
    const extracted = struct === null ? null : this.#path.valueFromStruct(struct, this.#useDefault);
    return this.#part.update(record, field.schema, extracted);
  }
}

/** Replaces the key with one of its fields. */
export class ExtractFieldKey<R extends ConnectRecord = ConnectRecord> extends ExtractField<R> {
  constructor() {
    super(KEY_PART);
  }
}

/** Replaces the value with one of its fields. */
export class ExtractFieldValue<R extends ConnectRecord = ConnectRecord> extends ExtractField<R> {
  constructor() {
    super(VALUE_PART);
  }
}
