import type { SchemaType } from '../../src/data/schema';
import { isOfType } from '../../src/data/value-type';

describe('isOfType', () => {
  it.each<[SchemaType, unknown]>([
    ['INT8', -128],
    ['INT16', 32767],
    ['INT32', -2147483648],
    ['INT64', 5],
    ['INT64', 2n ** 63n - 1n],
    ['FLOAT32', 1.5],
    ['FLOAT64', NaN],
    ['BOOLEAN', false],
    ['STRING', ''],
    ['BYTES', new Uint8Array(1)],
    ['ARRAY', []],
    ['MAP', new Map()],
  ])('%s accepts a value of its class (%#)', (type, value) => {
    expect(isOfType(type, value)).toBe(true);
  });

  it.each<[SchemaType, unknown]>([
    ['INT8', 128],
    ['INT16', 1.5],
    ['INT32', 2147483648],
    ['INT32', 1n],
    ['INT64', 2n ** 63n],
    ['INT64', 2 ** 53],
    ['FLOAT64', 1n],
    ['BOOLEAN', 0],
    ['STRING', 1],
    ['BYTES', 'x'],
    ['ARRAY', new Map()],
    ['MAP', {}],
    ['STRUCT', {}],
  ])('%s refuses what is of another class or out of range (%#)', (type, value) => {
    expect(isOfType(type, value)).toBe(false);
  });
});
