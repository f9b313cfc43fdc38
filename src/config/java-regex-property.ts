/** Owns what \p{...} names mean in Java, as JavaScript character classes. */
import type { JavaRegexSource, RegexFlags } from './java-regex-source';
import { blockSet } from './java-regex-block';
import { type CharSet, negation } from './java-regex-set';

const ASCII_CLASSES: ReadonlyMap<string, CharSet> = new Map([
  ['ASCII', '[\\x00-\\x7f]'],
  ['Alnum', '[0-9A-Za-z]'],
  ['Alpha', '[A-Za-z]'],
  ['Blank', '[ \\t]'],
  ['Cntrl', '[\\x00-\\x1f\\x7f]'],
  ['Digit', '[0-9]'],
  ['Graph', '[\\x21-\\x7e]'],
  ['Lower', '[a-z]'],
  ['Print', '[\\x20-\\x7e]'],
  ['Punct', '[\\x21-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7e]'],
  ['Space', '[\\t-\\r ]'],
  ['Upper', '[A-Z]'],
  ['XDigit', '[0-9A-Fa-f]'],
]);

const WORD = '[\\p{Alphabetic}\\p{Mn}\\p{Me}\\p{Mc}\\p{Nd}\\p{Pc}\\p{Join_Control}]';
const NOT_GRAPHIC = '[\\p{Z}\\p{Cc}\\p{Cs}\\p{Cn}]';

/** What the POSIX names mean under the flag U. */
const UNICODE_POSIX: ReadonlyMap<string, CharSet> = new Map([
  ['ALPHA', '[\\p{Alphabetic}]'],
  ['LOWER', '[\\p{Lowercase}]'],
  ['UPPER', '[\\p{Uppercase}]'],
  ['SPACE', '[\\p{White_Space}]'],
  ['PUNCT', '[\\p{P}]'],
  ['XDIGIT', '[\\p{Nd}\\p{Hex_Digit}]'],
  ['ALNUM', '[\\p{Alphabetic}\\p{Nd}]'],
  ['CNTRL', '[\\p{Cc}]'],
  ['DIGIT', '[\\p{Nd}]'],
  ['BLANK', '[\\p{Zs}\\t]'],
  ['GRAPH', negation(NOT_GRAPHIC)],
  ['PRINT', negation('[\\p{Zl}\\p{Zp}\\p{Cc}\\p{Cs}\\p{Cn}]')],
]);

/** \p{IsName}: names are compared without regard to case. */
const UNICODE_PROPERTIES: ReadonlyMap<string, CharSet> = new Map([
  ['ALPHABETIC', '[\\p{Alphabetic}]'],
  ['ASSIGNED', negation('[\\p{Cn}]')],
  ['CONTROL', '[\\p{Cc}]'],
  ['HEXDIGIT', '[\\p{Nd}\\p{Hex_Digit}]'],
  ['HEX_DIGIT', '[\\p{Nd}\\p{Hex_Digit}]'],
  ['IDEOGRAPHIC', '[\\p{Ideographic}]'],
  ['JOINCONTROL', '[\\p{Join_Control}]'],
  ['JOIN_CONTROL', '[\\p{Join_Control}]'],
  ['LETTER', '[\\p{L}]'],
  ['LOWERCASE', '[\\p{Lowercase}]'],
  ['NONCHARACTERCODEPOINT', '[\\p{Noncharacter_Code_Point}]'],
  ['NONCHARACTER_CODE_POINT', '[\\p{Noncharacter_Code_Point}]'],
  ['PUNCTUATION', '[\\p{P}]'],
  ['TITLECASE', '[\\p{Lt}]'],
  ['UPPERCASE', '[\\p{Uppercase}]'],
  ['WHITESPACE', '[\\p{White_Space}]'],
  ['WHITE_SPACE', '[\\p{White_Space}]'],
  ['WORD', WORD],
]);

const JAVA_METHODS: ReadonlyMap<string, CharSet> = new Map([
  ['javaLowerCase', '[\\p{Lowercase}]'],
  ['javaUpperCase', '[\\p{Uppercase}]'],
  ['javaAlphabetic', '[\\p{Alphabetic}]'],
  ['javaIdeographic', '[\\p{Ideographic}]'],
  ['javaTitleCase', '[\\p{Lt}]'],
  ['javaDigit', '[\\p{Nd}]'],
  ['javaDefined', negation('[\\p{Cn}]')],
  ['javaLetter', '[\\p{L}]'],
  ['javaLetterOrDigit', '[\\p{L}\\p{Nd}]'],
  ['javaSpaceChar', '[\\p{Z}]'],
  ['javaWhitespace', '[[\\t-\\r\\x1c-\\x1f][\\p{Z}--[\\xa0\\u2007\\u202f]]]'],
  ['javaISOControl', '[\\x00-\\x1f\\x7f-\\x9f]'],
  ['javaMirrored', '[\\p{Bidi_Mirrored}]'],
]);

