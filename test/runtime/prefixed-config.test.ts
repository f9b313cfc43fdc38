import { ConfigDef } from '../../src/config/config-def';
import { atLeast } from '../../src/config/validators';
import { validatePrefixed, withoutPrefix } from '../../src/runtime/prefixed-config';

describe('validatePrefixed', () => {
  const def = new ConfigDef()
    .define({ name: 'size', type: 'INT', default: 1, validator: atLeast(1), importance: 'LOW', doc: '', group: 'G' })
    .define({ name: 'converter.type', type: 'STRING', importance: 'LOW', doc: '' });

  test('reports settings under their full names, with the groups and messages of the converter', () => {
    const props = { 'key.converter': 'K', 'key.converter.size': '0', size: '5' };
    const { keys, values } = validatePrefixed(def, props, {
      prefix: 'key.converter.',
      extra: { 'converter.type': 'key' },
    });

    expect(keys.map(({ name, group }) => [name, group])).toEqual([
      ['key.converter.size', 'G'],
      ['key.converter.converter.type', null],
    ]);
    expect(values.map(({ name, value, errors }) => [name, value, errors])).toEqual([
      ['key.converter.size', 0, ['Invalid value 0 for configuration size: Value must be at least 1']],
      ['key.converter.converter.type', 'key', []],
    ]);
  });
});

describe('withoutPrefix', () => {
  test('keeps what stands under the prefix, values without text too', () => {
    expect(withoutPrefix({ 'a.b': '1', 'a.c': null, a: '2', ab: '3' }, 'a.')).toEqual({ b: '1', c: null });
  });
});
