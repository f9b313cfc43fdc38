import fc from 'fast-check';
import type { ConnectValue } from '../../src/data/connect-value';
import { JsonSkeleton } from '../../src/data/json-skeleton';
import { JsonSyntaxError, parseJson, tryParseJson } from '../../src/data/json-text';

const skeletonOf = (text: string) => JsonSkeleton.of(Buffer.from(text));
const read = (like: string, text: string) => skeletonOf(like)?.read(Buffer.from(text));

/** An object with the same members for each list of values, and the lists. */
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(true, false, null, 0.5, 1234.25, 1e15, -7),
);
const { shape } = fc.letrec((tie) => ({
  shape: fc.dictionary(
    fc.string({ maxLength: 8 }).filter((name) => name !== '__proto__'),
    fc.oneof({ weight: 4, arbitrary: fc.constant('value') }, { weight: 1, arbitrary: tie('shape') }),
    { minKeys: 1, maxKeys: 6 },
  ),
}));
function fill(node: unknown, next: () => unknown): unknown {
  if (typeof node !== 'object' || node === null) return next();
  return Object.fromEntries(Object.entries(node).map(([name, child]) => [name, fill(child, next)]));
}

describe('JsonSkeleton', () => {
  it('reads what parseJson reads, in the same order, whatever the values are', () => {
    const counts = { read: 0, refused: 0 };
    fc.assert(
      fc.property(shape, fc.infiniteStream(scalar), fc.constantFrom(0, 1), (like, values, indent) => {
        const next = (): unknown => values.next().value;
        const first = JSON.stringify(fill(like, next), null, indent);
        const second = JSON.stringify(fill(like, next), null, indent);
        const value = read(first, second);
        counts[value === undefined ? 'refused' : 'read']++;
        if (value === undefined) return;
        expect(value).toStrictEqual(parseJson(second));
        expect(JSON.stringify(value)).toBe(JSON.stringify(parseJson(second)));
      }),
      { numRuns: 1000 },
    );
    expect(counts.read).toBeGreaterThan(50);
  });

  it('refuses or reads alike what was changed anywhere', () => {
    const like = '{"id":12,"name":"a\\u00e9b","in":{"x":-1.25,"y":null},"ok":true, "last": "é"}';
    const skeleton = skeletonOf(like);
    const plain = like.replace('\\u00e9', 'é');
    fc.assert(
      fc.property(
        fc.nat(Buffer.byteLength(plain)),
        fc.integer({ min: 0, max: 255 }),
        fc.boolean(),
        (at, byte, adds) => {
          const bytes = Buffer.from(plain);
          const changed = Buffer.concat([
            bytes.subarray(0, at),
            Buffer.from([byte]),
            bytes.subarray(adds ? at : at + 1),
          ]);
          const text = changed.toString();
          if (text.includes('\ufffd')) return;
          const value = skeleton?.read(changed);
          if (value !== undefined) expect(value).toStrictEqual(tryParseJson(text));
        },
      ),
      { numRuns: 5000 },
    );
    expect(skeleton?.read(Buffer.from(plain))).toStrictEqual(parseJson(plain));
  });

  it.each([
    ['0', 0],
    ['-0', undefined],
    ['-0.0', undefined],
    ['-0.5', -0.5],
    ['0.1', 0.1],
    ['1.10', 1.1],
    ['123456789012345', 123456789012345],
    ['1234567890123456', undefined],
    ['12345678.12345678', undefined],
    ['01', undefined],
    ['1.', undefined],
    ['.5', undefined],
    ['-', undefined],
    ['1e3', undefined],
    ['1.5E3', undefined],
    ['1x', undefined],
    ['null', null],
    ['nul', undefined],
    ['true', true],
    ['trues', undefined],
    ['false', false],
    ['""', ''],
    ['"é€😀"', 'é€😀'],
    ['"a\\n"', undefined],
    ['"a\n"', undefined],
    ['"open', undefined],
    ['[1]', undefined],
    ['{"b":1}', undefined],
    ['', undefined],
  ])('reads %s as %p', (text, value) => {
    const found = read('{"a":1,"z":2}', `{"a":${text},"z":2}`);
    expect(found).toEqual(value === undefined ? undefined : { a: value, z: 2 });
  });

  it.each([
    '[1]',
    '1',
    '{"a":[1]}',
    '{"a":{}}',
    '{"a":1} trailing',
    '{"a":1} true',
    '{"a":1}{"b":2}',
    '{"__proto__":1}',
    '{"\\u005f_proto__":1}',
    `{"a":"${'x'.repeat(600)}"}`,
    JSON.stringify(Object.fromEntries(Array.from({ length: 66 }, (_, index) => [index.toString(36), 1]))),
  ])('is not made of %s', (text) => {
    expect(skeletonOf(text)).toBeUndefined();
  });

  it('is made of an object without members', () => {
    expect(read('{}', '{}')).toEqual({});
    expect(read('{}', '{"a":1}')).toBeUndefined();
  });

  it('takes the last of members with one name, as always', () => {
    expect(read('{"a":1,"a":{"b":2}}', '{"a":3,"a":{"b":4}}')).toEqual({ a: { b: 4 } });
    expect(read('{"a":{"b":2},"a":1}', '{"a":{"b":4},"a":3}')).toEqual({ a: 3 });
  });

  it('does not read what is longer, shorter or too large', () => {
    const like = '{"a":1}';
    const texts = ['{"a":1} ', '{"a":1', '{"a":1}}', `{"a":"${'x'.repeat(600)}"}`];
    expect(texts.map((text) => read(like, text))).toEqual(texts.map(() => undefined));
  });

  it('refuses text that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3]), Buffer.from('"}')]);
    expect(() => skeletonOf('{"a":1}')?.read(bytes)).toThrow(JsonSyntaxError);
  });

  it('makes plain objects', () => {
    const value = read('{"a":{"b":1}}', '{"a":{"b":2}}') as Record<string, ConnectValue>;
    expect([value, value['a']].map((object) => Object.getPrototypeOf(object) === Object.prototype)).toEqual([
      true,
      true,
    ]);
  });
});
