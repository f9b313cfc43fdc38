import { INT64_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';
import { DATE_NAME, DATE_SCHEMA, decimalSchema } from '../../src/data/logical-types';
import { Decimal } from '../../src/data/decimal';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { validateValue } from '../../src/data/validate-value';
import { DataError } from '../../src/errors';

const array = SchemaBuilder.array(SchemaBuilder.array(STRING_SCHEMA)).build();
const map = SchemaBuilder.map(STRING_SCHEMA, INT64_SCHEMA).build();

describe('validateValue', () => {
  it('accepts null only for an optional schema, default or not', () => {
    expect(() => validateValue(SchemaBuilder.string().optional().build(), null)).not.toThrow();
    expect(() => validateValue(SchemaBuilder.string().defaultValue('x').build(), null)).toThrow(DataError);
    expect(() => validateValue(STRING_SCHEMA, undefined, 'f')).toThrow(
      'Invalid value: null used for required field: "f", schema type: STRING',
    );
  });

  it('speaks of the value where there is no field', () => {
    expect(() => validateValue(STRING_SCHEMA, 5)).toThrow(
      'Invalid Java object for schema with type STRING: class java.lang.Integer for value',
    );
  });

  it('names the schema if it has a name', () => {
    expect(() => validateValue(DATE_SCHEMA, 5, 'f')).toThrow(
      `Invalid Java object for schema "${DATE_NAME}" with type INT32: class java.lang.Integer for field: "f"`,
    );
  });

  it('knows logical types by their name alone', () => {
    expect(() => validateValue(DATE_SCHEMA, new Date(5))).not.toThrow();
    expect(() => validateValue(decimalSchema(2), new Decimal(1n, 9))).not.toThrow();
    expect(() => validateValue(SchemaBuilder.string().name(DATE_NAME).build(), new Date(5))).not.toThrow();
    expect(() => validateValue(DATE_SCHEMA, new Date(NaN))).toThrow(DataError);
    expect(() => validateValue(decimalSchema(2), Buffer.from([1]))).toThrow(DataError);
  });

  it('takes any other name for a plain schema', () => {
    expect(() => validateValue(SchemaBuilder.int8().name('mine').build(), 5)).not.toThrow();
  });

  it('says where in a container the misfit is', () => {
    expect(() => validateValue(array, [['a'], ['b', null]], 'f')).toThrow(
      'Invalid value: null used for required element of array element of array field: "f", schema type: STRING',
    );
    expect(() => validateValue(map, new Map([[5, 1n]]), 'f')).toThrow(/for key of map field: "f"$/);
    expect(() => validateValue(map, new Map([['a', 'b']]), 'f')).toThrow(/for value of map field: "f"$/);
    expect(() => validateValue(array, [['a'], ['b']])).not.toThrow();
    expect(() => validateValue(map, new Map([['a', 1]]))).not.toThrow();
  });

  it('refuses containers without element schema, even empty ones', () => {
    expect(() => validateValue(SchemaBuilder.arrayOfNull().build(), [], 'f')).toThrow(
      'No schema defined for element of array field: "f"',
    );
    expect(() => validateValue(SchemaBuilder.mapOfNull().build(), new Map())).toThrow(
      'No schema defined for key of map value',
    );
    expect(() => validateValue(SchemaBuilder.mapWithNullValues(STRING_SCHEMA).build(), new Map())).toThrow(
      'No schema defined for value of map value',
    );
  });

  it('wants structs of an equal schema that are complete', () => {
    const schema = SchemaBuilder.struct().field('a', STRING_SCHEMA).build();
    const alike = SchemaBuilder.struct().field('a', STRING_SCHEMA).build();
    const other = SchemaBuilder.struct().field('a', STRING_SCHEMA).doc('differs').build();
    expect(() => validateValue(schema, new Struct(alike).put('a', 'x'))).not.toThrow();
    expect(() => validateValue(schema, new Struct(other).put('a', 'x'))).toThrow('Struct schemas do not match');
    expect(() => validateValue(schema, new Struct(alike))).toThrow('required field: "a"');
  });
});
