import { closeConverters, type ConverterSet } from '../../src/runtime/converter-set';

const named = (converter: object) => ({ className: 'X', converter });

describe('closeConverters', () => {
  it('closes key, value and header converter and waits for each', async () => {
    const closed: string[] = [];
    const closing = (name: string) => ({
      close: () => new Promise<void>((resolve) => setImmediate(() => resolve(void closed.push(name)))),
    });
    const converters = { key: closing('key'), value: closing('value'), header: closing('header') };
    await closeConverters({
      key: named(converters.key),
      value: named(converters.value),
      header: named(converters.header),
    } as unknown as ConverterSet);
    expect(closed).toEqual(['key', 'value', 'header']);
  });

  it('does without close where a converter has none', async () => {
    const close = jest.fn();
    const set = { key: named({}), value: named({}), header: named({ close }) } as unknown as ConverterSet;
    await closeConverters(set);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
