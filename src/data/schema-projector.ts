/** Owns the projection of a value from the schema it was written with to the schema a reader wants. */
import { SchemaProjectorError } from '../errors';
import { describeSchema, parametersEqual } from './connect-schema';
import { type ConnectValue, isStruct, type StructValue } from './connect-value';
import { int64ToFloat32 } from './java-numbers';
import type { Field, Schema, SchemaType } from './schema';
import { Struct } from './struct';

const NUMERIC: readonly SchemaType[] = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64'];

/**
 * The value of `source` as one of `target`. Numbers widen, struct fields are matched by name (new ones need a default or
 * to be optional, others are dropped), null becomes the default only where the source is optional and the target is not.
 * Throws SchemaProjectorError if the schemas do not allow it whatever the value, DataError if the value does not fit.
 */
export function project(source: Schema, value: ConnectValue, target: Schema): ConnectValue {
  checkCompatible(source, target);
  if (source.isOptional && !target.isOptional) {
    const { defaultValue } = target;
    if (defaultValue === undefined) {
      throw new SchemaProjectorError(
        'Writer schema is optional, however, target schema does not provide a default value.',
      );
    }
    return value === null ? defaultValue : projectValue(source, value, target);
  }
  return value === null ? null : projectValue(source, value, target);
}

function checkCompatible(source: Schema, target: Schema): void {
  if (source.type !== target.type && !isPromotable(source.type, target.type)) {
    throw new SchemaProjectorError(`Schema type mismatch. source type: ${source.type} and target type: ${target.type}`);
  }
  if (source.name !== target.name) {
    throw new SchemaProjectorError(
      `Schema name mismatch. source name: ${source.name ?? 'null'} and target name: ${target.name ?? 'null'}`,
    );
  }
  if (!parametersEqual(source.parameters, target.parameters)) {
    throw new SchemaProjectorError(
      `Schema parameters not equal. source parameters: ${parametersText(source)} and target parameters: ${parametersText(target)}`,
    );
  }
}

function parametersText({ parameters }: Schema): string {
  if (parameters === undefined) return 'null';
  return `{${Array.from(parameters, ([key, value]) => `${key}=${value}`).join(', ')}}`;
}

function isPromotable(source: SchemaType, target: SchemaType): boolean {
  const from = NUMERIC.indexOf(source);
  return from !== -1 && from <= NUMERIC.indexOf(target);
}

function projectValue(source: Schema, value: ConnectValue, target: Schema): ConnectValue {
  switch (target.type) {
    case 'STRUCT':
      return projectStruct(source, value, target);
    case 'ARRAY':
      return projectArray(source, value, target);
    case 'MAP':
      return projectMap(source, value, target);
    default:
      return projectNumber(value, target.type);
  }
}

/** Everything but a number passes as it is: the classes of logical types too. */
function projectNumber(value: ConnectValue, target: SchemaType): ConnectValue {
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  switch (target) {
    case 'INT64':
      return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'FLOAT32':
      return typeof value === 'bigint' ? int64ToFloat32(value) : Math.fround(value);
    case 'FLOAT64':
      return Number(value);
    default:
      return value;
  }
}

function projectStruct(source: Schema, value: ConnectValue, target: Schema): Struct {
  if (!isStruct(value)) throw mismatch(source, 'Struct');
  const result = new Struct(target);
  for (const targetField of target.fields) {
    const sourceField = source.field(targetField.name);
    if (sourceField !== undefined) {
      result.put(targetField, projectField(sourceField, value, targetField));
    } else if (!targetField.schema.isOptional) {
      result.put(targetField, defaultOfMissing(targetField, source));
    }
  }
  return result;
}

function projectField(source: Field, struct: StructValue, target: Field): ConnectValue {
  try {
    return project(source.schema, struct.get(source.name), target.schema);
  } catch (error) {
    if (!(error instanceof SchemaProjectorError)) throw error;
    throw new SchemaProjectorError(`Error projecting ${source.name}`, { cause: error });
  }
}

function defaultOfMissing(field: Field, source: Schema): ConnectValue {
  const { defaultValue } = field.schema;
  if (defaultValue !== undefined) return defaultValue;
  throw new SchemaProjectorError(
    `Required field \`${field.name}\` is missing from source schema: ${describeSchema(source)}`,
  );
}

function projectArray(source: Schema, value: ConnectValue, target: Schema): ConnectValue {
  if (!Array.isArray(value)) throw mismatch(source, 'array');
  const items = value as readonly ConnectValue[];
  return items.map((item) => project(element(source.valueSchema), item, element(target.valueSchema)));
}

function projectMap(source: Schema, value: ConnectValue, target: Schema): ConnectValue {
  if (!(value instanceof Map)) throw mismatch(source, 'Map');
  const result = new Map<ConnectValue, ConnectValue>();
  for (const [key, item] of value as ReadonlyMap<ConnectValue, ConnectValue>) {
    const projectedKey = project(element(source.keySchema), key, element(target.keySchema));
    result.set(projectedKey, project(element(source.valueSchema), item, element(target.valueSchema)));
  }
  return result;
}

function element(schema: Schema | undefined): Schema {
  if (schema === undefined) throw new SchemaProjectorError('A container without element schema cannot be projected');
  return schema;
}

function mismatch(source: Schema, expected: string): SchemaProjectorError {
  return new SchemaProjectorError(`The value of ${describeSchema(source)} is not a ${expected}`);
}
