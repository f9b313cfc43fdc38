/** Owns a text that stands for a schema, to find it in a cache. */
import { type ConnectValue, isConnectObject, isStruct } from './connect-value';
import { Decimal } from './decimal';
import type { Schema } from './schema';

const fingerprints = new WeakMap<Schema, string>();

/** The same text for equal schemas and different texts for different ones. Made once per schema object. */
export function schemaFingerprint(schema: Schema | null | undefined): string {
  if (!schema) return 'null';
  const known = fingerprints.get(schema);
  if (known !== undefined) return known;
  const made = JSON.stringify([
    schema.type,
    schema.isOptional,
    schema.name,
    schema.version,
    schema.doc,
    schema.parameters && [...schema.parameters].sort(([a], [b]) => (a < b ? -1 : 1)),
    schema.defaultValue === undefined ? null : [plain(schema.defaultValue)],
    children(schema),
  ]);
  fingerprints.set(schema, made);
  return made;
}

function children(schema: Schema): unknown {
  switch (schema.type) {
    case 'STRUCT':
      return schema.fields.map((field) => [field.name, schemaFingerprint(field.schema)]);
    case 'ARRAY':
      return schemaFingerprint(schema.valueSchema);
    case 'MAP':
      return [schemaFingerprint(schema.keySchema), schemaFingerprint(schema.valueSchema)];
    default:
      return null;
  }
}

/** A default as JSON with tags for what JSON has not. */
function plain(value: ConnectValue): unknown {
  if (typeof value === 'bigint') return { int64: String(value) };
  if (typeof value === 'number') return Object.is(value, -0) ? { number: '-0' } : { number: String(value) };
  if (typeof value !== 'object' || value === null) return value;
  if (isStruct(value)) {
    const raw = value.schema.fields.map((field) => plain(value.getWithoutDefault(field.name)));
    return { struct: schemaFingerprint(value.schema), raw };
  }
  if (value instanceof Decimal) return { decimal: [String(value.unscaled), value.scale] };
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return (value as readonly ConnectValue[]).map(plain);
  const entries = value instanceof Map ? [...value] : isConnectObject(value) ? Object.entries(value) : [];
  const pairs = entries.map(([key, item]) => JSON.stringify([plain(key as ConnectValue), plain(item as ConnectValue)]));
  return { map: pairs.sort() };
}
