/** Owns how text becomes a schema and a value, by looking at it. */
import { DataError } from '../errors';
import {
  BOOLEAN_SCHEMA,
  FLOAT32_SCHEMA,
  FLOAT64_SCHEMA,
  INT16_SCHEMA,
  INT32_SCHEMA,
  INT64_SCHEMA,
  INT8_SCHEMA,
  STRING_SCHEMA,
} from './connect-schema';
import type { ConnectValue } from './connect-value';
import { Decimal } from './decimal';
import { isInt64 } from './java-numbers';
import { decimalSchema } from './logical-types';
import type { Schema } from './schema';
import { SchemaBuilder } from './schema-builder';
import { SchemaMerger } from './schema-merger';
import { toSchemaType } from './values-scalars';
import { parseTemporal } from './values-temporal';
import { Tokenizer, trimControls } from './values-tokenizer';

/** A value that was found in a text, and its schema. */
export interface ParsedValue {
  readonly schema: Schema | null;
  readonly value: ConnectValue;
}

/** What is inside a container; a null has no schema. */
type Element = ParsedValue | null;

/** Text that begins so can be nothing but a string: neither `true`, `false` or `null`, nor a number, date or container. */
const PLAIN_WORD = /^[A-Z_a-eg-mo-su-z]/;

/** Deeper nesting is taken for a string, before the stack ends. */
const MAX_DEPTH = 1000;

/**
 * Reads text as the most specific type it could be: boolean, the smallest integer type, FLOAT32, FLOAT64, Decimal, Date,
 * Time, Timestamp, array, map, and a string if it is nothing else. `null` for the text `null`; a pair of nulls for no
 * text. Scalars look only at what stands before the first delimiter: `1,2` is 1.
 */
export function parseString(text: string | null): ParsedValue | null {
  if (text === null) return { schema: null, value: null };
  if (text === '' || PLAIN_WORD.test(text)) return { schema: STRING_SCHEMA, value: text };
  return new ValuesParser(text).parseText();
}

const TRUE: ParsedValue = { schema: BOOLEAN_SCHEMA, value: true };
const FALSE: ParsedValue = { schema: BOOLEAN_SCHEMA, value: false };

class ValuesParser {
  readonly #tokens: Tokenizer;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = new Tokenizer(text);
  }

  parseText(): Element {
    const literal = this.#parseLiteral(true);
    if (literal !== undefined) return literal;
    return this.#parseContainer() ?? this.#parseScalar() ?? { schema: STRING_SCHEMA, value: this.#tokens.original };
  }

  #parseElement(): Element {
    if (this.#tokens.canConsume('"')) return this.#parseQuoted();
    const literal = this.#parseLiteral(false);
    if (literal !== undefined) return literal;
    const element = this.#parseContainer() ?? this.#parseScalar();
    if (element === undefined) throw new DataError('Failed to parse embedded value');
    return element;
  }

  /** `undefined` if there is none; where it must stand alone, also if anything follows. */
  #parseLiteral(mustStandAlone: boolean): Element | undefined {
    const start = this.#tokens.mark();
    for (const [word, value] of [
      ['null', null],
      ['true', TRUE],
      ['false', FALSE],
    ] as const) {
      if (this.#tokens.canConsume(word) && !(mustStandAlone && this.#tokens.hasNext())) return value;
      this.#tokens.rewindTo(start);
    }
    return undefined;
  }

  /** `undefined`, with nothing taken, for a text that is no container from its begin to its end. */
  #parseContainer(): ParsedValue | undefined {
    const start = this.#tokens.mark();
    const depth = this.#depth;
    try {
      if (this.#tokens.canConsume('[')) return this.#parseArray();
      if (this.#tokens.canConsume('{')) return this.#parseMap();
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#depth = depth;
      this.#tokens.rewindTo(start);
    }
    return undefined;
  }

  #parseQuoted(): ParsedValue {
    let content = '';
    while (this.#tokens.hasNext() && !this.#tokens.canConsume('"')) content += this.#tokens.next();
    return parseTemporal(content) ?? { schema: STRING_SCHEMA, value: content };
  }

  #enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new DataError(`Nested deeper than ${MAX_DEPTH} levels`);
  }

  #parseArray(): ParsedValue {
    const items: ConnectValue[] = [];
    const itemSchema = new SchemaMerger();
    this.#enter();
    while (this.#tokens.hasNext()) {
      if (this.#tokens.canConsume(']')) {
        this.#depth--;
        return arrayOf(itemSchema.common, items);
      }
      this.#refuseComma('Unable to parse an empty array element');
      const element = this.#parseElement();
      itemSchema.merge(element?.schema);
      items.push(element?.value ?? null);
      const mark = this.#tokens.mark();
      if (this.#tokens.canConsume(']')) this.#tokens.rewindTo(mark);
      else if (!this.#tokens.canConsume(',')) throw new DataError("Array elements missing ',' delimiter");
    }
    throw new DataError(`Array is missing terminating ']': ${this.#tokens.original}`);
  }

  #parseMap(): ParsedValue {
    const entries = new Map<ConnectValue, ConnectValue>();
    const keySchema = new SchemaMerger();
    const valueSchema = new SchemaMerger();
    this.#enter();
    while (this.#tokens.hasNext()) {
      if (this.#tokens.canConsume('}')) {
        this.#depth--;
        return mapOf(keySchema.common, valueSchema.common, entries);
      }
      this.#refuseComma('Unable to parse a map entry with no key or value');
      const key = this.#parseElement();
      if (key === null) throw new DataError(`Map entry may not have a null key: ${this.#tokens.original}`);
      if (!this.#tokens.canConsume(':')) throw new DataError(`Map entry is missing ':' in ${this.#tokens.original}`);
      const value = this.#tokens.hasNext() ? this.#parseElement() : null;
      entries.set(key.value, value?.value ?? null);
      this.#tokens.canConsume(',');
      keySchema.merge(key.schema);
      valueSchema.merge(value?.schema);
    }
    throw new DataError(`Map is missing terminating '}': ${this.#tokens.original}`);
  }

  #refuseComma(problem: string): void {
    if (this.#tokens.canConsume(',')) throw new DataError(`${problem}: ${this.#tokens.original}`);
  }

  /** A date or number at the begin of what is left, or `undefined`. */
  #parseScalar(): ParsedValue | undefined {
    const token = trimControls(this.#tokens.next());
    const startsWithDigit = /^\p{Nd}/u.test(token);
    if (startsWithDigit) {
      const temporal = this.#parseTemporal(token);
      if (temporal !== undefined) return temporal;
    }
    return startsWithDigit || token.startsWith('+') || token.startsWith('-') ? parseNumber(token) : undefined;
  }

  /** An unescaped colon is a delimiter: a time is five tokens. */
  #parseTemporal(token: string): ParsedValue | undefined {
    const mark = this.#tokens.mark();
    const rest = this.#tokens.nextAll(4);
    const temporal = rest === undefined ? undefined : parseTemporal(token + rest);
    if (temporal !== undefined) return temporal;
    this.#tokens.rewindTo(mark);
    return parseTemporal(token);
  }
}

