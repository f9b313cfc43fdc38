/** Owns the search for one schema that fits all elements of a container. */
import { schemasEqual } from './connect-schema';
import type { Schema, SchemaType } from './schema';

const NUMERIC: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/** Takes the schemas of elements one by one. Numbers widen; of two schemas of one type the last one counts. */
export class SchemaMerger {
  #common: Schema | undefined;
  #isCompatible = true;

  /** The schema that fits what was merged; `undefined` if there is none, or nothing had a schema. */
  get common(): Schema | undefined {
    return this.#common;
  }

  merge(schema: Schema | null | undefined): void {
    if (!schema || !this.#isCompatible) return;
    if (this.#common === undefined) {
      this.#common = schema;
      return;
    }
    this.#common = mergeSchemas(this.#common, schema);
    this.#isCompatible = this.#common !== undefined;
  }
}

function mergeSchemas(previous: Schema, latest: Schema): Schema | undefined {
  if (previous.type !== latest.type) return widerNumber(previous, latest);
  if (previous.isOptional === latest.isOptional) return previous.isOptional ? previous : latest;
  return schemasEqual(previous, latest) ? previous : undefined;
}

function widerNumber(previous: Schema, latest: Schema): Schema | undefined {
  const before = NUMERIC.indexOf(previous.type);
  const after = NUMERIC.indexOf(latest.type);
  if (before < 0 || after < 0) return undefined;
  return before > after ? previous : latest;
}
