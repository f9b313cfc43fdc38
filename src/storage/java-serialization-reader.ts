/** Owns the reading of Java's object streams: numbers, names, class descriptors, handles and byte arrays. */
import { DataError } from '../errors';

/** The type codes that stand before each thing in a stream. */
export const TYPE_CODE = {
  NULL: 0x70,
  REFERENCE: 0x71,
  CLASS_DESC: 0x72,
  OBJECT: 0x73,
  STRING: 0x74,
  ARRAY: 0x75,
  BLOCK_DATA: 0x77,
  END_BLOCK_DATA: 0x78,
  LONG_BLOCK_DATA: 0x7a,
  PROXY_CLASS_DESC: 0x7d,
} as const;

const MAGIC = 0xaced;
const VERSION = 5;
const FIRST_HANDLE = 0x7e0000;
/** More ancestors than any class of the Java platform has. */
const MAX_ANCESTORS = 16;

/** A field of a class descriptor; `type` is Java's letter, `L` and `[` for references. */
export interface JavaField {
  readonly type: string;
  readonly name: string;
}

/** A class as a stream describes it. */
export interface JavaClass {
  readonly name: string;
  readonly serialVersionUid: bigint;
  readonly flags: number;
  readonly fields: readonly JavaField[];
  /** Undefined while it is not read yet. */
  superClass: JavaClass | null | undefined;
}

/** Something that later parts of a stream may refer to. */
export type HandleTarget =
  { readonly javaClass: JavaClass } | { readonly bytes: Buffer } | { readonly text: string } | null;

/**
 * Walks once over the bytes. Lengths and counts in the stream are believed only as far as there are bytes. All methods
 * throw DataError with the position where the stream ends early or holds what is not expected.
 */
export class JavaSerializationReader {
  readonly #bytes: Buffer;
  readonly #handles: HandleTarget[] = [];
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Bytes not read yet. */
  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  readHeader(): void {
    if (this.readUint16() !== MAGIC || this.readUint16() !== VERSION) {
      throw new DataError('it does not begin like a stream of Java objects');
    }
  }

  readUint8(): number {
    return this.#bytes.readUInt8(this.#advance(1));
  }

  readUint16(): number {
    return this.#bytes.readUInt16BE(this.#advance(2));
  }

  readInt32(): number {
    return this.#bytes.readInt32BE(this.#advance(4));
  }

