/** Owns when a result is the expected one, by the rules of the vectors: order, number widths, floats, defaults. */
import { isList, isObject, type Json, type JsonObject, tagged } from './vector';

const SCHEMA_TYPES = new Set('int8 int16 int32 int64 float double boolean string bytes array map struct'.split(' '));
const NUMBER_TAGS = ['$int8', '$int16', '$int32', '$int64', '$float32', '$float64', '$bigint'];
const LOGICAL = /^org\.apache\.kafka\.connect\.data\.(Decimal|Date|Time|Timestamp)$/;

/** Where both differ and how, or `undefined` if they are the same. */
export type Difference = string | undefined;

/** Compares whole results. `valueSchema` is the schema of a `value` that stands beside no schema. */
export function compareResults(expected: JsonObject, actual: JsonObject, valueSchema?: Json): Difference {
  if (valueSchema !== undefined && 'value' in expected && !('schema' in expected)) {
    const { value, ...rest } = expected;
    const { value: actualValue, ...actualRest } = actual;
    return compareTyped(valueSchema, [value, actualValue], 'value') ?? compareJson(rest, actualRest, '');
  }
  return compareJson(expected, actual, '');
}

function at(path: string, key: string | number): string {
  return path === '' ? String(key) : `${path}.${key}`;
}

