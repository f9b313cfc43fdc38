import { canonicalJson, JsonNumber, JsonSyntaxError, readJson, readJsonPart } from '../../src/data/json-reader';

describe('readJson', () => {
  it('keeps the text of numbers', () => {
    expect(readJson('[1.5600, 10.0, 9007199254740993, 1e5]')).toEqual(
      ['1.5600', '10.0', '9007199254740993', '1e5'].map((text) => new JsonNumber(text)),
    );
  });

  it('keeps the order of members, names that look like numbers included', () => {
    const node = readJson('{"b":1,"2":2,"1":3,"__proto__":4}');
    expect([...(node as ReadonlyMap<string, unknown>).keys()]).toEqual(['b', '2', '1', '__proto__']);
  });

  it('undoes escapes', () => {
    expect(readJson(String.raw`"a\"\\\/\n\u00e9\ud83d\ude00"`)).toBe('a"\\/\né😀');
  });

  it.each([
    ['{"a":1} trailing', '{"a":1}'],
    ['{"a":1,"a":2}', '{"a":2}'],
    ['0012', '12'],
    ['-007', '-7'],
    [' \t\r\n1 2', '1'],
    ['true,', 'true'],
  ])('reads %s as Jackson does', (text, canonical) => {
    expect(canonicalJson(readJson(text) ?? null)).toBe(canonical);
  });

  it('finds nothing in white space', () => {
    expect(readJson('')).toBeUndefined();
    expect(readJson(' \n')).toBeUndefined();
  });

  it.each([
    'NaN',
    'not json',
    '{',
    '[1',
    '{"a"}',
    '{a:1}',
    '"a',
    '"\n"',
    String.raw`"\x"`,
    '1.',
    '.5',
    '+1',
    '1x',
    'truex',
    '[1,]',
    '{"a":1,}',
    "'a'",
    '[1 2]',
  ])('refuses %j', (text) => {
    expect(() => readJson(text)).toThrow(JsonSyntaxError);
  });

  it('says where the text went wrong', () => {
    expect(() => readJson('{"a":1,\n "b":?}')).toThrow('Unexpected character "?" at line 2, column 6');
    expect(() => readJson('[1')).toThrow('Unexpected end of input at line 1, column 3');
  });

  it('refuses nesting deeper than Jackson does, instead of ending the stack', () => {
    expect(() => readJson('['.repeat(1001))).toThrow('Nested deeper than 1000 levels');
    expect(readJson('['.repeat(1000) + ']'.repeat(1000))).toEqual(expect.any(Array));
  });

  it('refuses numbers longer than Jackson does', () => {
    expect(() => readJson('9'.repeat(1001))).toThrow('Number longer than 1000 characters');
  });
});

describe('readJsonPart', () => {
  it('says where the text goes on', () => {
    expect(readJsonPart('{"a":[1,2] ,"b"', 5).end).toBe(11);
  });
});

describe('JsonNumber', () => {
  it.each([
    ['300', 300n, 300],
    ['9223372036854775808', -9223372036854775808n, 0],
    ['-0012', -12n, -12],
    ['12.7', 12n, 12],
    ['-12.7', -12n, -12],
    ['1e10', 10000000000n, 1410065408],
    ['1e400', 0n, 0],
    ['3e9', 3000000000n, -1294967296],
  ])('cuts %s to 64 and to 32 bits', (text, int64, int32) => {
    expect(new JsonNumber(text).toInt64()).toBe(int64);
    expect(new JsonNumber(text).toInt32()).toBe(int32);
  });

  it('keeps the scale of a decimal', () => {
    expect(new JsonNumber('1.5600').toDecimal().scale).toBe(4);
  });

  it('refuses an exponent that no decimal has', () => {
    expect(() => new JsonNumber('1e99999999999').toDecimal()).toThrow(JsonSyntaxError);
  });
});

describe('canonicalJson', () => {
  it('is the same for equal trees and different for others', () => {
    const same = ['{"a":1,"b":[true,null]}', '{ "b":[true,null], "a":01 }'].map((text) =>
      canonicalJson(readJson(text) ?? null),
    );
    expect(same[0]).toBe(same[1]);
    expect(canonicalJson(readJson('{"a":"1"}') ?? null)).not.toBe(canonicalJson(readJson('{"a":1}') ?? null));
  });
});
