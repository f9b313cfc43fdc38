/** Owns character classes in brackets: unions, intersections, ranges and negation by Java's rules. */
import { END, type JavaRegexSource } from './java-regex-source';
import { readEscape } from './java-regex-escape';
import { type CharSet, intersection, negation, rangeSet, singleSet, union } from './java-regex-set';

/** Reads a class; the cursor stands behind its opening bracket and ends behind the closing one. */
export function readClass(source: JavaRegexSource): CharSet {
  const isNegated = source.accept('^');
  const set = readOperand(source, { isFirst: true });
  source.position += 1;
  return isNegated ? negation(set) : set;
}

/**
 * Reads up to the closing bracket. Every `&&` takes all that follows as its right side, so that
 * `[a&&b&&c]` is a and (b and c).
 */
function readOperand(source: JavaRegexSource, context: { readonly isFirst: boolean }): CharSet {
  const parts: CharSet[] = [];
  for (;;) {
    refuseBlank(source);
    if (source.peek() === END) return source.fail('Unclosed character class');
    if (source.is(']') && (parts.length > 0 || !context.isFirst)) break;
    if (source.is('&') && source.is('&', 1)) {
      if (parts.length === 0) return source.fail('An empty side of && is not supported', source.position);
      return intersection(union(...parts), readRightSide(source));
    }
    // Java leaves the right side of an intersection at a single & that follows a nested class.
    if (source.is('&') && !context.isFirst) return source.fail('This use of & is not supported', source.position);
    parts.push(readItem(source));
  }
  return union(...parts);
}

function readRightSide(source: JavaRegexSource): CharSet {
  source.position += 2;
  // Java reads [a&&&b] and [a&&] in ways that depend on what stood before.
  if (source.is('&') || source.is(']') || source.is('^')) {
    return source.fail('This use of && is not supported', source.position);
  }
  return readOperand(source, { isFirst: false });
}

function readItem(source: JavaRegexSource): CharSet {
  if (source.accept('[')) return readClass(source);
  const start = readEnd(source);
  if (typeof start !== 'number') return start;
  const isRange = source.is('-') && !source.is('[', 1) && !source.is(']', 1);
  if (!isRange) return literalSet(source, start);
  source.position += 1;
  refuseBlank(source);
  if (source.peek() === END) return source.fail('Illegal character range');
  const end = readEnd(source);
  if (typeof end !== 'number' || end < start) return source.fail('Illegal character range');
  return rangeSet([start, end], source.flags);
}

/** A single character, which may begin or end a range, or a predefined class. */
function readEnd(source: JavaRegexSource): number | CharSet {
  if (!source.accept('\\')) {
    const codePoint = source.peek();
    source.position += 1;
    return codePoint;
  }
  const isVertical = source.is('v');
  const escape = readEscape(source);
  if (escape.kind === 'char') return escape.codePoint;
  if (escape.kind === 'construct') return source.fail('Illegal/unsupported escape sequence');
  if (isVertical && source.is('-')) return source.fail('\\v before a hyphen is not supported');
  return escape.set;
}

/** With the flag x Java skips blanks in brackets too, but not everywhere. */
function refuseBlank(source: JavaRegexSource): void {
  if (source.flags.x && source.isBlankOrHash()) {
    source.fail('A blank or # in brackets together with the flag x is not supported: escape it', source.position);
  }
}

/** The set of one literal character, the cursor behind it. */
export function literalSet(source: JavaRegexSource, codePoint: number): CharSet {
  // Whether Java lets a sharp s equal its capital depends on the characters next to it.
  if (codePoint === 0xdf && source.flags.i && source.flags.u) {
    return source.fail('The letter sharp s with the flags i and u is not supported');
  }
  return singleSet(codePoint, source.flags);
}
