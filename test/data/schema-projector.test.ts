import fc from 'fast-check';
import * as schemas from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { DATE_SCHEMA, decimalSchema, TIMESTAMP_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { project } from '../../src/data/schema-projector';
import { Struct } from '../../src/data/struct';
import { validateValue } from '../../src/data/validate-value';
import { DataError, SchemaProjectorError } from '../../src/errors';

const { INT8_SCHEMA, INT32_SCHEMA, INT64_SCHEMA, FLOAT32_SCHEMA, FLOAT64_SCHEMA, STRING_SCHEMA } = schemas;
const { OPTIONAL_STRING_SCHEMA } = schemas;
const withDefault = SchemaBuilder.string().defaultValue('none').build();
const optionalWithDefault = SchemaBuilder.string().optional().defaultValue('none').build();

describe('project', () => {
  it.each<[string, readonly [Schema, ConnectValue], readonly [Schema, ConnectValue]]>([
    ['INT8 to INT64', [INT8_SCHEMA, 5], [INT64_SCHEMA, 5n]],
    ['INT64 to FLOAT32', [INT64_SCHEMA, 16777217n], [FLOAT32_SCHEMA, 16777216]],
    ['INT64 to FLOAT64', [INT64_SCHEMA, 5n], [FLOAT64_SCHEMA, 5]],
    ['FLOAT32 to FLOAT64', [FLOAT32_SCHEMA, Math.fround(0.1)], [FLOAT64_SCHEMA, Math.fround(0.1)]],
  ])('widens %s', (_, [source, value], [target, expected]) => {
    expect(project(source, value, target)).toBe(expected);
  });

  it.each<[string, Schema, Schema]>([
    ['a narrower type', INT64_SCHEMA, INT32_SCHEMA],
    ['another type', STRING_SCHEMA, INT32_SCHEMA],
    ['another name', SchemaBuilder.int32().name('a').build(), INT32_SCHEMA],
    ['a logical type to its base', DATE_SCHEMA, INT32_SCHEMA],
    ['other parameters', decimalSchema(1), decimalSchema(2)],
    ['optional to required without default', OPTIONAL_STRING_SCHEMA, STRING_SCHEMA],
  ])('refuses %s, whatever the value', (_, source, target) => {
    expect(() => project(source, null, target)).toThrow(SchemaProjectorError);
  });

  it('does not look at version and doc', () => {
    const source = SchemaBuilder.string().version(1).doc('a').build();
    expect(project(source, 'x', SchemaBuilder.string().version(2).build())).toBe('x');
  });

  it('turns null into the default only from optional to required', () => {
    expect(project(OPTIONAL_STRING_SCHEMA, null, withDefault)).toBe('none');
    expect(project(OPTIONAL_STRING_SCHEMA, 'x', withDefault)).toBe('x');
    expect(project(OPTIONAL_STRING_SCHEMA, null, optionalWithDefault)).toBeNull();
    expect(project(STRING_SCHEMA, null, withDefault)).toBeNull();
  });

  it('passes logical values as they are', () => {
    const date = new Date(5);
    expect(project(TIMESTAMP_SCHEMA, date, TIMESTAMP_SCHEMA)).toBe(date);
    const decimal = Decimal.parse('1.5');
    expect(project(decimalSchema(1), decimal, decimalSchema(1))).toBe(decimal);
  });

  describe('of structs', () => {
    const source = SchemaBuilder.struct().field('id', INT32_SCHEMA).field('old', STRING_SCHEMA).build();
    const value = new Struct(source).put('id', 5).put('old', 'x');

    it('matches fields by name, drops extra ones, fills new ones', () => {
      const target = SchemaBuilder.struct()
        .field('fresh', withDefault)
        .field('maybe', OPTIONAL_STRING_SCHEMA)
        .field('id', INT64_SCHEMA)
        .build();
      expect((project(source, value, target) as Struct).rawValues).toEqual(['none', null, 5n]);
    });

    it('refuses a new required field without default', () => {
      const target = SchemaBuilder.struct().field('fresh', STRING_SCHEMA).build();
      expect(() => project(source, value, target)).toThrow(
        'Required field `fresh` is missing from source schema: Schema{STRUCT}',
      );
    });

    it('says which field cannot be projected', () => {
      const target = SchemaBuilder.struct().field('id', STRING_SCHEMA).build();
      expect(() => project(source, value, target)).toThrow('Error projecting id');
    });
  });

  it('projects arrays and maps element by element, keys too', () => {
    const array = [SchemaBuilder.array(INT8_SCHEMA).build(), SchemaBuilder.array(INT64_SCHEMA).build()] as const;
    expect(project(array[0], [1, 2], array[1])).toEqual([1n, 2n]);
    const source = SchemaBuilder.map(INT8_SCHEMA, OPTIONAL_STRING_SCHEMA).build();
    const target = SchemaBuilder.map(INT64_SCHEMA, withDefault).build();
    expect(project(source, new Map([[1, null]]), target)).toEqual(new Map([[1n, 'none']]));
  });

  it('gives a value or reports bad data, for any schemas and values', () => {
    fc.assert(
      fc.property(schemaPair, fc.infiniteStream(fc.nat()), ([source, target], numbers) => {
        const { error } = outcome(() => project(source, valueOf(source, numbers), target));
        expect(error === undefined || error instanceof DataError).toBe(true);
      }),
    );
  });

  it('gives a value that fits the target, if the value fits the source and the schemas allow it', () => {
    let projected = 0;
    fc.assert(
      fc.property(schemaPair, fc.infiniteStream(fc.nat()), ([source, target], numbers) => {
        const value = valueOf(source, numbers);
        fc.pre(outcome(() => validateValue(source, value)).error === undefined);
        const { result, error } = outcome(() => project(source, value, target));
        if (error instanceof SchemaProjectorError) return;
        expect(error).toBeUndefined();
        validateValue(target, result);
        projected++;
      }),
    );
    expect(projected).toBeGreaterThan(10);
  });
});

function outcome<T>(call: () => T): { result?: T; error?: unknown } {
  try {
    return { result: call() };
  } catch (error) {
    return { error };
  }
}

const PRIMITIVES = ['INT8', 'INT16', 'INT32', 'INT64', 'FLOAT32', 'FLOAT64', 'BOOLEAN', 'STRING', 'BYTES'] as const;

const { anySchema } = fc.letrec<{ anySchema: Schema }>((tie) => {
  const optional = (builder: SchemaBuilder, isOptional: boolean) => (isOptional ? builder.optional() : builder).build();
  return {
    anySchema: fc.oneof(
      { depthSize: 'small' },
      fc
        .tuple(fc.constantFrom(...PRIMITIVES), fc.boolean())
        .map(([type, is]) => optional(SchemaBuilder.type(type), is)),
      fc.constantFrom(DATE_SCHEMA, TIMESTAMP_SCHEMA, decimalSchema(2), withDefault, optionalWithDefault),
      fc.tuple(tie('anySchema'), fc.boolean()).map(([items, is]) => optional(SchemaBuilder.array(items), is)),
      fc.tuple(tie('anySchema'), tie('anySchema')).map(([keys, values]) => SchemaBuilder.map(keys, values).build()),
      fc
        .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), tie('anySchema')), { selector: ([name]) => name })
        .map((fields) => {
          const builder = SchemaBuilder.struct();
          for (const [name, schema] of fields) builder.field(name, schema);
          return builder.build();
        }),
    ),
  };
});

