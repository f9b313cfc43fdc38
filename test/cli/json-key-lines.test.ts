import { jsonKeyLines } from '../../src/cli/json-key-lines';

describe('jsonKeyLines', () => {
  const of = (lines: readonly string[], within?: string, end = '\n') =>
    Object.fromEntries(jsonKeyLines(lines.join(end), within));

  it('gives the line of each key, however it is written', () => {
    const lines = [
      '',
      '{ "a": 1, "b"',
      ' :[{"a":2}, {"c":{"a":3}}],',
      ' "fil\\u0065": "x\\"}", "d" : ": \\"e\\": 5"',
      '}',
    ];
    expect(of(lines)).toEqual({ a: 2, b: 2, file: 4, d: 4 });
    expect(of(lines, undefined, '\r\n')).toEqual({ a: 2, b: 2, file: 4, d: 4 });
  });

  it('takes the last of a key that stands there twice, and nothing behind the object', () => {
    expect(of(['{"a":1,', '"a":2}', '{"b":3}'])).toEqual({ a: 2 });
  });

  it('looks below a key where it is told to, and not elsewhere', () => {
    const lines = [
      '{"name":"n",',
      '"other":{"topics":1},',
      '"config":{',
      '"name":"n", "deep":{"x":1},',
      '"topics":"t"}}',
    ];
    expect(of(lines, 'config')).toEqual({ name: 4, deep: 4, topics: 5 });
    expect(of(lines)).toEqual({ name: 1, other: 2, config: 3 });
  });
});
