/** Owns the syntax of date patterns as Java's SimpleDateFormat has it, and the English names in dates. */
import { IllegalArgumentError } from '../errors';

/** A run of one pattern letter, or text that stands for itself. */
export type DatePatternPart =
  | { readonly kind: 'field'; readonly letter: string; readonly count: number }
  | { readonly kind: 'text'; readonly text: string };

const LETTERS = 'GyMdkHmsSEDFwWahKzZYuXL';

export const MONTHS: readonly string[] = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const DAYS: readonly string[] = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Throws IllegalArgumentError for an unknown letter, an `X` run that is too long, or a quote that is not closed. */
export function compilePattern(pattern: string): DatePatternPart[] {
  const parts: DatePatternPart[] = [];
  let text = '';
  const tokens = /'((?:[^']|'')*)'|'|([A-Za-z])\2*|[^A-Za-z']+/g;
  for (const [token, quoted, letter] of pattern.matchAll(tokens)) {
    if (token === "'") throw new IllegalArgumentError('Unterminated quote');
    if (letter === undefined) {
      text += quoted === undefined ? token : quoted === '' ? "'" : quoted.replaceAll("''", "'");
      continue;
    }
    if (text !== '') parts.push({ kind: 'text', text });
    text = '';
    parts.push({ kind: 'field', letter: checkedLetter(letter, token.length), count: token.length });
  }
  return text === '' ? parts : [...parts, { kind: 'text', text }];
}

function checkedLetter(letter: string, count: number): string {
  if (!LETTERS.includes(letter)) throw new IllegalArgumentError(`Illegal pattern character '${letter}'`);
  if (letter === 'X' && count > 3) throw new IllegalArgumentError(`invalid ISO 8601 format: length=${count}`);
  return letter;
}
