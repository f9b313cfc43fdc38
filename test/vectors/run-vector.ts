/** Owns the verdict on one vector. */
import { compareResults, type Difference } from './compare';
import { compareError, javaKind } from './compare-error';
import { sameButForMapOrder } from './java-map-text';
import type { Adapter, JsonObject, Phase, Vector } from './vector';

/** What is wrong with our result, or `undefined` if nothing is. */
export async function runVector(vector: Vector, adapter: Adapter | undefined): Promise<Difference> {
  if (adapter === undefined) return `no adapter for ${vector.component}`;
  let phase: Phase = 'apply';
  let actual: JsonObject;
  try {
    actual = await adapter(vector, (entered) => {
      phase = entered;
    });
  } catch (error) {
    if (vector.expectedError !== undefined) return compareError(vector.expectedError, error, phase);
    const message = error instanceof Error ? error.message : String(error);
    return `expected ${JSON.stringify(vector.expected)}, got ${javaKind(error)} in ${phase}: ${message}`;
  }
  if (vector.expectedError !== undefined) {
    return `expected ${vector.expectedError.kind}, got ${JSON.stringify(actual)}`;
  }
  return judge(vector, vector.expected ?? {}, actual);
}

function judge(vector: Vector, expected: JsonObject, actual: JsonObject): Difference {
  if (sameButForMapOrder(expected, actual)) return undefined;
  const isInternal = vector.component === 'FileStreamSourceTask' || vector.note?.startsWith('bufferSize');
  const wanted = isInternal ? withoutBufferSize(expected) : expected;
  return compareResults(wanted, wanted === expected ? actual : withoutBufferSize(actual), vector.input['target']);
}

/** The size of a buffer is internal to Java. */
function withoutBufferSize(result: JsonObject): JsonObject {
  return JSON.parse(
    JSON.stringify(result, (key, value: unknown) => (key === 'bufferSize' ? undefined : value)),
  ) as JsonObject;
}
