/** Owns the reading of a folder of vector files. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Json, JsonObject, Vector } from './vector';

export interface VectorFile {
  readonly name: string;
  readonly vectors: readonly Vector[];
}

/** The component of the cases in properties.json; its adapter gives `stream` and `readerUtf8`. */
export const PROPERTIES = 'java.util.Properties';
/** The component of the cases in java-regex.json; its adapter gives `result`, with "error" for a pattern refused. */
export const PATTERN = 'java.util.regex.Pattern';

/** Every *.json file of the folder, in order. */
export function readCorpus(folder: string): VectorFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => ({ name, vectors: readVectors(join(folder, name)) }));
}

function readVectors(path: string): readonly Vector[] {
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as readonly Vector[] | { cases: readonly JsonObject[] };
  if ('cases' in parsed) {
    const name = basename(path, '.json');
    return parsed.cases.map((item, index) => (name === 'properties' ? propertiesCase(item) : patternCase(item, index)));
  }
  return parsed;
}

function propertiesCase({ id, stream, readerUtf8, ...input }: JsonObject): Vector {
  const expected = { stream: stream ?? null, readerUtf8: readerUtf8 ?? null };
  return { id: `properties/${text(id)}`, component: PROPERTIES, config: {}, input, expected };
}

function patternCase({ pattern, input, result }: JsonObject, index: number): Vector {
  return {
    id: `java-regex/${index + 1}`,
    component: PATTERN,
    config: {},
    input: { pattern: pattern ?? null, input: input ?? null },
    expected: { result: result ?? null },
  };
}

function text(json: Json | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json);
}
