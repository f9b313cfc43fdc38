import fc from 'fast-check';
import type { ConnectValue } from '../../src/data/connect-value';
import {
  decodeJsonBytes,
  decodeUtf8,
  JsonSyntaxError,
  parseJson,
  stringifyJson,
  tryParseJson,
} from '../../src/data/json-text';

describe('decodeJsonBytes', () => {
  it('leaves out a byte-order mark', () => {
    expect(decodeJsonBytes(Buffer.from('\ufeff{}'))).toBe('{}');
  });

  it('refuses bytes that are not UTF-8, but not a replacement character that was written', () => {
    expect(() => decodeJsonBytes(Buffer.from([0x22, 0xff, 0x22]))).toThrow(JsonSyntaxError);
    expect(decodeJsonBytes(Buffer.from('"\ufffd"'))).toBe('"\ufffd"');
  });
});

describe('decodeUtf8', () => {
  it('decodes a part', () => {
    expect(decodeUtf8(Buffer.from('aébc'), 1, 4)).toBe('éb');
  });
});

describe('parseJson', () => {
  it.each<[string, ConnectValue | undefined]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['{"a":[-9223372036854775808]}', { a: [-9223372036854775808n] }],
    ['9223372036854775808', -9223372036854775808n],
    ['1.0', 1],
    ['1e20', 1e20],
    ['-0', 0],
    ['{"a":1} trailing', { a: 1 }],
    ['0012', 12],
    ['null', null],
    ['  ', undefined],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
  });

  it.each(['{"__proto__":{"x":1},"a":1}', '{"__proto__":{"x":1},"a":9007199254740993}'])(
    'takes __proto__ in %s for a key',
    (text) => {
      const value = parseJson(text) as Record<string, ConnectValue>;
      expect(Object.keys(value)).toEqual(['__proto__', 'a']);
      expect(value['x']).toBeUndefined();
    },
  );

  it('refuses what is no JSON', () => {
    expect(() => parseJson('not json')).toThrow(JsonSyntaxError);
    expect(() => parseJson('['.repeat(100_000))).toThrow(JsonSyntaxError);
    expect(() => parseJson('['.repeat(2000) + ']'.repeat(2000))).toThrow('Nested deeper');
  });

  it('reads whatever stringifyJson wrote', () => {
    const key = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('__proto__', 'constructor', '1', '0', 'toString'),
    );
    const { value } = fc.letrec<{ value: ConnectValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constant(null),
        fc.boolean(),
        fc.string({ unit: 'binary' }),
        fc.maxSafeInteger(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
        fc
          .bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
          .filter((n) => n > BigInt(Number.MAX_SAFE_INTEGER) || n < BigInt(Number.MIN_SAFE_INTEGER)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(value, (original) => {
        const text = stringifyJson(original);
        expect(stringifyJson(parseJson(text) ?? null)).toBe(text);
        // The text is also what any other reader takes for the same, but for long integers.
        if (!/\d{16}/.test(text)) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('tryParseJson', () => {
  it('reads nothing that would lose something, or that is not the whole text', () => {
    expect(tryParseJson('9007199254740993')).toBeUndefined();
    expect(tryParseJson('1 2')).toBeUndefined();
    expect(tryParseJson('{"a":[1]}')).toEqual({ a: [1] });
  });
});
