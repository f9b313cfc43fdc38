import fc from 'fast-check';
import type { SchemaAndValue } from '../../src/api/converter';
import { pluginKindsOf } from '../../src/api/plugin';
import { JsonConverter } from '../../src/converters/json-converter';
import * as S from '../../src/data/connect-schema';
import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { dateBuilder, decimalBuilder, timeBuilder, timestampBuilder } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { valuesEqual } from '../../src/data/value-equality';
import { ConfigError, DataError } from '../../src/errors';

function converter(props: Record<string, string> = {}, isKey = false): JsonConverter {
  const made = new JsonConverter();
  made.configure(props, isKey);
  return made;
}

const plain = converter({ 'schemas.enable': 'false' });

function read(of: JsonConverter, text: string): SchemaAndValue {
  return of.toConnectData('t', Buffer.from(text));
}

function write(of: JsonConverter, schema: Schema | null, value: ConnectValue): string | null {
  return of.fromConnectData('t', { schema, value }) as string | null;
}

describe('JsonConverter', () => {
  it('is a converter and a header converter', () => {
    expect(pluginKindsOf(JsonConverter)).toEqual(['converter', 'header_converter']);
  });

  it('keeps tombstones, both ways', () => {
    for (const one of [plain, converter()]) {
      expect(one.toConnectData('t', null)).toEqual({ schema: null, value: null });
      expect(write(one, null, null)).toBeNull();
    }
    expect(write(plain, S.OPTIONAL_STRING_SCHEMA, null)).toBe('null');
  });

  it('works before it is configured, with an envelope', () => {
    expect(write(new JsonConverter(), S.INT32_SCHEMA, 1)).toBe(
      '{"schema":{"type":"int32","optional":false},"payload":1}',
    );
  });

  it('says in the first line what Java says, and in the second which setting to change', () => {
    const message = (of: JsonConverter) => {
      try {
        read(of, '{"a":1}');
      } catch (error) {
        return error instanceof DataError ? error.message.split('\n') : [];
      }
      return [];
    };
    expect(message(converter())[0]).toMatch(
      /^JsonConverter with schemas.enable requires "schema" and "payload" fields/,
    );
    expect(message(converter())[1]).toContain('value.converter.schemas.enable=false');
    expect(message(converter({}, true))[1]).toContain('key.converter.schemas.enable=false');
    expect(message(converter({ 'converter.type': 'header' }))[1]).toContain('header.converter.schemas.enable=false');
  });

  it('refuses what is no JSON with the reason', () => {
    expect(() => read(plain, 'not json')).toThrow(
      /^Converting byte\[\] to Kafka Connect data failed due to serialization error: Unexpected character "o"|"n"/,
    );
    expect(() => plain.toConnectData('t', Buffer.from([0x22, 0xc3, 0x22]))).toThrow(DataError);
  });

  it('refuses settings that are none', () => {
    expect(() => converter({ 'decimal.format': 'hex' })).toThrow(ConfigError);
    expect(converter({ 'decimal.format': 'numeric' })).toBeInstanceOf(JsonConverter);
  });

  it('reads headers as it reads values', () => {
    const data = { schema: S.STRING_SCHEMA, value: 'x' };
    const text = converter().fromConnectHeader('t', 'h', data) as string;
    expect(converter().toConnectHeader('t', 'h', Buffer.from(text))).toEqual(data);
  });

  it('defines its settings as Java does', () => {
    const keys = [...converter().config().configKeys.values()];
    expect(
      keys.map((key) => [key.name, key.type, key.defaultValue, key.importance, key.group, key.orderInGroup]),
    ).toEqual([
      ['converter.type', 'STRING', undefined, 'LOW', null, -1],
      ['schemas.enable', 'BOOLEAN', true, 'HIGH', 'Schemas', 0],
      ['schemas.cache.size', 'INT', 1000, 'HIGH', 'Schemas', 1],
      ['schema.content', 'STRING', null, 'HIGH', 'Schemas', 2],
      ['decimal.format', 'STRING', 'BASE64', 'LOW', 'Serialization', 0],
      ['replace.null.with.default', 'BOOLEAN', true, 'LOW', 'Serialization', 1],
    ]);
    expect(keys.slice(1).map((key) => [key.width, key.displayName])).toEqual([
      ['MEDIUM', 'Enable Schemas'],
      ['MEDIUM', 'Schema Cache Size'],
      ['MEDIUM', 'Schema Content'],
      ['MEDIUM', 'Decimal Format'],
      ['MEDIUM', 'Replace null with default'],
    ]);
  });
});

describe('JsonConverter with schema.content', () => {
  const content =
    '{"type":"struct","fields":[{"type":"int64","field":"id"},{"type":"string","optional":true,"field":"name"}]}';
  const of = converter({ 'schema.content': content });

  it('reads plain payloads with that schema', () => {
    const { schema, value } = read(of, '{"id":9007199254740993}');
    expect(schema?.type).toBe('STRUCT');
    expect((value as Struct).get('id')).toBe(9007199254740993n);
  });

  it('does not look for an envelope', () => {
    expect(() => read(of, '{"schema":{"type":"int32"},"payload":1}')).toThrow(
      'Invalid null value for required INT64 field',
    );
    expect(() => read(of, '')).toThrow(DataError);
  });

  it('writes envelopes all the same', () => {
    expect(write(of, S.INT32_SCHEMA, 1)).toContain('"payload":1');
  });

  it('is not looked at without schemas', () => {
    expect(read(converter({ 'schemas.enable': 'false', 'schema.content': content }), '{"id":1}').schema).toBeNull();
  });

  it('refuses a schema that is none when it is configured', () => {
    expect(() => converter({ 'schema.content': '{"type":"int31"}' })).toThrow('Unknown schema type: int31');
    expect(() => converter({ 'schema.content': '{' })).toThrow('Failed to parse schema in converter config');
  });
});