const BEYOND_INT64 = new Decimal(1n, -19);
const ONE = new Decimal(1n, 0);

function parseNumber(token: string): ParsedValue | undefined {
  const decimal = Decimal.tryParse(token);
  if (decimal === undefined) return undefined;
  const integer = int64Of(decimal);
  if (integer !== undefined) return smallestInteger(integer);
  const double = decimal.toNumber();
  const float = Math.fround(double);
  if (decimal.scale !== 0 && Number.isFinite(float)) return { schema: FLOAT32_SCHEMA, value: float };
  if (decimal.scale !== 0 && Number.isFinite(double)) return { schema: FLOAT64_SCHEMA, value: double };
  return { schema: decimalSchema(decimal.scale), value: decimal };
}

/** The number, if it is whole and within 64 bits. The size comes first: 1e1000000000 is not written out. */
function int64Of(decimal: Decimal): bigint | undefined {
  if (decimal.unscaled === 0n) return 0n;
  const magnitude = decimal.unscaled < 0n ? new Decimal(-decimal.unscaled, decimal.scale) : decimal;
  if (magnitude.compareTo(BEYOND_INT64) > 0 || magnitude.compareTo(ONE) < 0) return undefined;
  const integer = decimal.toBigInt();
  return isInt64(integer) && decimal.compareTo(new Decimal(integer, 0)) === 0 ? integer : undefined;
}

function smallestInteger(integer: bigint): ParsedValue {
  if (BigInt.asIntN(8, integer) === integer) return { schema: INT8_SCHEMA, value: Number(integer) };
  if (BigInt.asIntN(16, integer) === integer) return { schema: INT16_SCHEMA, value: Number(integer) };
  if (BigInt.asIntN(32, integer) === integer) return { schema: INT32_SCHEMA, value: Number(integer) };
  return { schema: INT64_SCHEMA, value: integer };
}

function arrayOf(itemSchema: Schema | undefined, items: readonly ConnectValue[]): ParsedValue {
  if (itemSchema === undefined) return { schema: SchemaBuilder.arrayOfNull().build(), value: items.map(toSchemaless) };
  return { schema: SchemaBuilder.array(itemSchema).build(), value: items.map((item) => align(itemSchema, item)) };
}

function mapOf(
  keySchema: Schema | undefined,
  valueSchema: Schema | undefined,
  entries: ReadonlyMap<ConnectValue, ConnectValue>,
): ParsedValue {
  const alignKey = (key: ConnectValue) => (keySchema === undefined ? toSchemaless(key) : align(keySchema, key));
  const hasValueSchema = keySchema !== undefined && valueSchema !== undefined;
  const alignValue = (value: ConnectValue) => (hasValueSchema ? align(valueSchema, value) : toSchemaless(value));
  const value = new Map(Array.from(entries, ([key, item]) => [alignKey(key), alignValue(item)]));
  if (keySchema === undefined) return { schema: SchemaBuilder.mapOfNull().build(), value };
  const builder = hasValueSchema
    ? SchemaBuilder.map(keySchema, valueSchema)
    : SchemaBuilder.mapWithNullValues(keySchema);
  return { schema: builder.build(), value };
}

/** What was found becomes a value of the common schema. */
function align(schema: Schema, value: ConnectValue): ConnectValue {
  if (value !== null) return toSchemaType(schema, value);
  throw new DataError('Unable to convert a null value to a schema that requires a value');
}

/** Without a schema an integer is a number, where that is exact. */
function toSchemaless(value: ConnectValue): ConnectValue {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
