import { BooleanConverter } from '../../src/converters/boolean-converter';
import { ByteArrayConverter } from '../../src/converters/byte-array-converter';
import { converterConfig, withConverterType } from '../../src/converters/converter-config';
import { IntegerConverter } from '../../src/converters/integer-converter';
import { StringConverter } from '../../src/converters/string-converter';
import { ConfigError } from '../../src/errors';

describe('converterConfig', () => {
  it('requires converter.type to be key, value or header', () => {
    expect(converterConfig().parse({ 'converter.type': 'key' })).toEqual({ 'converter.type': 'key' });
    expect(() => converterConfig().parse({})).toThrow(ConfigError);
    expect(() => converterConfig().parse({ 'converter.type': 'other' })).toThrow(ConfigError);
  });

  it('is a new definition each time, so that a converter may add to it', () => {
    expect(converterConfig()).not.toBe(converterConfig());
  });

  it('is all that the converters without settings define', () => {
    for (const create of [BooleanConverter, ByteArrayConverter, IntegerConverter]) {
      expect(new create().config().keys()).toEqual(['converter.type']);
    }
    expect(new StringConverter().config().keys()).toEqual(['converter.type', 'converter.encoding']);
  });
});

describe('withConverterType', () => {
  it('tells keys from values unless the caller knows better', () => {
    expect(withConverterType({}, true)).toEqual({ 'converter.type': 'key' });
    expect(withConverterType({ a: 'b' }, false)).toEqual({ 'converter.type': 'value', a: 'b' });
    expect(withConverterType({ 'converter.type': 'header' }, false)).toEqual({ 'converter.type': 'header' });
  });
});
