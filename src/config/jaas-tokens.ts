/** Owns the words of Java's login configurations (JAAS): quoted or not, signs, comments. */

/** A word, or one of the signs that matter. */
export interface JaasToken {
  readonly text: string;
  readonly isSign: boolean;
}

/** Quoted words, signs, other words; blanks and comments are left out. */
const TOKEN = /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([=;])|([^\s"'=;]+)/y;
/** The same where braces are signs. */
const TOKEN_OF_FILE =
  /\s+|\/\/[^\n]*|\/\*[^]*?\*\/|"((?:[^"\\]|\\[^])*)"|'((?:[^'\\]|\\[^])*)'|([=;{}])|([^\s"'=;{}]+)/y;

/** The words of a text, of a whole file with entries in braces or of one entry; undefined where a quotation mark is missing. */
export function tokenizeJaas(text: string, { isFile = false } = {}): JaasToken[] | undefined {
  const pattern = isFile ? TOKEN_OF_FILE : TOKEN;
  const tokens: JaasToken[] = [];
  pattern.lastIndex = 0;
  while (pattern.lastIndex < text.length) {
    const found = pattern.exec(text);
    if (found === null) return undefined;
    const quoted = found[1] ?? found[2];
    if (quoted !== undefined) tokens.push({ text: unescape(quoted), isSign: false });
    else if (found[3] !== undefined) tokens.push({ text: found[3], isSign: true });
    else if (found[4] !== undefined) tokens.push({ text: found[4], isSign: false });
  }
  return tokens;
}

/** As Java's StreamTokenizer has them. */
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function unescape(quoted: string): string {
  return quoted.replace(/\\([0-3][0-7]{0,2}|[4-7][0-7]?|[^])/g, (_, escaped: string) =>
    /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (ESCAPES[escaped] ?? escaped),
  );
}
