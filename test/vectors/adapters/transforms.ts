/** Owns how the vectors of transforms and field paths run. */
import type { Transformation } from '../../../src/api/transformation';
import { ConfigDef } from '../../../src/config/config-def';
import type { ConnectObject, StructValue } from '../../../src/data/connect-value';
import { CastKey, CastValue } from '../../../src/transforms/cast';
import { DropHeaders } from '../../../src/transforms/drop-headers';
import { ExtractFieldKey, ExtractFieldValue } from '../../../src/transforms/extract-field';
import { FIELD_SYNTAX_VERSION, fieldSyntaxVersion } from '../../../src/transforms/field-syntax-version';
import { Filter } from '../../../src/transforms/filter';
import { FlattenKey, FlattenValue } from '../../../src/transforms/flatten';
import { HeaderFromKey, HeaderFromValue } from '../../../src/transforms/header-from';
import { HoistFieldKey, HoistFieldValue } from '../../../src/transforms/hoist-field';
import { InsertFieldKey, InsertFieldValue } from '../../../src/transforms/insert-field';
import { InsertHeader } from '../../../src/transforms/insert-header';
import { MaskFieldKey, MaskFieldValue } from '../../../src/transforms/mask-field';
import { RegexRouter } from '../../../src/transforms/regex-router';
import { ReplaceFieldKey, ReplaceFieldValue } from '../../../src/transforms/replace-field';
import { SetSchemaMetadataKey, SetSchemaMetadataValue } from '../../../src/transforms/set-schema-metadata';
import { SingleFieldPath } from '../../../src/transforms/single-field-path';
import { TimestampConverterKey, TimestampConverterValue } from '../../../src/transforms/timestamp-converter';
import { TimestampRouter } from '../../../src/transforms/timestamp-router';
import { ValueToKey } from '../../../src/transforms/value-to-key';
import { decodeRaw, decodeSchema, decodeValue, encodeRaw, encodeSchema } from '../codec';
import { decodeRecord, encodeRecord } from '../record-codec';
import { type Adapter, type Adapters, isObject, type JsonObject } from '../vector';

const PACKAGE = 'org.apache.kafka.connect.transforms';

const TRANSFORMS: Readonly<Record<string, new () => Transformation>> = {
  Cast$Key: CastKey,
  Cast$Value: CastValue,
  DropHeaders,
  ExtractField$Key: ExtractFieldKey,
  ExtractField$Value: ExtractFieldValue,
  Filter,
  Flatten$Key: FlattenKey,
  Flatten$Value: FlattenValue,
  HeaderFrom$Key: HeaderFromKey,
  HeaderFrom$Value: HeaderFromValue,
  HoistField$Key: HoistFieldKey,
  HoistField$Value: HoistFieldValue,
  InsertField$Key: InsertFieldKey,
  InsertField$Value: InsertFieldValue,
  InsertHeader,
  MaskField$Key: MaskFieldKey,
  MaskField$Value: MaskFieldValue,
  RegexRouter,
  ReplaceField$Key: ReplaceFieldKey,
  ReplaceField$Value: ReplaceFieldValue,
  SetSchemaMetadata$Key: SetSchemaMetadataKey,
  SetSchemaMetadata$Value: SetSchemaMetadataValue,
  TimestampConverter$Key: TimestampConverterKey,
  TimestampConverter$Value: TimestampConverterValue,
  TimestampRouter,
  ValueToKey,
};

function transformAdapter(type: new () => Transformation): Adapter {
  return async ({ config, input, expected }, enter) => {
    enter('configure');
    const transformation = new type();
    transformation.configure(config);
    if (!isObject(input['record'])) return { configured: true };
    enter('apply');
    const record = decodeRecord(input['record']);
    const result = await transformation.apply(record);
    if (result === null) return { dropped: true };
    const same = expected !== undefined && 'sameInstance' in expected ? { sameInstance: result === record } : {};
    return { record: encodeRecord(result), ...same };
  };
}

const singleFieldPath: Adapter = ({ config, input }, enter) => {
  enter('configure');
  const path = new SingleFieldPath(input['path'] as string, fieldSyntaxVersion(config['field.syntax.version'] ?? 'V1'));
  enter('apply');
  const schema = decodeSchema(input['schema']);
  switch (input['op']) {
    case 'steps':
      return { steps: path.steps };
    case 'fieldFrom':
      return { field: encodeField(path, schema) };
    default:
      return { value: encodeRaw(valueFrom(path, schema, input)) };
  }
};

function encodeField(path: SingleFieldPath, schema: ReturnType<typeof decodeSchema>): JsonObject | null {
  const field = path.fieldFrom(schema);
  return field === undefined ? null : { name: field.name, index: field.index, schema: encodeSchema(field.schema) };
}

function valueFrom(path: SingleFieldPath, schema: ReturnType<typeof decodeSchema>, input: JsonObject) {
  if (schema === null) {
    const map = decodeRaw(input['value']);
    return map === null ? null : path.valueFromMap(map as ConnectObject);
  }
  const struct = decodeValue(schema, input['value']);
  return struct === null ? null : path.valueFromStruct(struct as StructValue, true);
}

const fieldSyntax: Adapter = ({ config }, enter) => {
  enter('configure');
  const settings = new ConfigDef().define(FIELD_SYNTAX_VERSION).parse(config);
  return { version: fieldSyntaxVersion(settings['field.syntax.version']) };
};

export const adapters: Adapters = {
  ...Object.fromEntries(
    Object.entries(TRANSFORMS).map(([name, type]) => [`${PACKAGE}.${name}`, transformAdapter(type)]),
  ),
  SingleFieldPath: singleFieldPath,
  FieldSyntaxVersion: fieldSyntax,
};
