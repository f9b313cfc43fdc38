import type { ConnectObject } from '../../src/data/connect-value';
import { DataError } from '../../src/errors';
import { copyMap, copyMapToSet, emptyMap, getOwn, requireMap, setOwn } from '../../src/transforms/schemaless-value';

const WITH_PROTO = JSON.parse('{"__proto__":{"evil":true},"a":1}') as ConnectObject;

describe('schemaless maps', () => {
  it('are objects, and Maps with text for keys', () => {
    expect(requireMap(WITH_PROTO, 'x')).toBe(WITH_PROTO);
    expect(requireMap(new Map([['a', 1]]), 'x')).toEqual({ a: 1 });
  });

  it('are nothing else', () => {
    const message = 'Only Map objects supported in absence of schema for [testing], found: ';
    expect(() => requireMap(null, 'testing')).toThrow(new DataError(`${message}null`));
    expect(() => requireMap('x', 'testing')).toThrow(new DataError(`${message}java.lang.String`));
    expect(() => requireMap(new Map([[1, 1]]), 'testing')).toThrow(DataError);
  });

  it('have their own keys alone', () => {
    expect(getOwn({}, 'toString')).toBeUndefined();
    expect(getOwn(WITH_PROTO, '__proto__')).toEqual({ evil: true });
  });

  it.each([
    ['copyMap', copyMap],
    ['copyMapToSet', (map: ConnectObject) => copyMapToSet(map, ['a'])],
    ['copyMapToSet of a new key', (map: ConnectObject) => copyMapToSet(map, ['new'])],
  ])('are copied whole by %s', (_name, copy) => {
    const copied = copy(WITH_PROTO);
    expect(Object.entries(copied)).toEqual(Object.entries(WITH_PROTO));
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
    setOwn(copied, '__proto__', 1);
    setOwn(copied, 'a', 2);
    expect(Object.entries(copied)).toEqual([
      ['__proto__', 1],
      ['a', 2],
    ]);
    expect(WITH_PROTO['a']).toBe(1);
  });

  it('keep having no prototype', () => {
    const bare = Object.assign(Object.create(null) as ConnectObject, { a: 1 });
    for (const copy of [copyMap(bare), copyMapToSet(bare, ['a']), emptyMap(bare)]) {
      expect(Object.getPrototypeOf(copy)).toBeNull();
    }
    expect(Object.entries(copyMap(bare))).toEqual([['a', 1]]);
  });
});
