import { isPromise, pluginKindsOf } from '../../src/api/plugin';
import { SinkConnector } from '../../src/api/sink-connector';

describe('pluginKindsOf', () => {
  it('recognises a class that was written against another copy of this package', () => {
    const brand: unique symbol = Symbol.for('connect-standalone.plugin-kinds') as never;
    const foreign = Object.assign(() => undefined, { [brand]: ['sink'] });
    expect(pluginKindsOf(foreign)).toEqual(['sink']);
  });

  it('inherits the brand', () => {
    abstract class Base extends SinkConnector {}
    abstract class Derived extends Base {}
    expect(pluginKindsOf(Derived)).toEqual(['sink']);
  });

  it.each([[Date], [() => 1], [{}], [null], [undefined], ['sink']])('finds no kind in %p', (candidate) => {
    expect(pluginKindsOf(candidate)).toEqual([]);
  });
});

describe('isPromise', () => {
  it('is true for whatever can be awaited', () => {
    expect(isPromise(Promise.resolve(1))).toBe(true);
    expect(isPromise({ then: () => undefined } as unknown as Promise<void>)).toBe(true);
  });

  it.each([[null], [undefined], [7], ['x'], [[]], [{ then: 7 }], [Buffer.from('x')]])('is false for %p', (answer) => {
    expect(isPromise(answer)).toBe(false);
  });
});
