/** Owns how the JSON text of a record, with or without its schema, becomes a schema and a value. */
import type { SchemaAndValue } from '../api/converter';
import type { ConnectValue } from '../data/connect-value';
import { readJson, readJsonPart, type JsonNode } from '../data/json-reader';
import { decodeJsonBytes, decodeUtf8, toSchemaless, tryParseJson } from '../data/json-text';
import { DataError } from '../errors';
import { JsonSchemaReaderCache, type SchemaInput } from './json-schema-cache';
import { EXACT_TEXT_NEEDED, type ReadState } from './parsed-json';

/** A number that JSON.parse could take for an integer although it is not written as one. */
const FRACTION_OR_EXPONENT = /\.0|\d[eE]/;

const HEAD = /[ \t\n\r]*\{[ \t\n\r]*"schema"[ \t\n\r]*:[ \t\n\r]*/y;
const MIDDLE = /,[ \t\n\r]*"payload"[ \t\n\r]*:[ \t\n\r]*/y;

const CLOSING_BRACE = 0x7d;
/** How many ways to write a schema are kept. */
const MAX_PREFIXES = 16;
/** How many records are read exactly at once after one that had to be. */
const EXACT_RUN = 100;

/** A record up to its payload, and the schema in it (`null`: none). */
interface Prefix {
  readonly bytes: Buffer;
  readonly input: SchemaInput | null;
}

/**
 * Reads payloads. The schema of a topic's records is nearly always the same text, so it is recognised by comparing
 * bytes, and only the payload is decoded and parsed.
 */
export class JsonRecordReader {
  readonly #state: ReadState;
  readonly #schemas: JsonSchemaReaderCache;
  #prefixes: Prefix[] = [];

  constructor(options: { replaceNullWithDefault: boolean; cacheSize: number }) {
    this.#state = {
      replaceNullWithDefault: options.replaceNullWithDefault,
      hasMisfit: false,
      needsIntegerForm: false,
    };
    this.#schemas = new JsonSchemaReaderCache(options.cacheSize, this.#state);
  }

  /** Number of schemas in the cache. */
  get cacheSize(): number {
    return this.#schemas.size;
  }

  /** The schema of a text that describes one. Throws JsonSyntaxError or DataError. */
  readSchema(text: string): SchemaInput | null {
    const json = readJson(text);
    if (json === undefined) throw new DataError("Schema must contain 'type' field");
    return json === null ? null : this.#schemas.inputOf(json);
  }

  /** The value of a text that is nothing but the payload. Throws JsonSyntaxError or DataError. */
  readPayload(text: string, input: SchemaInput): SchemaAndValue {
    const quick = this.#readQuickly(text, input);
    if (quick !== undefined) return { schema: input.schema, value: quick };
    const json = readJson(text);
    if (json === undefined) throw new DataError(`Invalid null value for required ${input.schema.type} field`);
    return this.#readExactly(json, input);
  }

  /** Schema and value of an envelope; `undefined` for anything else. Throws JsonSyntaxError or DataError. */
  readEnvelope(bytes: Buffer): SchemaAndValue | undefined {
    for (const prefix of this.#prefixes) {
      const { length } = prefix.bytes;
      if (length < bytes.length && prefix.bytes.compare(bytes, 0, length) === 0) {
        return this.#readBehind(prefix, bytes) ?? this.#readWhole(decodeJsonBytes(bytes));
      }
    }
    return this.#readWhole(decodeJsonBytes(bytes));
  }

  /** `undefined` if there is anything unusual behind the prefix. */
  #readBehind({ bytes: { length }, input }: Prefix, bytes: Buffer): SchemaAndValue | undefined {
    if (bytes[bytes.length - 1] === CLOSING_BRACE) {
      const payload = decodeUtf8(bytes, length, bytes.length - 1);
      const value = input === null ? tryParseJson(payload) : this.#readQuickly(payload, input);
      if (value !== undefined) return { schema: input === null ? null : input.schema, value };
    }
    const rest = decodeUtf8(bytes, length, bytes.length);
    const { node, end } = readJsonPart(rest, 0);
    return rest.charCodeAt(end) === CLOSING_BRACE ? this.#readExactly(node, input) : undefined;
  }

  #readWhole(text: string): SchemaAndValue | undefined {
    const envelope = readJson(text);
    if (!(envelope instanceof Map) || envelope.size !== 2) return undefined;
    const members = envelope as ReadonlyMap<string, JsonNode>;
    const schema = members.get('schema');
    const payload = members.get('payload');
    if (schema === undefined || payload === undefined) return undefined;
    const input = schema === null ? null : this.#schemas.inputOf(schema);
    this.#learnPrefix(text, input);
    return this.#readExactly(payload, input);
  }

  #learnPrefix(text: string, input: SchemaInput | null): void {
    HEAD.lastIndex = 0;
    if (!HEAD.test(text)) return;
    MIDDLE.lastIndex = readJsonPart(text, HEAD.lastIndex).end;
    if (!MIDDLE.test(text)) return;
    const prefix = { bytes: Buffer.from(text.slice(0, MIDDLE.lastIndex)), input };
    const others = this.#prefixes.filter((other) => !other.bytes.equals(prefix.bytes));
    this.#prefixes = [prefix, ...others].slice(0, MAX_PREFIXES);
  }

  /** Through `JSON.parse`; `undefined` if that may lose something. The whole text must be JSON. */
  #readQuickly(text: string, input: SchemaInput): ConnectValue | undefined {
    if (input.exactTexts > 0) {
      input.exactTexts--;
      return undefined;
    }
    try {
      const value = this.#read(JSON.parse(text), input);
      if (!this.#state.needsIntegerForm || !FRACTION_OR_EXPONENT.test(text)) return value;
    } catch (error) {
      if (error !== EXACT_TEXT_NEEDED && !(error instanceof SyntaxError)) throw error;
    }
    input.exactTexts = EXACT_RUN;
    return undefined;
  }

  #readExactly(json: JsonNode, input: SchemaInput | null): SchemaAndValue {
    if (input === null) return { schema: null, value: toSchemaless(json) };
    return { schema: input.schema, value: this.#read(json, input) };
  }

  #read(json: unknown, input: SchemaInput): ConnectValue {
    this.#state.hasMisfit = false;
    this.#state.needsIntegerForm = false;
    return input.read(json);
  }
}
