import { pluginKindsOf } from '../../src/api/plugin';
import { LongConverter } from '../../src/converters/long-converter';
import { NumberConverter } from '../../src/converters/number-converter';
import { OPTIONAL_INT64_SCHEMA, STRING_SCHEMA } from '../../src/data/connect-schema';

describe('NumberConverter', () => {
  it('makes converters of keys, values and headers', () => {
    expect(new LongConverter()).toBeInstanceOf(NumberConverter);
    expect(pluginKindsOf(LongConverter)).toEqual(['converter', 'header_converter']);
  });

  it('keeps null, both ways', () => {
    expect(new LongConverter().fromConnectData('t', { schema: OPTIONAL_INT64_SCHEMA, value: null })).toBeNull();
    expect(new LongConverter().toConnectData('t', null)).toEqual({ schema: OPTIONAL_INT64_SCHEMA, value: null });
  });

  it('takes a safe integer for an INT64, and does not look at the schema', () => {
    const bytes = new LongConverter().fromConnectData('t', { schema: STRING_SCHEMA, value: 5 });
    expect(bytes?.readBigInt64BE()).toBe(5n);
  });

  it('names the class of what it refuses', () => {
    expect(() => new LongConverter().fromConnectData('t', { schema: null, value: 'x' })).toThrow(
      'Failed to serialize to java.lang.Long: not one of its values, but class java.lang.String',
    );
  });
});
