/** Owns the comparison of texts in which Java printed a map: the order of a HashMap's entries means nothing. */
import type { Json, JsonObject } from './vector';

/** True if the results hold the same texts, but for the order of entries in Java's `{a=1, b=x}`. */
export function sameButForMapOrder(expected: JsonObject, actual: JsonObject): boolean {
  const texts = textsOf(expected);
  const others = textsOf(actual);
  if (texts === undefined || others?.length !== texts.length) return false;
  return texts.every((text, i) => canonical(text) === canonical(others[i] ?? ''));
}

/** The texts of results that consist of nothing else. */
function textsOf(result: JsonObject): readonly string[] | undefined {
  const keys = Object.keys(result);
  if (keys.length !== 1) return undefined;
  const { bytes, contentAfterEachFlush } = result;
  if (typeof bytes === 'string') return [Buffer.from(bytes, 'base64').toString('latin1')];
  return isTexts(contentAfterEachFlush) ? contentAfterEachFlush : undefined;
}

function isTexts(json: Json | undefined): json is readonly string[] {
  return Array.isArray(json) && json.every((item) => typeof item === 'string');
}

/** Sorts the entries of every map, the innermost first. */
function canonical(text: string): string {
  const maps: string[] = [];
  let rest = text;
  for (;;) {
    const next = rest.replace(/\{([^{}]*=[^{}]*)\}/, (_, entries: string) => {
      maps.push(entries.split(', ').sort().join(', '));
      return `<map ${maps.length - 1}>`;
    });
    if (next === rest) break;
    rest = next;
  }
  return rest.replace(/<map \d+>/g, (place) => expand(place, maps));
}

function expand(place: string, maps: readonly string[]): string {
  const entries = maps[Number(place.slice(5, -1))] ?? '';
  return `{${entries.replace(/<map \d+>/g, (inner) => expand(inner, maps))}}`;
}
