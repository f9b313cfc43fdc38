/** Owns the schemas that a JsonConverter has seen, with what was made of them. */
import { canonicalJson, type JsonNode } from '../data/json-reader';
import type { Schema } from '../data/schema';
import { schemaFingerprint } from '../data/schema-fingerprint';
import { compileReader, type PayloadReader } from './json-payload-reader';
import { compileWriter, type PayloadWriter, type WriteOptions } from './json-payload-writer';
import { readSchema, writeSchemaMembers } from './json-schema';
import { LruCache } from './lru-cache';
import type { ReadState } from './parsed-json';

/** A schema of the writing side, ready to use. */
export interface SchemaOutput {
  /** Everything that stands before the payload. */
  readonly head: string;
  readonly write: PayloadWriter;
}

/** The schemas of values to write, known by their content. */
export class JsonSchemaWriterCache {
  readonly #options: WriteOptions;
  /** As in Java this holds nested schemas too, and is what the size setting speaks of. */
  readonly #members: LruCache<string, string>;
  readonly #writers: LruCache<string, PayloadWriter>;
  /** Finds a schema object without a look at its content. */
  readonly #outputs = new WeakMap<Schema, SchemaOutput>();
  readonly #writersBySchema = new WeakMap<Schema, PayloadWriter>();

  constructor(maxSize: number, options: WriteOptions) {
    this.#options = options;
    this.#members = new LruCache(maxSize);
    this.#writers = new LruCache(maxSize);
  }

  get size(): number {
    return this.#members.size;
  }

  /** What an envelope of this schema needs. */
  outputOf(schema: Schema): SchemaOutput {
    const known = this.#outputs.get(schema);
    if (known !== undefined) return known;
    const made = { head: `{"schema":{${this.#membersOf(schema)}},"payload":`, write: this.writerOf(schema) };
    this.#outputs.set(schema, made);
    return made;
  }

  writerOf(schema: Schema): PayloadWriter {
    const known = this.#writersBySchema.get(schema);
    if (known !== undefined) return known;
    const key = schemaFingerprint(schema);
    const made = this.#writers.get(key) ?? compileWriter(schema, this.#options);
    this.#writers.set(key, made);
    this.#writersBySchema.set(schema, made);
    return made;
  }

  #membersOf(schema: Schema): string {
    const key = schemaFingerprint(schema);
    const known = this.#members.get(key);
    if (known !== undefined) return known;
    const made = writeSchemaMembers(schema, {
      membersOf: (nested) => this.#membersOf(nested),
      writeDefault: (ofSchema, value) => this.writerOf(ofSchema)(value),
    });
    this.#members.set(key, made);
    return made;
  }
}

/** A schema of the reading side. `read` is compiled at first use: most are only parts of others. */
export class SchemaInput {
  readonly schema: Schema;
  readonly #state: ReadState;
  #read: PayloadReader | undefined;
  /** How many of the next texts are to be read exactly at once, because the last ones had to. */
  exactTexts = 0;

  constructor(schema: Schema, state: ReadState) {
    this.schema = schema;
    this.#state = state;
  }

  get read(): PayloadReader {
    this.#read ??= compileReader(this.schema, this.#state);
    return this.#read;
  }
}

/** The schemas of values to read, known by their JSON. */
export class JsonSchemaReaderCache {
  readonly #state: ReadState;
  readonly #inputs: LruCache<string, SchemaInput>;

  constructor(maxSize: number, state: ReadState) {
    this.#state = state;
    this.#inputs = new LruCache(maxSize);
  }

  get size(): number {
    return this.#inputs.size;
  }

  /** The schema that the JSON describes. Throws DataError if it is none. */
  inputOf(json: JsonNode): SchemaInput {
    const key = canonicalJson(json);
    const known = this.#inputs.get(key);
    if (known !== undefined) return known;
    const schema = readSchema(json, {
      schemaOf: (nested) => this.inputOf(nested).schema,
      readDefault: (ofSchema, value) => compileReader(ofSchema, this.#state)(value),
    });
    const made = new SchemaInput(schema, this.#state);
    this.#inputs.set(key, made);
    return made;
  }
}
