/** Owns how the vectors of Values run. */
import type { ConnectValue } from '../../../src/data/connect-value';
import type { Schema } from '../../../src/data/schema';
import * as values from '../../../src/data/values';
import { escape } from '../../../src/data/values-text';
import { tokenize } from '../../../src/data/values-tokenizer';
import { decodeRaw, decodeSchema, decodeValue, encodeRaw, encodeSchema, encodeValue } from '../codec';
import type { Adapters, JsonObject } from '../vector';

type Conversion = (schema: Schema | null, value: ConnectValue, scale: number) => ConnectValue;

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  int8: values.convertToInt8,
  int16: values.convertToInt16,
  int32: values.convertToInt32,
  int64: values.convertToInt64,
  float32: values.convertToFloat32,
  float64: values.convertToFloat64,
  boolean: values.convertToBoolean,
  string: values.convertToString,
  array: values.convertToList,
  map: values.convertToMap,
  struct: values.convertToStruct,
  date: values.convertToDate,
  time: values.convertToTime,
  timestamp: values.convertToTimestamp,
  decimal: values.convertToDecimal,
};

/** A map that text gave, as a schemaless value of the vectors. */
function plain(value: ConnectValue): ConnectValue {
  if (!(value instanceof Map)) return value;
  const entries = [...(value as ReadonlyMap<ConnectValue, ConnectValue>)];
  if (entries.length === 0 || !entries.every(([key]) => typeof key === 'string')) return value;
  return Object.fromEntries(entries as [string, ConnectValue][]);
}

function parse(text: string | null): JsonObject {
  const parsed = values.parseString(text);
  if (parsed === null) return { parsed: null };
  return { parsed: { schema: encodeSchema(parsed.schema), value: encodeValue(parsed.schema, parsed.value) } };
}

function run(input: JsonObject): JsonObject {
  switch (input['op']) {
    case 'parseString':
      return parse(input['text'] as string | null);
    case 'convert': {
      const convert = CONVERSIONS[input['to'] as string];
      if (convert === undefined) throw new Error(`Unknown type ${JSON.stringify(input['to'])}`);
      const from = decodeSchema(input['fromSchema']);
      return { value: encodeRaw(plain(convert(from, decodeRaw(input['value']), Number(input['scale'] ?? 0)))) };
    }
    case 'convertToString': {
      const schema = decodeSchema(input['schema']);
      return { text: values.convertToString(schema, decodeValue(schema, input['value'])) };
    }
    case 'escape':
      return { text: escape(input['text'] as string) };
    case 'inferSchema':
      return { schema: encodeSchema(values.inferSchema(decodeRaw(input['value']))) };
    case 'tokens':
      return { tokens: tokenize(input['text'] as string) };
    default:
      throw new Error(`Unknown operation ${JSON.stringify(input['op'])}`);
  }
}

export const adapters: Adapters = { Values: ({ input }) => run(input) };
