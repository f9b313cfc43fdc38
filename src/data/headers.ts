/** Owns the headers of a record: an ordered list of keys, schemas and values in which keys may repeat. */
import { IllegalArgumentError } from '../errors';
import * as schemas from './connect-schema';
import { type ConnectValue, isStruct } from './connect-value';
import type { Decimal } from './decimal';
import { checkHeaderValue, checkSchemaType } from './header-check';
import * as logical from './logical-types';
import type { Schema } from './schema';
import type { Struct } from './struct';
import { canonicalValue } from './canonical-value';

/** One header. Immutable. */
export class Header {
  readonly key: string;
  /** The value's schema; a Struct without one brings its own. */
  readonly schema: Schema | null;
  readonly value: ConnectValue;

  /** Throws IllegalArgumentError without a key. */
  constructor(key: string, schema: Schema | null, value: ConnectValue) {
    if (typeof (key as unknown) !== 'string') throw new IllegalArgumentError('A header needs a key');
    this.key = key;
    this.schema = schema ?? (isStruct(value) ? value.schema : null);
    this.value = value;
  }

  /** This header under another key. */
  rename(key: string): Header {
    return new Header(key, this.schema, this.value);
  }

  /** This key with another value. */
  with(schema: Schema | null, value: ConnectValue): Header {
    return new Header(this.key, schema, value);
  }
}

/** What `apply` asks for each header: the header to keep in its place (itself or another), or null to drop it. */
export type HeaderTransform = (header: Header) => Header | null;

const NONE: Header[] = [];

/**
 * The headers of one record. Methods that add check the value against the schema and throw DataError. Lists are shared
 * between duplicates until one of them changes.
 */
export class ConnectHeaders implements Iterable<Header> {
  #list: Header[] = NONE;
  /** False while the list may belong to others too. */
  #isOwner = false;

  get size(): number {
    return this.#list.length;
  }

  get isEmpty(): boolean {
    return this.#list.length === 0;
  }

  [Symbol.iterator](): IterableIterator<Header> {
    return this.#list[Symbol.iterator]();
  }

  /** Adds a value that fits the schema; without a schema anything fits. */
  add(key: string, value: ConnectValue, schema: Schema | null): this {
    checkHeaderValue(schema, value);
    return this.#append(new Header(key, schema, schema === null ? value : canonicalValue(schema, value)));
  }

  addHeader(header: Header): this {
    return this.add(header.key, header.value, header.schema);
  }

  addString(key: string, value: string | null): this {
    return this.add(key, value, value === null ? schemas.OPTIONAL_STRING_SCHEMA : schemas.STRING_SCHEMA);
  }

  addBytes(key: string, value: Buffer | null): this {
    return this.add(key, value, value === null ? schemas.OPTIONAL_BYTES_SCHEMA : schemas.BYTES_SCHEMA);
  }

  addBoolean(key: string, value: boolean): this {
    return this.add(key, value, schemas.BOOLEAN_SCHEMA);
  }

  addByte(key: string, value: number): this {
    return this.add(key, value, schemas.INT8_SCHEMA);
  }

  addShort(key: string, value: number): this {
    return this.add(key, value, schemas.INT16_SCHEMA);
  }

  addInt(key: string, value: number): this {
    return this.add(key, value, schemas.INT32_SCHEMA);
  }

  addLong(key: string, value: bigint | number): this {
    return this.add(key, value, schemas.INT64_SCHEMA);
  }

  addFloat(key: string, value: number): this {
    return this.add(key, value, schemas.FLOAT32_SCHEMA);
  }

  addDouble(key: string, value: number): this {
    return this.add(key, value, schemas.FLOAT64_SCHEMA);
  }

  /** Null is added without a schema, as by the three that follow. */
  addList(key: string, value: readonly ConnectValue[] | null, schema: Schema): this {
    if (value === null) return this.add(key, null, null);
    checkSchemaType(schema, 'ARRAY');
    return this.add(key, value, schema);
  }

  addMap(key: string, value: ReadonlyMap<ConnectValue, ConnectValue> | null, schema: Schema): this {
    if (value === null) return this.add(key, null, null);
    checkSchemaType(schema, 'MAP');
    return this.add(key, value, schema);
  }

  addStruct(key: string, value: Struct | null): this {
    return this.add(key, value, value?.schema ?? null);
  }

  addDecimal(key: string, value: Decimal | null): this {
    return this.add(key, value, value === null ? null : logical.decimalSchema(value.scale));
  }

  /** Throws DataError if the Date is not midnight UTC. Null is added with the required schema, unchecked; so below. */
  addDate(key: string, value: Date | null): this {
    if (value !== null) logical.dateFromLogical(logical.DATE_SCHEMA, value);
    return this.#append(new Header(key, logical.DATE_SCHEMA, value));
  }

  addTime(key: string, value: Date | null): this {
    if (value !== null) logical.timeFromLogical(logical.TIME_SCHEMA, value);
    return this.#append(new Header(key, logical.TIME_SCHEMA, value));
  }

  addTimestamp(key: string, value: Date | null): this {
    if (value !== null) logical.timestampFromLogical(logical.TIMESTAMP_SCHEMA, value);
    return this.#append(new Header(key, logical.TIMESTAMP_SCHEMA, value));
  }

  /** The last header of that key, or null. */
  lastWithName(key: string): Header | null {
    return this.#list.findLast((header) => header.key === key) ?? null;
  }

  allWithName(key: string): readonly Header[] {
    return this.#list.filter((header) => header.key === key);
  }

  /** Removes every header of that key. */
  remove(key: string): this {
    return this.#replace(this.#list.filter((header) => header.key !== key));
  }

  clear(): this {
    this.#list = NONE;
    this.#isOwner = false;
    return this;
  }

  /** Keeps the last header of that key (without a key: of each key) and removes those before it. */
  retainLatest(key?: string | null): this {
    const seen = new Set<string>();
    const kept = this.#list.toReversed().filter((header) => {
      if (key !== undefined && key !== null && header.key !== key) return true;
      if (seen.has(header.key)) return false;
      seen.add(header.key);
      return true;
    });
    return this.#replace(kept.reverse());
  }

  /** Passes each header (or each of that key) to the transform and keeps what it answers. */
  apply(transform: HeaderTransform): this;
  apply(key: string, transform: HeaderTransform): this;
  apply(...args: [HeaderTransform] | [string, HeaderTransform]): this {
    const [key, transform] = args.length === 1 ? [undefined, args[0]] : args;
    const kept: Header[] = [];
    for (const header of this.#list) {
      const isAsked = key === undefined || header.key === key;
      const result = isAsked ? transform(header) : header;
      if (result === null) continue;
      if (result !== header) checkHeaderValue(result.schema, result.value);
      kept.push(result);
    }
    return this.#replace(kept);
  }

  /** A copy that may be changed without changing this one. Cheap: the list is copied when one of both changes. */
  duplicate(): ConnectHeaders {
    const copy = new ConnectHeaders();
    this.#isOwner = false;
    copy.#list = this.#list;
    return copy;
  }

  #append(header: Header): this {
    if (!this.#isOwner) this.#replace([...this.#list]);
    this.#list.push(header);
    return this;
  }

  #replace(list: Header[]): this {
    this.#list = list;
    this.#isOwner = true;
    return this;
  }
}
