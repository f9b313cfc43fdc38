/** Owns the check of a header's value: looser than a struct's, it looks at the outermost value only. */
import { DataError } from '../errors';
import { Decimal } from './decimal';
import { javaClassName } from './java-class-name';
import { DATE_NAME, DECIMAL_NAME, TIMESTAMP_NAME, TIME_NAME } from './logical-names';
import { describeSchema } from './connect-schema';
import type { Schema, SchemaType } from './schema';
import { isOfType } from './value-type';

/**
 * Throws DataError if null is given with a schema that is not optional, or a value whose class no schema of that type
 * can have. A logical type accepts its encoded form too. Without a schema nothing is checked.
 */
export function checkHeaderValue(schema: Schema | null, value: unknown): void {
  if (schema === null) return;
  if (value === null || value === undefined) {
    if (schema.isOptional) return;
    throw new DataError(`A null value requires an optional schema but was ${describeSchema(schema)}`);
  }
  if (isOfType(schema.type, value) || isOfLogicalType(schema, value)) return;
  throw new DataError(
    `The value of ${javaClassName(value)} is not compatible with the schema ${describeSchema(schema)}`,
  );
}

/** Throws DataError if the schema is of another type. */
export function checkSchemaType(schema: Schema, type: SchemaType): void {
  if (schema.type !== type) throw new DataError(`Expecting ${type} but instead found ${schema.type}`);
}

function isOfLogicalType(schema: Schema, value: unknown): boolean {
  switch (schema.name) {
    case DECIMAL_NAME:
      return schema.type === 'BYTES' && value instanceof Decimal;
    case DATE_NAME:
    case TIME_NAME:
      return schema.type === 'INT32' && value instanceof Date;
    case TIMESTAMP_NAME:
      return schema.type === 'INT64' && value instanceof Date;
    default:
      return false;
  }
}
