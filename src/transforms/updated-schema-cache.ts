/** Owns what a transform remembers for each schema it has met, so that it works out a new schema only once. */
import { schemasEqual } from '../data/connect-schema';
import type { Schema } from '../data/schema';

const CAPACITY = 16;

/** Keeps what was made for the 16 schemas last used. The same schema object is found at once, an equal one by search. */
export class UpdatedSchemaCache<T> {
  readonly #make: (schema: Schema) => T;
  /** The least recently used comes first. */
  readonly #entries = new Map<Schema, T>();
  #lastSchema: Schema | undefined;
  #last: T | undefined;

  constructor(make: (schema: Schema) => T) {
    this.#make = make;
  }

  get(schema: Schema): T {
    if (schema === this.#lastSchema) return this.#last as T;
    const known = this.#entries.has(schema) ? schema : this.#findEqual(schema);
    const made = known === undefined ? this.#make(schema) : (this.#entries.get(known) as T);
    if (known !== undefined) this.#entries.delete(known);
    this.#entries.set(schema, made);
    this.#dropOldest();
    this.#lastSchema = schema;
    this.#last = made;
    return made;
  }

  #findEqual(schema: Schema): Schema | undefined {
    for (const known of this.#entries.keys()) {
      if (schemasEqual(known, schema)) return known;
    }
    return undefined;
  }

  #dropOldest(): void {
    if (this.#entries.size <= CAPACITY) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
