/** Owns which setting of a converter fits the bytes of a record. */

/** The classic mistakes about JSON: an envelope where plain values are expected, plain values where one is expected. */
export function fittingSetting(
  bytes: Buffer | null,
  { key, isJson, hasEnvelope }: { readonly key: string; readonly isJson: boolean; readonly hasEnvelope: boolean },
): string | undefined {
  if (bytes === null || !isJson) return undefined;
  if (bytes[0] === 0 && bytes.length > 5) {
    return 'It begins as what the converters of a schema registry write: name the one that it was written with';
  }
  const json = parse(bytes);
  if (json === undefined)
    return `It is no JSON: ${key}=org.apache.kafka.connect.storage.StringConverter takes any text`;
  const isEnvelope = isRecord(json.value) && Object.keys(json.value).sort().join() === 'payload,schema';
  if (isEnvelope === hasEnvelope) return undefined;
  return `It ${isEnvelope ? 'has an envelope of schema and payload' : 'is plain JSON'}: ${key}.schemas.enable=${String(isEnvelope)} fits`;
}

function parse(bytes: Buffer): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(bytes.toString('utf8')) as unknown };
  } catch {
    return undefined; // that it is no JSON is the answer
  }
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