function differ(expected: Json | undefined, actual: Json | undefined, path: string): Difference {
  return `${path || 'result'}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
}

function isSchema(json: Json | undefined): json is JsonObject {
  return isObject(json) && typeof json['type'] === 'string' && SCHEMA_TYPES.has(json['type']);
}

/** Compares anything whose schema, if it has one, stands beside it. */
function compareJson(expected: Json | undefined, actual: Json | undefined, path: string): Difference {
  const number = numberOf(expected);
  if (number !== undefined) return sameNumber(number, numberOf(actual)) ? undefined : differ(expected, actual, path);
  const entries = tagged(expected, '$entries');
  if (isList(entries)) return compareEntries(entries, tagged(actual, '$entries'), path);
  if (isList(expected)) return compareLists(expected, actual, path);
  if (!isObject(expected)) return expected === actual ? undefined : differ(expected, actual, path);
  if (!isObject(actual)) return differ(expected, actual, path);
  if (isSchema(expected['schema']) && 'value' in expected) return compareSchemaAndValue(expected, actual, path);
  return compareMembers(expected, actual, path);
}

function compareLists(expected: readonly Json[], actual: Json | undefined, path: string): Difference {
  if (!isList(actual) || actual.length !== expected.length) return differ(expected, actual, path);
  return first(expected.map((item, i) => () => compareJson(item, actual[i], at(path, i))));
}

function compareMembers(expected: JsonObject, actual: JsonObject, path: string): Difference {
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return first(
    Array.from(keys, (key) => () => {
      const here = at(path, key);
      if (!Object.hasOwn(expected, key) || !Object.hasOwn(actual, key)) return differ(expected[key], actual[key], here);
      return isSchema(expected[key])
        ? compareSchemas(expected[key], actual[key], here)
        : compareJson(expected[key], actual[key], here);
    }),
  );
}

function compareSchemaAndValue(expected: JsonObject, actual: JsonObject, path: string): Difference {
  const { schema, value, ...rest } = expected;
  const { schema: actualSchema, value: actualValue, ...actualRest } = actual;
  return (
    compareSchemas(schema, actualSchema, at(path, 'schema')) ??
    compareTyped(schema, [value, actualValue], at(path, 'value')) ??
    compareMembers(rest, actualRest, path)
  );
}

function first(checks: readonly (() => Difference)[]): Difference {
  for (const check of checks) {
    const difference = check();
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Order does not matter for entries: each needs a partner. */
function compareEntries(expected: readonly Json[], actual: Json | undefined, path: string): Difference {
  return comparePairs([expected, actual], path, (pair, other) => compareJson(pair, other, path) === undefined);
}

function comparePairs(
  [expected, actual]: readonly [Json | undefined, Json | undefined],
  path: string,
  isSame: (expected: Json, actual: Json) => boolean,
): Difference {
  if (!isList(expected) || !isList(actual) || expected.length !== actual.length) return differ(expected, actual, path);
  const left = [...actual];
  for (const pair of expected) {
    const index = left.findIndex((other) => isSame(pair, other));
    if (index === -1) return differ(expected, actual, path);
    left.splice(index, 1);
  }
  return undefined;
}

interface Numeric {
  readonly value: number | bigint;
  readonly isFloat32: boolean;
}

function numberOf(json: Json | undefined): Numeric | undefined {
  for (const tag of NUMBER_TAGS) {
    const inner = tagged(json, tag);
    if (inner === undefined) continue;
    const isInteger = !tag.startsWith('$float');
    const value = isInteger ? BigInt(inner as string | number) : floatOf(inner);
    return { value, isFloat32: tag === '$float32' };
  }
  return undefined;
}

function floatOf(json: Json | undefined): number {
  return typeof json === 'string' || typeof json === 'number' ? Number(json) : NaN;
}

function sameNumber(a: Numeric, b: Numeric | undefined): boolean {
  if (b === undefined) return false;
  if (a.isFloat32 || b.isFloat32) return Object.is(Math.fround(Number(a.value)) + 0, Math.fround(Number(b.value)) + 0);
  if (typeof a.value === 'bigint' && typeof b.value === 'bigint') return a.value === b.value;
  return Object.is(Number(a.value) + 0, Number(b.value) + 0);
}

/** Compares schemas: `optional` may be left out, everything else counts. */
export function compareSchemas(expected: Json | undefined, actual: Json | undefined, path: string): Difference {
  if (!isObject(expected) || !isObject(actual)) {
    return (expected ?? null) === (actual ?? null) ? undefined : differ(expected, actual, path);
  }
  if ((expected['optional'] === true) !== (actual['optional'] === true)) return differ(expected, actual, path);
  const plain = ['type', 'field', 'name', 'version', 'doc'];
  const wrong = plain.find((key) => expected[key] !== actual[key]);
  if (wrong !== undefined) return differ(expected[wrong], actual[wrong], at(path, wrong));
  return (
    compareJson(expected['parameters'], actual['parameters'], at(path, 'parameters')) ??
    compareTyped(expected, [expected['default'], actual['default']], at(path, 'default')) ??
    first(['items', 'keys', 'values'].map((key) => () => compareSchemas(expected[key], actual[key], at(path, key)))) ??
    compareFields(expected['fields'], actual['fields'], at(path, 'fields'))
  );
}

function compareFields(expected: Json | undefined, actual: Json | undefined, path: string): Difference {
  if (expected === undefined && actual === undefined) return undefined;
  if (!isList(expected) || !isList(actual) || expected.length !== actual.length) return differ(expected, actual, path);
  return first(expected.map((field, i) => () => compareSchemas(field, actual[i], at(path, i))));
}

/** Compares two values of one schema. */
function compareTyped(
  schema: Json | undefined,
  values: readonly [Json | undefined, Json | undefined],
  path: string,
): Difference {
  const [expected, actual] = values;
  if (expected === undefined || actual === undefined || expected === null || actual === null) {
    return expected === actual ? undefined : differ(expected, actual, path);
  }
  const raw = tagged(expected, '$raw');
  const actualRaw = tagged(actual, '$raw');
  if (raw !== undefined || actualRaw !== undefined) return compareJson(raw, actualRaw, path);
  if (!isObject(schema)) return compareJson(expected, actual, path);
  if (typeof schema['name'] === 'string' && LOGICAL.test(schema['name'])) {
    return expected === actual ? undefined : differ(expected, actual, path);
  }
  return compareOfType(schema, values, path);
}

function compareOfType(
  schema: JsonObject,
  values: readonly [Json | undefined, Json | undefined],
  path: string,
): Difference {
  const [expected, actual] = values;
  switch (schema['type']) {
    case 'float':
      return Object.is(Math.fround(floatOf(expected)), Math.fround(floatOf(actual)))
        ? undefined
        : differ(expected, actual, path);
    case 'double':
      return Object.is(floatOf(expected), floatOf(actual)) ? undefined : differ(expected, actual, path);
    case 'array':
      if (!isList(expected) || !isList(actual) || expected.length !== actual.length)
        return differ(expected, actual, path);
      return first(expected.map((item, i) => () => compareTyped(schema['items'], [item, actual[i]], at(path, i))));
    case 'map':
      return compareMaps(schema, values, path);
    case 'struct':
      return compareStructs(schema, values, path);
    default:
      return expected === actual ? undefined : differ(expected, actual, path);
  }
}

function compareMaps(
  schema: JsonObject,
  values: readonly [Json | undefined, Json | undefined],
  path: string,
): Difference {
  const [expected, actual] = values;
  if (isObject(expected) && isObject(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return first(
      Array.from(keys, (key) => () => compareTyped(schema['values'], [expected[key], actual[key]], at(path, key))),
    );
  }
  return comparePairs(values, path, (pair, other) => {
    if (!isList(pair) || !isList(other)) return false;
    const isSameKey = compareTyped(schema['keys'], [pair[0], other[0]], path) === undefined;
    return isSameKey && compareTyped(schema['values'], [pair[1], other[1]], path) === undefined;
  });
}

function compareStructs(
  schema: JsonObject,
  values: readonly [Json | undefined, Json | undefined],
  path: string,
): Difference {
  const [expected, actual] = values;
  if (!isObject(expected) || !isObject(actual) || !isList(schema['fields'])) return differ(expected, actual, path);
  return first(
    schema['fields'].map((field) => () => {
      const name = isObject(field) ? (field['field'] as string) : '';
      return compareTyped(field, [expected[name] ?? null, actual[name] ?? null], at(path, name));
    }),
  );
}
