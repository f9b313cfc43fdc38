import { newPlainObject } from '../../src/data/plain-object';

describe('newPlainObject', () => {
  it('makes what an empty literal makes, a new one each time', () => {
    const object = newPlainObject();
    expect(Object.getPrototypeOf(object)).toBe(Object.prototype);
    expect(Reflect.ownKeys(object)).toEqual([]);
    object['key'] = 1;
    expect(newPlainObject()).toEqual({});
  });
});
