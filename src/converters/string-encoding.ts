/** Owns the character sets that StringConverter can read and write, by the names that Java gives them. */
import { ConfigError } from '../errors';

/** Turns text into bytes and back, in one character set. What it cannot write becomes `?`. */
export interface StringEncoding {
  encode(text: string): Buffer | string;
  decode(bytes: Buffer): string;
}

/** `isWellFormed` is in Node 20, but not yet in the ES2023 types. */
type WellFormedText = string & { isWellFormed(): boolean };

const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function isWellFormed(text: string): boolean {
  return (text as WellFormedText).isWellFormed();
}

/** The string itself stands for its UTF-8 bytes. */
const UTF_8: StringEncoding = {
  encode: (text) => (isWellFormed(text) ? text : text.replace(LONE_SURROGATES, '?')),
  decode: (bytes) => bytes.toString(),
};

const UTF_16LE: StringEncoding = {
  encode: (text) => Buffer.from(text, 'utf16le'),
  decode: (bytes) => bytes.toString('utf16le'),
};

const UTF_16BE: StringEncoding = {
  encode: (text) => Buffer.from(text, 'utf16le').swap16(),
  decode: (bytes) => decodeBigEndian(bytes),
};

/** Java writes big-endian behind a byte-order mark, and reads what the mark says, big-endian without one. */
const UTF_16: StringEncoding = {
  encode: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  decode: (bytes) => {
    if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
    return decodeBigEndian(bytes[0] === 0xfe && bytes[1] === 0xff ? bytes.subarray(2) : bytes);
  },
};

const LATIN_1: StringEncoding = {
  encode: (text) => Buffer.from(text.replace(/[\ud800-\udbff][\udc00-\udfff]|[^\0-\xff]/g, '?'), 'latin1'),
  decode: (bytes) => bytes.toString('latin1'),
};

const US_ASCII: StringEncoding = {
  encode: (text) => Buffer.from(text.replace(/[\ud800-\udbff][\udc00-\udfff]|[^\0-\x7f]/g, '?'), 'latin1'),
  decode: (bytes) => bytes.toString('latin1').replace(/[\x80-\xff]/g, '\ufffd'),
};

function decodeBigEndian(bytes: Buffer): string {
  const whole = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
  return whole.toString('utf16le') + (bytes.length % 2 === 0 ? '' : '\ufffd');
}

const UNICODE: Readonly<Record<string, StringEncoding>> = {
  'utf-8': UTF_8,
  utf8: UTF_8,
  'utf-16': UTF_16,
  utf16: UTF_16,
  'utf-16be': UTF_16BE,
  'utf-16le': UTF_16LE,
  'iso-8859-1': LATIN_1,
  iso8859_1: LATIN_1,
  latin1: LATIN_1,
  'us-ascii': US_ASCII,
  ascii: US_ASCII,
};

/** The character sets of one byte per character that both Java and Node know, by a name common to both. */
const SINGLE_BYTE = /^(iso-8859-([2-9]|1[03-6])|windows-(874|125[0-8])|koi8-[ru]|ibm866|x-mac-cyrillic|macintosh)$/;

/** The encoding of that name, in any case. Throws ConfigError for a name that is not known. */
export function stringEncodingOf(name: string, setting: string): StringEncoding {
  const key = name.trim().toLowerCase();
  const known = UNICODE[key];
  if (known !== undefined) return known;
  if (SINGLE_BYTE.test(key)) return singleByteEncoding(key);
  throw new ConfigError(
    `Invalid value ${name} for configuration ${setting}: ` +
      'not a supported character set; use UTF-8, UTF-16, UTF-16BE, UTF-16LE, ISO-8859-1 to 16, US-ASCII or windows-125x',
  );
}

/** Bytes 80 to 9F. TextDecoder of several Node releases takes windows-1252 for ISO-8859-1. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ';

function singleByteEncoding(label: string): StringEncoding {
  const chars = label === 'windows-1252' ? windows1252() : charactersOf(label);
  const byteOf = new Map(chars.map((char, byte) => [char, byte]));
  byteOf.delete('\ufffd');
  return {
    encode: (text) => Buffer.from(Array.from(text, (char) => byteOf.get(char) ?? 0x3f)),
    decode: (bytes) => Array.from(bytes, (byte) => chars[byte]).join(''),
  };
}

function charactersOf(label: string): string[] {
  const decoder = new TextDecoder(label);
  return Array.from({ length: 256 }, (_, byte) => decoder.decode(Uint8Array.of(byte)));
}

function windows1252(): string[] {
  return Array.from({ length: 256 }, (_, byte) => WINDOWS_1252[byte - 0x80] ?? String.fromCharCode(byte));
}
