import { DataError } from '../../src/errors';
import { validateFormat } from '../../src/storage/offset-format';

describe('validateFormat', () => {
  it('allows null, and objects of null, booleans, numbers, strings and bytes', () => {
    expect(() => validateFormat(null)).not.toThrow();
    const good = { a: null, b: true, c: 1, d: 2n, e: 'x', f: Buffer.from('y'), g: new Uint8Array(1), h: 0.5 };
    expect(() => validateFormat(good)).not.toThrow();
    expect(() => validateFormat({})).not.toThrow();
  });

  it.each([[undefined], ['text'], [1], [[1]], [new Map([['a', 1]])], [new Date(0)]])(
    'refuses %p as a whole',
    (data) => {
      expect(() => validateFormat(data)).toThrow(DataError);
      expect(() => validateFormat(data)).toThrow('Offsets must be specified as a Map');
    },
  );

  it.each([
    [[], 'ARRAY'],
    [{}, 'MAP'],
    [new Map(), 'MAP'],
    [new Date(0), 'Date'],
    [undefined, 'undefined'],
    [() => 1, 'function'],
  ])('refuses %p as a value, naming the field and its kind', (value, kind) => {
    expect(() => validateFormat({ good: 1, bad: value })).toThrow(`but field bad contains ${kind}`);
  });
});