/** Half of the pairs are the same schema twice: most others do not allow a projection at all. */
const schemaPair = fc.tuple(anySchema, anySchema, fc.boolean()).map(([a, b, isSame]) => [a, isSame ? a : b] as const);

/** A value that fits mostly: now and then a null or a text where none belongs. */
function valueOf(schema: Schema, numbers: Iterator<number>): ConnectValue {
  const number = numbers.next().value as number;
  if (number % 7 === 0) return null;
  if (number % 31 === 0) return 'no such thing';
  if (schema.name === DATE_SCHEMA.name || schema.name === TIMESTAMP_SCHEMA.name) return new Date(number);
  if (schema.name !== undefined) return new Decimal(BigInt(number), 2);
  switch (schema.type) {
    case 'STRUCT':
      return Struct.unchecked(
        schema,
        schema.fields.map((field) => valueOf(field.schema, numbers)),
      );
    case 'ARRAY':
      return [valueOf(schema.valueSchema!, numbers)];
    case 'MAP':
      return new Map([[valueOf(schema.keySchema!, numbers), valueOf(schema.valueSchema!, numbers)]]);
    case 'INT64':
      return BigInt(number);
    case 'BOOLEAN':
      return number % 2 === 0;
    case 'STRING':
      return String(number);
    case 'BYTES':
      return Buffer.from([number & 0xff]);
    default:
      return number & 0x7f;
  }
}
