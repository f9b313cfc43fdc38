/** Owns how the JSON text of a record, with or without its schema, becomes a schema and a value. */
import type { SchemaAndValue } from '../api/converter';
import type { ConnectValue } from '../data/connect-value';
import { readJson, readJsonPart, type JsonNode } from '../data/json-reader';
import { toSchemaless, tryParseJson } from '../data/json-text';
import { DataError } from '../errors';
import { JsonSchemaReaderCache, type SchemaInput } from './json-schema-cache';
import { EXACT_TEXT_NEEDED, type ReadState } from './parsed-json';

/** A number that JSON.parse could take for an integer although it is not written as one. */
const FRACTION_OR_EXPONENT = /\.0|\d[eE]/;

const HEAD = /[ \t\n\r]*\{[ \t\n\r]*"schema"[ \t\n\r]*:[ \t\n\r]*/y;
const MIDDLE = /,[ \t\n\r]*"payload"[ \t\n\r]*:[ \t\n\r]*/y;

/** How many ways to write a schema are kept. */
const MAX_PREFIXES = 16;
/** How many records are read exactly at once after one that had to be. */
const EXACT_RUN = 100;

/** The text of a record up to its payload, and the schema in it (`null`: none). */
interface Prefix {
  readonly text: string;
  readonly input: SchemaInput | null;
}

/**
 * Reads payloads. The schema of a topic's records is nearly always the same text, so it is recognised by comparing
 * that text, and only the payload is parsed.
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

  /** Schema and value of an envelope; `undefined` for a text that is none. Throws JsonSyntaxError or DataError. */
  readEnvelope(text: string): SchemaAndValue | undefined {
    for (const prefix of this.#prefixes) {
      if (text.startsWith(prefix.text)) return this.#readBehind(prefix, text) ?? this.#readWhole(text);
    }
    return this.#readWhole(text);
  }

  /** `undefined` if there is anything unusual in the rest of the text. */
  #readBehind(prefix: Prefix, text: string): SchemaAndValue | undefined {
    const start = prefix.text.length;
    if (text.endsWith('}')) {
      const payload = text.slice(start, -1);
      const value = prefix.input === null ? tryParseJson(payload) : this.#readQuickly(payload, prefix.input);
      if (value !== undefined) return { schema: prefix.input?.schema ?? null, value };
    }
    const { node, end } = readJsonPart(text, start);
    return text.charAt(end) === '}' ? this.#readExactly(node, prefix.input) : undefined;
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
    const prefix = { text: text.slice(0, MIDDLE.lastIndex), input };
    const others = this.#prefixes.filter((other) => other.text !== prefix.text);
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
