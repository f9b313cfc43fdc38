/** Owns a stored offset as it stands in JSON, every digit of it: its text, and what makes two of them the same. */
import type { SourceOffset } from '../../api/source-record';
import { JsonNumber, JsonSyntaxError, readJsonPart, type JsonNode } from '../../data/json-reader';
import { isInt64 } from '../../data/java-numbers';
import { toSchemaless } from '../../data/json-text';
import { jsonString } from '../../data/json-writer';
import { UsageError } from '../../errors';
import { canonicalKey } from '../../storage/offset-key';

/** The members of a partition or an offset. */
export type OffsetObject = ReadonlyMap<string, JsonNode>;

/** Where a connector stands in one partition. */
export interface StoredOffset {
  readonly partition: OffsetObject | null;
  /** Undefined: what is stored is no JSON object. */
  readonly offset: OffsetObject | undefined;
  /** The next offset of a sink's partition, where it is known. */
  readonly end?: number | undefined;
}

/** JSON in one line, as Java writes it: no spaces, numbers as they were. */
export function jsonNodeText(node: JsonNode): string {
  if (typeof node === 'string') return jsonString(node);
  if (node instanceof JsonNumber) return /^-?0\d/.test(node.text) ? node.toCanonicalText() : node.text;
  if (Array.isArray(node)) return `[${node.map(jsonNodeText).join(',')}]`;
  if (typeof node !== 'object' || node === null) return String(node);
  const members = Array.from(node as OffsetObject, ([name, member]) => `${jsonString(name)}:${jsonNodeText(member)}`);
  return `{${members.join(',')}}`;
}

/** A text that is the same for equal partitions or offsets, whatever the order of their members. */
export function meaningOf(object: OffsetObject | null | undefined): string {
  if (object === null || object === undefined) return String(object);
  const text = `[${jsonNodeText(object)}]`;
  return canonicalKey(Buffer.from(text)) ?? text;
}

/** The JSON value of a whole text. Throws UsageError, which begins with `what`. */
export function readJsonArgument(text: string, what: string): JsonNode {
  try {
    const { node, end } = readJsonPart(text.replace(/^\ufeff/, ''), 0);
    if (end < text.replace(/^\ufeff/, '').length) throw new JsonSyntaxError('there is more behind its end');
    return node;
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw new UsageError(`${what} is not JSON: ${cause.message}`, { cause });
  }
}

/** The object, if it may be a partition or an offset, or null. Throws UsageError, which begins with `what`. */
export function requireOffsetObject(node: JsonNode, what: string): OffsetObject | null {
  if (node === null) return null;
  if (!(node instanceof Map)) throw new UsageError(`${what} must be a JSON object or null`);
  const object = node as OffsetObject;
  for (const [name, member] of object) {
    if (typeof member === 'object' && member !== null && !(member instanceof JsonNumber)) {
      throw new UsageError(
        `${what} may only have texts, numbers, booleans and nulls as members, but ${name} is nested`,
      );
    }
    if (member instanceof JsonNumber && member.isIntegral && !isInt64(member.toBigInt())) {
      throw new UsageError(`${what}: ${name} is ${member.text}, which does not fit into 64 bits`);
    }
  }
  return object;
}

/** As plugins see it: numbers beyond 2^53 are bigints. */
export function asConnectObject(object: OffsetObject | null): SourceOffset | null {
  return object === null ? null : (toSchemaless(object) as SourceOffset);
}

/** The same offsets in an order that does not depend on who wrote them when. */
export function sortedOffsets<T extends Pick<StoredOffset, 'partition'>>(offsets: readonly T[]): T[] {
  return [...offsets].sort((one, other) => compare(sortKey(one.partition), sortKey(other.partition)));
}

/** Numbers count as numbers, so that partition 10 comes after partition 9. */
function sortKey(partition: OffsetObject | null): string {
  return meaningOf(partition).replace(/\d+/g, (digits) => digits.padStart(20, '0'));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
