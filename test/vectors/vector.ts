/** Owns the shape of a test vector and of the adapters that run it. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** When an error is allowed to happen: constructing or configuring, building a chain, or using what was built. */
export type Phase = 'configure' | 'build' | 'apply';

export interface ExpectedError {
  /** Simple name of the Java exception. */
  readonly kind: string;
  readonly phase: Phase;
  readonly messageContains?: string;
}

export interface Vector {
  readonly id: string;
  readonly component: string;
  readonly test?: string;
  readonly config: Readonly<Record<string, string | null>>;
  readonly input: JsonObject;
  readonly expected?: JsonObject;
  readonly expectedError?: ExpectedError;
  readonly note?: string;
}

/**
 * Runs one vector against this project's code and gives the result in the neutral encoding, or throws. It calls `enter`
 * when a phase begins; until then the phase is `apply`.
 */
export type Adapter = (vector: Vector, enter: (phase: Phase) => void) => JsonObject | Promise<JsonObject>;

export type Adapters = Readonly<Record<string, Adapter>>;

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

/** The only member of an object with that name: `{ "$raw": x }`. */
export function tagged(json: Json | undefined, tag: string): Json | undefined {
  return isObject(json) && tag in json && Object.keys(json).length === 1 ? json[tag] : undefined;
}
