/** Owns reading `.properties` text exactly as `java.util.Properties` reads it, with the line of each key. */
import { isAscii, isUtf8 } from 'node:buffer';
import { Properties, type PropertyNode } from 'properties-file/parser';
import { ConfigError } from '../errors';

/** The settings of a text; of a key that stands there several times the last one counts, as in Java. */
export interface JavaProperties {
  readonly entries: ReadonlyMap<string, string>;
  /** The line, counted from 1, at which the key that counts begins. */
  readonly lines: ReadonlyMap<string, number>;
  /** Lines of keys that stand there again further down: they do not count. */
  readonly overridden: readonly { readonly key: string; readonly line: number }[];
}

/** Text of a file, and whether it had to be read as UTF-8 because ISO-8859-1 would have garbled it. */
export interface DecodedProperties {
  readonly text: string;
  readonly isUtf8: boolean;
}

const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = /(\r\n|\r|\n)/;
const LONE_BACKSLASH = /(?:^|[\r\n])[ \t\f]*\\(?:[\r\n]|$)/;

/**
 * Text of a properties file: ISO-8859-1 as Java reads it, except where the bytes go beyond ASCII and are valid UTF-8; a
 * byte-order mark is then dropped.
 */
export function decodeJavaProperties(bytes: Buffer): DecodedProperties {
  if (isAscii(bytes) || !isUtf8(bytes)) return { text: bytes.toString('latin1'), isUtf8: false };
  const text = bytes.toString('utf8');
  return { text: text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text, isUtf8: true };
}

/** Parses a text. Throws ConfigError, naming the line, when a `\u` is not followed by four hexadecimal digits. */
export function parseJavaProperties(text: string): JavaProperties {
  const readable = LONE_BACKSLASH.test(text) ? withoutLoneBackslashes(text) : text;
  const entries = new Map<string, string>();
  const lines = new Map<string, number>();
  const overridden: { key: string; line: number }[] = [];
  for (const { key, value, startingLineNumber } of parseNodes(readable)) {
    const line = lines.get(key);
    if (line !== undefined) overridden.push({ key, line });
    entries.set(key, value);
    lines.set(key, startingLineNumber);
  }
  return { entries, lines, overridden };
}

function parseNodes(text: string): PropertyNode[] {
  try {
    return parseDocument(text);
  } catch (cause) {
    const line = findMalformedLine(text);
    throw new ConfigError(`line ${line}: Malformed \\uxxxx encoding.`, { cause });
  }
}

/** The library drops one byte-order mark, Java none: so it is given one to drop. */
function parseDocument(text: string): PropertyNode[] {
  return new Properties(BYTE_ORDER_MARK + text).getProperties();
}

/** Where the malformed `\u` is: parses again with every `\u` made harmless, then each logical line as it really is. */
function findMalformedLine(text: string): number {
  const lines = text.split(/\r\n|\r|\n/);
  const harmless = text.replace(/\\([\s\S])/g, (escape, char) => (char === 'u' ? 'u' : escape));
  const broken = parseDocument(harmless).find((node) =>
    isMalformed(lines.slice(node.startingLineNumber - 1, node.endingLineNumber).join('\n')),
  );
  return broken?.startingLineNumber ?? 1;
}

function isMalformed(logicalLine: string): boolean {
  try {
    parseDocument(logicalLine);
    return false;
  } catch {
    return true;
  }
}

/**
 * A line that holds nothing but a backslash continues into the next one, which for Java is still the start of a line. The
 * library takes the next line for text, so such lines become blank ones. As the very last line it is an entry of an empty
 * key, for Java, unless CR and LF follow.
 */
function withoutLoneBackslashes(text: string): string {
  const parts = text.split(LINE_END);
  let isContinued = false;
  for (let index = 0; index < parts.length; index += 2) {
    const line = (parts[index] ?? '').replace(/^[ \t\f]+/, '');
    if (!isContinued && line === '\\') {
      parts[index] = isLastLine(parts, index) ? '=' : '';
    } else {
      isContinued = (isContinued || !/^[#!]/.test(line)) && endsInContinuation(line);
    }
  }
  return parts.join('');
}

function isLastLine(parts: readonly string[], index: number): boolean {
  if (index === parts.length - 1) return true;
  return index === parts.length - 3 && parts[index + 1] !== '\r\n' && parts[index + 2] === '';
}

function endsInContinuation(line: string): boolean {
  const backslashes = /\\*$/.exec(line)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}