interface Typed {
  readonly schema: Schema;
  readonly value: ConnectValue;
}

const INT64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.constantFrom(2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 0n),
);
const DECIMAL = fc
  .tuple(fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }), fc.integer({ min: -40, max: 60 }))
  .map(([unscaled, scale]) => new Decimal(unscaled, scale));
const NAME = fc.oneof(
  fc.string({ minLength: 1 }),
  fc.constantFrom('__proto__', 'constructor', '7', '0', 'schema', 'payload'),
);

function typedBy(builder: () => SchemaBuilder, values: fc.Arbitrary<ConnectValue>): fc.Arbitrary<Typed> {
  return fc.tuple(values, fc.boolean()).map(([value, isOptional]) => ({
    schema: (isOptional ? builder().optional() : builder()).build(),
    value,
  }));
}

const date = (min: number, max: number, unit: number) => fc.integer({ min, max }).map((n) => new Date(n * unit));

const scalar = fc.oneof(
  typedBy(SchemaBuilder.int8, fc.integer({ min: -128, max: 127 })),
  typedBy(SchemaBuilder.int16, fc.integer({ min: -32768, max: 32767 })),
  typedBy(SchemaBuilder.int32, fc.integer()),
  typedBy(SchemaBuilder.int64, INT64),
  typedBy(
    SchemaBuilder.float32,
    fc.float({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  ),
  typedBy(
    SchemaBuilder.float64,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0),
  ),
  typedBy(SchemaBuilder.boolean, fc.boolean()),
  typedBy(SchemaBuilder.string, fc.string({ unit: 'binary' })),
  typedBy(
    SchemaBuilder.bytes,
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  ),
  DECIMAL.chain((decimal) => typedBy(() => decimalBuilder(decimal.scale), fc.constant(decimal))),
  typedBy(dateBuilder, date(-100_000, 100_000, 86_400_000)),
  typedBy(timeBuilder, date(0, 86_400_000, 1)),
  typedBy(
    timestampBuilder,
    fc.integer({ min: -8.64e15, max: 8.64e15 }).map((ms) => new Date(ms)),
  ),
);

const typed = fc.letrec<{ any: Typed }>((tie) => {
  const array = tie('any').chain(({ schema, value }) =>
    fc.integer({ min: 0, max: 3 }).map((count) => ({
      schema: SchemaBuilder.array(schema).build(),
      value: new Array<ConnectValue>(count).fill(value),
    })),
  );
  const map = fc.tuple(fc.uniqueArray(NAME, { maxLength: 4 }), tie('any')).map(([names, { schema, value }]) => ({
    schema: SchemaBuilder.map(S.STRING_SCHEMA, schema).build(),
    value: new Map(names.map((name) => [name, value] as const)),
  }));
  const pairs = fc.tuple(fc.uniqueArray(INT64, { maxLength: 3 }), tie('any')).map(([keys, { schema, value }]) => ({
    schema: SchemaBuilder.map(S.INT64_SCHEMA, schema).build(),
    value: new Map(keys.map((key) => [key, value] as const)),
  }));
  const struct = fc
    .tuple(fc.uniqueArray(NAME, { minLength: 1, maxLength: 4 }), fc.array(tie('any'), { minLength: 4, maxLength: 4 }))
    .map(([names, parts]) => {
      const builder = SchemaBuilder.struct().name('made');
      names.forEach((name, i) => builder.field(name, parts[i]!.schema));
      const made = new Struct(builder.build());
      names.forEach((name, i) => made.put(name, parts[i]!.value));
      return { schema: made.schema, value: made };
    });
  return { any: fc.oneof({ maxDepth: 6, depthSize: 'medium' }, scalar, array, map, pairs, struct) };
}).any;

function keysInOrder(value: ConnectValue): unknown[] {
  return value instanceof Map ? [...(value as Map<unknown, unknown>).keys()] : [];
}

describe('JsonConverter, for any schema and value', () => {
  it.each(['BASE64', 'NUMERIC'])('reads back what it wrote, Decimals as %s', (format) => {
    const enveloped = converter({ 'decimal.format': format });
    fc.assert(
      fc.property(typed, ({ schema, value }) => {
        // Twice: the second time the schema's text is known.
        for (let round = 0; round < 2; round++) {
          const back = read(enveloped, write(enveloped, schema, value) ?? '');
          expect(S.schemasEqual(back.schema, schema)).toBe(true);
          expect(valuesEqual(back.value, value)).toBe(true);
          expect(keysInOrder(back.value)).toEqual(keysInOrder(value));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('reads back nulls of optional schemas', () => {
    const enveloped = converter();
    fc.assert(
      fc.property(scalar, ({ schema }) => {
        if (!schema.isOptional) return;
        expect(read(enveloped, write(enveloped, schema, null) ?? '').value).toBeNull();
      }),
    );
  });
});
