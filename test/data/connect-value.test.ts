import { isConnectObject, isStruct, STRUCT_BRAND } from '../../src/data/connect-value';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';

describe('isStruct', () => {
  it('knows a struct by its brand, so that another copy of this package may have made it', () => {
    expect(isStruct(new Struct(SchemaBuilder.struct().build()))).toBe(true);
    expect(isStruct({ [Symbol.for('connect-standalone.Struct')]: true })).toBe(true);
    expect(Symbol.keyFor(STRUCT_BRAND)).toBe('connect-standalone.Struct');
  });

  it.each([[null], [undefined], ['x'], [{}], [new Map()]])('refuses anything else (%#)', (value) => {
    expect(isStruct(value)).toBe(false);
  });
});

describe('isConnectObject', () => {
  it('accepts plain objects, with or without a prototype', () => {
    expect(isConnectObject({ a: 1 })).toBe(true);
    expect(isConnectObject(Object.create(null))).toBe(true);
  });

  it.each([[null], ['x'], [[]], [new Map()], [new Date()], [Buffer.alloc(1)]])(
    'refuses anything of a class (%#)',
    (value) => {
      expect(isConnectObject(value)).toBe(false);
    },
  );
});
