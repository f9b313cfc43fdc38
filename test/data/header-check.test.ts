import { INT64_SCHEMA, OPTIONAL_STRING_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { checkHeaderValue, checkSchemaType } from '../../src/data/header-check';
import * as logical from '../../src/data/logical-types';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { DataError } from '../../src/errors';

describe('checkHeaderValue', () => {
  it('accepts anything without a schema', () => {
    expect(() => checkHeaderValue(null, new Date())).not.toThrow();
  });

  it('accepts null for an optional schema only', () => {
    expect(() => checkHeaderValue(OPTIONAL_STRING_SCHEMA, null)).not.toThrow();
    expect(() => checkHeaderValue(STRING_SCHEMA, null)).toThrow(
      'A null value requires an optional schema but was Schema{STRING}',
    );
  });

  it('accepts logical values and their encoded form', () => {
    expect(() => checkHeaderValue(logical.decimalSchema(1), new Decimal(1n, 1))).not.toThrow();
    expect(() => checkHeaderValue(logical.decimalSchema(1), Buffer.from([1]))).not.toThrow();
    expect(() => checkHeaderValue(logical.DATE_SCHEMA, new Date(1))).not.toThrow();
    expect(() => checkHeaderValue(logical.TIME_SCHEMA, 5)).not.toThrow();
    expect(() => checkHeaderValue(logical.TIMESTAMP_SCHEMA, new Date(1))).not.toThrow();
  });

  it('refuses another class', () => {
    expect(() => checkHeaderValue(INT64_SCHEMA, 'x')).toThrow(
      'The value of class java.lang.String is not compatible with the schema Schema{INT64}',
    );
    expect(() => checkHeaderValue(INT64_SCHEMA, new Date(1))).toThrow(DataError);
    expect(() => checkHeaderValue(logical.DATE_SCHEMA, 'x')).toThrow(DataError);
  });

  it('does not look inside containers', () => {
    expect(() => checkHeaderValue(SchemaBuilder.array(INT64_SCHEMA).build(), ['x'])).not.toThrow();
  });
});

describe('checkSchemaType', () => {
  it('refuses a schema of another type', () => {
    expect(() => checkSchemaType(STRING_SCHEMA, 'STRING')).not.toThrow();
    expect(() => checkSchemaType(STRING_SCHEMA, 'MAP')).toThrow('Expecting MAP but instead found STRING');
  });
});
