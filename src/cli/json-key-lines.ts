/** Owns the lines on which the keys of a JSON text stand. */

const TOKEN = /"(?:[^"\\]|\\[^])*"|[{}[\]:,]/g;

/**
 * The line of each key of the outermost object, or of the object that it holds under `within`; lines count from 1. Of a key that
 * stands there several times the last one counts, as everywhere. The text is known to be JSON.
 */
export function jsonKeyLines(text: string, within?: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const wanted = within === undefined ? 1 : 2;
  let [depth, line, at] = [0, 1, 0];
  let outer: string | undefined;
  let last: { readonly key: string; readonly line: number } | undefined;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    line += lineEnds(text.slice(at, index));
    at = index;
    if (token.startsWith('"')) last = { key: JSON.parse(readable(token)) as string, line };
    else if (token === ':' && last !== undefined) {
      if (depth === 1) outer = last.key;
      if (depth === wanted && (within === undefined || outer === within)) lines.set(last.key, last.line);
    } else if (token === '{' || token === '[') depth++;
    else if (token !== ':' && token !== ',' && --depth === 0) return lines;
  }
  return lines;
}

function lineEnds(text: string): number {
  return text.split(/\r\n|\r|\n/).length - 1;
}

/** A lenient reader takes control characters in a string; this one does not. */
function readable(token: string): string {
  return token.replace(/[\u0000-\u001f]/g, ' ');
}