const GENERAL_CATEGORY = /^(?:C[cfons]?|L[ultmo]?|M[nec]?|N[dlo]?|P[dsecoif]?|S[mcko]?|Z[slp]?)$/;
const CASED = /^(?:Lu|Ll|Lt)$/;
const CASED_NAMES = new Set([
  'LOWER',
  'UPPER',
  'LOWERCASE',
  'UPPERCASE',
  'TITLECASE',
  'JAVALOWERCASE',
  'JAVAUPPERCASE',
  'JAVATITLECASE',
]);
const ANY_CASE = '[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]';

/** The predefined classes \d \h \s \v \w and their negations, by letter. */
export function shorthandSet(letter: string, flags: RegexFlags): CharSet {
  const lower = letter.toLowerCase();
  const set = flags.U ? (UNICODE_SHORTHANDS[lower] ?? SHORTHANDS[lower]) : SHORTHANDS[lower];
  return lower === letter ? (set ?? '[]') : negation(set ?? '[]');
}

const SHORTHANDS: Readonly<Record<string, CharSet>> = {
  d: '[0-9]',
  h: '[ \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000]',
  s: '[\\t-\\r ]',
  v: '[\\n-\\r\\x85\\u2028\\u2029]',
  w: '[A-Za-z_0-9]',
};

const UNICODE_SHORTHANDS: Readonly<Record<string, CharSet>> = { d: '[\\p{Nd}]', s: '[\\p{White_Space}]', w: WORD };

/** The class of a \p{name}; fails at the cursor of `source` for a name that Java or this translation does not know. */
export function propertySet(name: string, source: JavaRegexSource): CharSet {
  const equals = name.indexOf('=');
  if (equals >= 0) return assignedSet([name.slice(0, equals), name.slice(equals + 1)], source);
  if (name.startsWith('In')) return blockOf(name.slice(2), source);
  if (name.startsWith('Is')) {
    const found =
      unicodeSet(name.slice(2), source.flags) ?? categorySet(name.slice(2), source.flags) ?? scriptSet(name.slice(2));
    return found ?? source.fail(`Unknown character property name {${name}}`);
  }
  const posix = source.flags.U
    ? cased(name.toUpperCase(), UNICODE_POSIX.get(name.toUpperCase()), source.flags)
    : undefined;
  return posix ?? categorySet(name, source.flags) ?? source.fail(`Unknown character property name {${name}}`);
}

function blockOf(name: string, source: JavaRegexSource): CharSet {
  return blockSet(name) ?? source.fail(`Unicode block {${name}} is not supported`);
}

function assignedSet([name, value]: readonly [string, string], source: JavaRegexSource): CharSet {
  const key = name.toLowerCase();
  if (key === 'blk' || key === 'block') return blockOf(value, source);
  let found: CharSet | undefined;
  if (key === 'sc' || key === 'script') found = scriptSet(value);
  if (key === 'gc' || key === 'general_category') found = categorySet(value, source.flags);
  return found ?? source.fail(`Unknown Unicode property {name=<${name}>, value=<${value}>}`);
}

function unicodeSet(name: string, flags: RegexFlags): CharSet | undefined {
  const key = name.toUpperCase();
  return cased(key, UNICODE_PROPERTIES.get(key) ?? UNICODE_POSIX.get(key), flags);
}

function categorySet(name: string, flags: RegexFlags): CharSet | undefined {
  if (GENERAL_CATEGORY.test(name)) return flags.i && CASED.test(name) ? '[\\p{Lu}\\p{Ll}\\p{Lt}]' : `[\\p{${name}}]`;
  if (name === 'LC') return '[\\p{Lu}\\p{Ll}\\p{Lt}]';
  if (name === 'LD') return '[\\p{L}\\p{Nd}]';
  if (name === 'L1') return '[\\x00-\\xff]';
  if (name === 'all') return '[\\s\\S]';
  const ascii = ASCII_CLASSES.get(name);
  if (ascii !== undefined) return flags.i && /^(?:Lower|Upper)$/.test(name) ? '[A-Za-z]' : ascii;
  return cased(name.toUpperCase(), JAVA_METHODS.get(name), flags);
}

function cased(key: string, set: CharSet | undefined, flags: RegexFlags): CharSet | undefined {
  return set !== undefined && flags.i && CASED_NAMES.has(key) ? ANY_CASE : set;
}

/** Java takes script names in any case; JavaScript wants `Old_Italic`. */
function scriptSet(name: string): CharSet | undefined {
  if (!/^[A-Za-z_]+$/.test(name)) return undefined;
  const canonical = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
  const set = `[\\p{Script=${canonical}}]`;
  try {
    new RegExp(set, 'v');
    return set;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
