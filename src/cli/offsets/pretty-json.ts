/** Owns JSON for people and machines: what is a plain object or array has lines of its own, what comes out of a store has one. */
import { jsonString } from '../../data/json-writer';
import { jsonNodeText, type OffsetObject } from './stored-offset';

/** A member that is printed. Maps are JSON as it was read: one line each. */
type PrintedMember = string | number | boolean | null | OffsetObject | PrintedJson | readonly PrintedMember[];

/** What can be printed. */
export interface PrintedJson {
  readonly [name: string]: PrintedMember;
}

/** The text, with a line end. */
export function prettyJson(value: PrintedJson): string {
  return `${textOf(value, '')}\n`;
}

function textOf(value: PrintedMember, indent: string): string {
  if (typeof value !== 'object') return typeof value === 'number' ? String(value) : jsonNodeText(value);
  if (value === null || value instanceof Map) return jsonNodeText(value as OffsetObject | null);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const items = (value as readonly PrintedMember[]).map((item) => textOf(item, deeper));
    return wrapped(['[', ']'], items, indent);
  }
  const members = Object.entries(value as PrintedJson);
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
