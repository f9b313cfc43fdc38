/** Owns sets of characters as JavaScript class text, with Java's rules for matching without regard to case. */
import type { RegexFlags } from './java-regex-source';

/** The text of a JavaScript character class with the flag v, brackets included. */
export type CharSet = string;

export const ANY: CharSet = '[\\s\\S]';

/** A code point as it may stand inside and outside a class. */
export function charText(codePoint: number): string {
  const char = String.fromCodePoint(codePoint);
  return /^[A-Za-z0-9_]$/.test(char) ? char : `\\u{${codePoint.toString(16)}}`;
}

export function union(...sets: readonly CharSet[]): CharSet {
  return sets.length === 1 ? (sets[0] ?? '[]') : `[${sets.join('')}]`;
}

export function intersection(left: CharSet, right: CharSet): CharSet {
  return `[${left}&&${right}]`;
}

/** In brackets of its own: V8 (Node 20) misses matches of a class that is negated at its outermost level (flag v). */
export function negation(set: CharSet): CharSet {
  return `[[^${set}]]`;
}

function rangeText(first: number, last: number): string {
  return first === last ? charText(first) : `${charText(first)}-${charText(last)}`;
}

/** One character, and whatever equals it under the flags i and u. */
export function singleSet(codePoint: number, flags: RegexFlags): CharSet {
  if (flags.i && flags.u) return `[${unicodeEquivalents(codePoint).map(charText).join('')}]`;
  return rangeSet([codePoint, codePoint], flags);
}

/** The characters of a range, and those whose other case lies in it under the flags i and u. */
export function rangeSet([first, last]: readonly [number, number], flags: RegexFlags): CharSet {
  const parts = [rangeText(first, last)];
  if (flags.i && flags.u) {
    for (const { codePoint, upper, folded } of caseTable()) {
      const isIn = (candidate: number): boolean => candidate >= first && candidate <= last;
      if (!isIn(codePoint) && (isIn(upper) || isIn(folded))) parts.push(charText(codePoint));
    }
  } else if (flags.i) {
    parts.push(
      ...shiftedOverlap([first, last], { from: 'a', by: -32 }),
      ...shiftedOverlap([first, last], { from: 'A', by: 32 }),
    );
  }
  return `[${parts.join('')}]`;
}

/** The other case of the part of a range that lies in the 26 letters from `from`. */
function shiftedOverlap(range: readonly [number, number], letters: { from: 'a' | 'A'; by: number }): string[] {
  const start = letters.from.charCodeAt(0);
  const first = Math.max(range[0], start);
  const last = Math.min(range[1], start + 25);
  return first > last ? [] : [rangeText(first + letters.by, last + letters.by)];
}

interface CaseEntry {
  readonly codePoint: number;
  readonly upper: number;
  /** The lower case of the upper case: what Java compares. */
  readonly folded: number;
}

let table: readonly CaseEntry[] | undefined;

/** Every character that has another case. Built on first use; only patterns with the flags i and u need it. */
function caseTable(): readonly CaseEntry[] {
  table ??= buildCaseTable();
  return table;
}

function buildCaseTable(): CaseEntry[] {
  const entries: CaseEntry[] = [];
  for (let codePoint = 0; codePoint < 0x1f000; codePoint += 1) {
    const upper = upperCase(codePoint);
    const folded = lowerCase(upper);
    if (upper !== codePoint || folded !== codePoint) entries.push({ codePoint, upper, folded });
  }
  return entries;
}

function unicodeEquivalents(codePoint: number): number[] {
  const folded = lowerCase(upperCase(codePoint));
  const equal = new Set([codePoint, folded]);
  for (const entry of caseTable()) {
    if (entry.folded === folded) equal.add(entry.codePoint);
  }
  return [...equal];
}

/** Small Greek letters with iota subscript whose one-character upper case JavaScript does not offer. */
const IOTA_SUBSCRIPT: readonly (readonly [first: number, last: number, by: number])[] = [
  [0x1f80, 0x1f87, 8],
  [0x1f90, 0x1f97, 8],
  [0x1fa0, 0x1fa7, 8],
  [0x1fb3, 0x1fb3, 9],
  [0x1fc3, 0x1fc3, 9],
  [0x1ff3, 0x1ff3, 9],
];

function upperCase(codePoint: number): number {
  const iota = IOTA_SUBSCRIPT.find(([first, last]) => codePoint >= first && codePoint <= last);
  if (iota !== undefined) return codePoint + iota[2];
  return onlyCodePoint(String.fromCodePoint(codePoint).toUpperCase()) ?? codePoint;
}

function lowerCase(codePoint: number): number {
  if (codePoint === 0x130) return 0x69;
  return onlyCodePoint(String.fromCodePoint(codePoint).toLowerCase()) ?? codePoint;
}

function onlyCodePoint(text: string): number | undefined {
  const codePoint = text.codePointAt(0) ?? 0;
  return text.length === (codePoint > 0xffff ? 2 : 1) ? codePoint : undefined;
}
