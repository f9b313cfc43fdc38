import type { ConnectValue } from '../../src/data/connect-value';
import { Decimal } from '../../src/data/decimal';
import { valuesEqual } from '../../src/data/value-equality';

const bytes = (...values: number[]): Buffer => Buffer.from(values);

describe('valuesEqual', () => {
  it.each<[string, ConnectValue, ConnectValue]>([
    ['null', null, null],
    ['NaN', NaN, NaN],
    ['a safe integer and the same bigint', 5, 5n],
    ['bytes by content', bytes(1, 2), bytes(1, 2)],
    ['dates by instant', new Date(5), new Date(5)],
    ['Decimals', Decimal.parse('1.5'), Decimal.parse('1.5')],
    ['arrays', [1, ['a', null]], [1, ['a', null]]],
    [
      'maps in any order',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      new Map([
        ['b', 2],
        ['a', 1],
      ]),
    ],
    ['maps whose keys are objects', new Map([[bytes(1), 'x']]), new Map([[bytes(1), 'x']])],
    ['objects in any order', { a: 1, b: [2] }, { b: [2], a: 1 }],
  ])('finds equal: %s', (_, a, b) => {
    expect(valuesEqual(a, b)).toBe(true);
    expect(valuesEqual(b, a)).toBe(true);
  });

  it.each<[string, ConnectValue, ConnectValue]>([
    ['null and anything', null, 0],
    ['zero and minus zero', 0, -0],
    ['a number and its text', 1, '1'],
    ['bytes of other content', bytes(1, 2), bytes(1, 3)],
    ['Decimals of other scale', Decimal.parse('1.5'), Decimal.parse('1.50')],
    ['a date and its milliseconds', new Date(5), 5],
    ['arrays of other length', [1], [1, null]],
    ['maps with another value', new Map([['a', 1]]), new Map([['a', 2]])],
    ['maps with another key', new Map([['a', 1]]), new Map([['b', 1]])],
    ['a map and an object', new Map([['a', 1]]), { a: 1 }],
    ['an array and an object', [], {}],
  ])('tells apart: %s', (_, a, b) => {
    expect(valuesEqual(a, b)).toBe(false);
    expect(valuesEqual(b, a)).toBe(false);
  });
});
