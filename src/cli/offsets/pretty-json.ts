/** Owns JSON for people and machines: what is a plain object or array has lines of its own, what comes out of a store has one. */
import { JsonNumber, type JsonNode } from '../../data/json-reader';
import { jsonString } from '../../data/json-writer';
import { jsonNodeText } from './stored-offset';

/** What can be printed. Maps are JSON as it was read: one line each. */
export type PrintedJson = JsonNode | number | readonly PrintedJson[] | { readonly [name: string]: PrintedJson };

/** The text, with a line end. */
export function prettyJson(value: PrintedJson): string {
  return `${textOf(value, '')}\n`;
}

function textOf(value: PrintedJson, indent: string): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'object' || value === null || value instanceof JsonNumber || value instanceof Map) {
    return jsonNodeText(value as JsonNode);
  }
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    return wrapped(
      ['[', ']'],
      (value as readonly PrintedJson[]).map((item) => textOf(item, deeper)),
      indent,
    );
  }
  const members = Object.entries(value as Readonly<Record<string, PrintedJson>>);
  return wrapped(
    ['{', '}'],
    members.map(([name, member]) => `${jsonString(name)}: ${textOf(member, deeper)}`),
    indent,
  );
}

function wrapped([open, close]: readonly [string, string], items: readonly string[], indent: string): string {
  if (items.length === 0) return open + close;
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`;
}