  readInt64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8));
  }

  /** The next bytes; they stay part of the whole. */
  readBytes(length: number): Buffer {
    if (length < 0) throw this.#unexpected(`a length of ${length}`);
    const start = this.#advance(length);
    return this.#bytes.subarray(start, start + length);
  }

  /** Takes the type code that must stand here. */
  expect(code: number): void {
    const found = this.readUint8();
    if (found !== code) throw this.#unexpected(typeName(found));
  }

  /** Gives the next handle to something, as Java does in the order of first appearance. */
  assignHandle(target: HandleTarget): void {
    this.#handles.push(target);
  }

  /** What an earlier part of the stream put under the handle that stands here. */
  readReference(): HandleTarget {
    const target = this.#handles[this.readInt32() - FIRST_HANDLE];
    if (target === undefined) throw this.#unexpected('a reference to nothing');
    return target;
  }

  /** A class and its ancestors. */
  readClass(): JavaClass {
    const javaClass = this.#readClassOrNull();
    if (javaClass === null) throw this.#unexpected('no class');
    let descendant = javaClass;
    // A class that was referred to has its ancestors already.
    for (let depth = 0; descendant.superClass === undefined; depth++) {
      if (depth === MAX_ANCESTORS) throw this.#unexpected('a class with too many ancestors');
      const ancestor = this.#readClassOrNull();
      descendant.superClass = ancestor;
      if (ancestor === null) break;
      descendant = ancestor;
    }
    return javaClass;
  }

  /** A `byte[]`, one that came before, or null. Throws DataError, naming what it is, for anything else. */
  readByteArray(): Buffer | null {
    const code = this.readUint8();
    switch (code) {
      case TYPE_CODE.NULL:
        return null;
      case TYPE_CODE.ARRAY:
        return this.#readNewByteArray();
      case TYPE_CODE.REFERENCE: {
        const target = this.readReference();
        if (target !== null && 'bytes' in target) return target.bytes;
        throw this.#unexpected('a reference to something other than byte[]');
      }
      case TYPE_CODE.OBJECT:
        throw this.#unexpected(`an object of ${this.readClass().name} instead of byte[]`);
      default:
        throw this.#unexpected(`${typeName(code)} instead of byte[]`);
    }
  }

  #readNewByteArray(): Buffer {
    const { name } = this.readClass();
    if (name !== '[B') throw this.#unexpected(`an array of ${name} instead of byte[]`);
    const place = this.#handles.push(null) - 1;
    const bytes = this.readBytes(this.readInt32());
    this.#handles[place] = { bytes };
    return bytes;
  }

  #readClassOrNull(): JavaClass | null {
    const code = this.readUint8();
    switch (code) {
      case TYPE_CODE.NULL:
        return null;
      case TYPE_CODE.CLASS_DESC:
        return this.#readNewClass();
      case TYPE_CODE.REFERENCE: {
        const target = this.readReference();
        if (target !== null && 'javaClass' in target) return target.javaClass;
        throw this.#unexpected('a reference to something other than a class');
      }
      default:
        throw this.#unexpected(`${typeName(code)} instead of a class`);
    }
  }

  #readNewClass(): JavaClass {
    const name = this.#readText();
    const serialVersionUid = this.readInt64();
    const fields: JavaField[] = [];
    // The handle comes before the names of the types of fields, which take handles as well.
    const place = this.#handles.push(null) - 1;
    const flags = this.readUint8();
    for (let count = this.readUint16(); count > 0; count--) fields.push(this.#readField());
    this.#skipAnnotations();
    const javaClass: JavaClass = { name, serialVersionUid, flags, fields, superClass: undefined };
    this.#handles[place] = { javaClass };
    return javaClass;
  }

  #readField(): JavaField {
    const type = String.fromCharCode(this.readUint8());
    const name = this.#readText();
    if (type === 'L' || type === '[') this.#skipTypeName();
    return { type, name };
  }

  #skipTypeName(): void {
    const code = this.readUint8();
    if (code === TYPE_CODE.STRING) this.assignHandle({ text: this.#readText() });
    else if (code === TYPE_CODE.REFERENCE) this.readReference();
    else throw this.#unexpected(`${typeName(code)} instead of the name of a type`);
  }

  /** What class loaders may add to a class: known streams have none, blocks of bytes do no harm. */
  #skipAnnotations(): void {
    for (;;) {
      const code = this.readUint8();
      if (code === TYPE_CODE.END_BLOCK_DATA) return;
      if (code === TYPE_CODE.BLOCK_DATA) this.readBytes(this.readUint8());
      else if (code === TYPE_CODE.LONG_BLOCK_DATA) this.readBytes(this.readInt32());
      else if (code !== TYPE_CODE.NULL) throw this.#unexpected(`${typeName(code)} in the annotation of a class`);
    }
  }

  /** Java's modified UTF-8; names of classes and fields that matter are ASCII. */
  #readText(): string {
    return this.readBytes(this.readUint16()).toString('latin1');
  }

  #advance(length: number): number {
    const start = this.#at;
    if (length > this.remaining) throw new DataError(`it ends early, after ${this.#bytes.length} bytes`);
    this.#at += length;
    return start;
  }

  #unexpected(what: string): DataError {
    return new DataError(`it holds ${what} before byte ${this.#at}`);
  }
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [TYPE_CODE.NULL, 'null'],
  [TYPE_CODE.REFERENCE, 'a reference'],
  [TYPE_CODE.CLASS_DESC, 'a class'],
  [TYPE_CODE.OBJECT, 'an object'],
  [TYPE_CODE.STRING, 'a java.lang.String'],
  [TYPE_CODE.ARRAY, 'an array'],
  [TYPE_CODE.BLOCK_DATA, 'raw data'],
  [TYPE_CODE.END_BLOCK_DATA, 'the end of an object'],
  [TYPE_CODE.LONG_BLOCK_DATA, 'raw data'],
  [TYPE_CODE.PROXY_CLASS_DESC, 'a proxy class'],
]);

/** What a type code stands for, in words. */
export function typeName(code: number): string {
  return TYPE_NAMES.get(code) ?? `the unknown type code ${code}`;
}
