/** Owns the check of a value against its schema. */
import { DataError } from '../errors';
import { isStruct } from './connect-value';
import { schemasEqual } from './connect-schema';
import { Decimal } from './decimal';
import { javaClassName } from './java-class-name';
import { DATE_NAME, DECIMAL_NAME, TIMESTAMP_NAME, TIME_NAME } from './logical-names';
import type { Schema } from './schema';
import { isOfType } from './value-type';

/** What is wrong and where. Made only when something is; containers add themselves while the search unwinds. */
class Misfit {
  readonly #problem: (location: string) => string;
  #within = '';

  constructor(problem: (location: string) => string) {
    this.#problem = problem;
  }

  inside(container: string): this {
    this.#within = `${this.#within}${container} `;
    return this;
  }

  message(location: string): string {
    return this.#problem(this.#within + location);
  }
}

/**
 * Throws DataError if the value does not fit the schema: null needs an optional schema (a default does not help), a
 * logical type is known by its name alone and needs its own class, an integer must be in range, containers are checked
 * throughout, and a struct must have an equal schema and be complete itself.
 * @param fieldName named in the message; without one it says "value"
 */
export function validateValue(schema: Schema, value: unknown, fieldName?: string): void {
  const misfit = findMisfit(schema, value);
  if (misfit === undefined) return;
  throw new DataError(misfit.message(fieldName === undefined ? 'value' : `field: "${fieldName}"`));
}

function findMisfit(schema: Schema, value: unknown): Misfit | undefined {
  if (value === null || value === undefined) return schema.isOptional ? undefined : nullMisfit(schema);
  if (!isOfClass(schema, value)) return classMisfit(schema, value);
  switch (schema.type) {
    case 'STRUCT':
      return findStructMisfit(schema, value);
    case 'ARRAY':
      // A logical name may stand on any type: its value is then no container.
      return Array.isArray(value) ? findArrayMisfit(schema, value) : undefined;
    case 'MAP':
      return value instanceof Map ? findMapMisfit(schema, value) : undefined;
    default:
      return undefined;
  }
}

function findStructMisfit(schema: Schema, value: unknown): Misfit | undefined {
  if (!isStruct(value)) return undefined;
  if (!schemasEqual(value.schema, schema))
    return new Misfit((location) => `Struct schemas do not match for ${location}`);
  value.validate();
  return undefined;
}

function findArrayMisfit(schema: Schema, items: readonly unknown[]): Misfit | undefined {
  const itemSchema = schema.valueSchema;
  if (itemSchema === undefined) return missingSchema('element of array');
  for (const item of items) {
    const misfit = findMisfit(itemSchema, item);
    if (misfit !== undefined) return misfit.inside('element of array');
  }
  return undefined;
}

function findMapMisfit(schema: Schema, map: ReadonlyMap<unknown, unknown>): Misfit | undefined {
  const { keySchema, valueSchema } = schema;
  if (keySchema === undefined) return missingSchema('key of map');
  if (valueSchema === undefined) return missingSchema('value of map');
  for (const [key, value] of map) {
    const misfit =
      findMisfit(keySchema, key)?.inside('key of map') ?? findMisfit(valueSchema, value)?.inside('value of map');
    if (misfit !== undefined) return misfit;
  }
  return undefined;
}

function nullMisfit(schema: Schema): Misfit {
  return new Misfit((location) => `Invalid value: null used for required ${location}, schema type: ${schema.type}`);
}

function missingSchema(entity: string): Misfit {
  return new Misfit((location) => `No schema defined for ${location}`).inside(entity);
}

function classMisfit(schema: Schema, value: unknown): Misfit {
  const name = schema.name === undefined ? '' : ` "${schema.name}"`;
  return new Misfit(
    (location) =>
      `Invalid Java object for schema${name} with type ${schema.type}: ${javaClassName(value)} for ${location}`,
  );
}

function isOfClass(schema: Schema, value: unknown): boolean {
  switch (schema.name) {
    case undefined:
      return isOfType(schema.type, value);
    case DECIMAL_NAME:
      return value instanceof Decimal;
    case DATE_NAME:
    case TIME_NAME:
    case TIMESTAMP_NAME:
      return value instanceof Date && !Number.isNaN(value.getTime());
    default:
      return isOfType(schema.type, value);
  }
}
