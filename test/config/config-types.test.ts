import {
  configText,
  invalidValue,
  javaTrim,
  parseConfigType,
  Password,
  type ConfigData,
  type ConfigType,
} from '../../src/config/config-types';

function read(type: ConfigType, text: string | null): ConfigData | undefined {
  try {
    return parseConfigType('k', text, type);
  } catch {
    return undefined;
  }
}

describe('parseConfigType', () => {
  test.each<[ConfigType, string | null, ConfigData | undefined]>([
    ['BOOLEAN', ' TrUe ', true],
    ['BOOLEAN', 'no', undefined],
    ['INT', ' +5\n', 5],
    ['INT', '-0', 0],
    ['INT', '2147483647', 2147483647],
    ['INT', '2147483648', undefined],
    ['INT', '1e3', undefined],
    ['INT', '0x10', undefined],
    ['INT', '', undefined],
    ['SHORT', '-32768', -32768],
    ['SHORT', '32768', undefined],
    ['LONG', '9007199254740991', 9007199254740991],
    ['LONG', '9007199254740993', 9007199254740993n],
    ['LONG', '-9223372036854775808', -9223372036854775808n],
    ['LONG', '9223372036854775808', undefined],
    ['DOUBLE', '1d', 1],
    ['DOUBLE', '1.f', 1],
    ['DOUBLE', '.5e1', 5],
    ['DOUBLE', '0x1.8p3', 12],
    ['DOUBLE', '-0X.8P-1f', -0.25],
    ['DOUBLE', '+Infinity', Infinity],
    ['DOUBLE', 'NaN', NaN],
    ['DOUBLE', '1e400', Infinity],
    ['DOUBLE', 'infinity', undefined],
    ['DOUBLE', '1e', undefined],
    ['DOUBLE', '0xp1', undefined],
    ['DOUBLE', '', undefined],
    ['LIST', ' ', []],
    ['LIST', ' , ', ['', '']],
    ['LIST', 'a ,\tb,,c', ['a', 'b', '', 'c']],
    ['LIST', 'a,\u00a0b', ['a', '\u00a0b']],
    ['STRING', ' a b\u0001', 'a b'],
    ['CLASS', ' a.B ', 'a.B'],
    ['INT', null, null],
  ])('reads %s %j as %p', (type, text, value) => {
    expect(read(type, text)).toEqual(value);
  });

  test('hides secrets', () => {
    const secret = parseConfigType('k', ' hunter2 ', 'PASSWORD');

    expect(secret).toBeInstanceOf(Password);
    expect((secret as Password).value).toBe('hunter2');
    expect(configText(secret)).toBe('[hidden]');
  });

  test('complains of the text as it was given', () => {
    expect(() => parseConfigType('k', ' yes ', 'BOOLEAN')).toThrow(
      'Invalid value  yes  for configuration k: Expected value to be either true or false',
    );
  });
});

describe('javaTrim', () => {
  test('takes away control characters and blanks, but no blanks beyond ASCII', () => {
    expect(javaTrim('\u0000\t a\u00a0\r\n')).toBe('a\u00a0');
  });
});

describe('configText', () => {
  test.each<[ConfigData, string | null]>([
    [null, null],
    [['a', 'b'], 'a,b'],
    [9007199254740993n, '9007199254740993'],
    [true, 'true'],
    ['', ''],
  ])('of %p is %j', (value, text) => {
    expect(configText(value)).toBe(text);
  });
});

describe('configText of a DOUBLE', () => {
  test.each([
    [1, '1.0'],
    [-0, '-0.0'],
    [0.5, '0.5'],
    [9999999, '9999999.0'],
    [1e7, '1.0E7'],
    [1.25e-4, '1.25E-4'],
    [2147483648, '2.147483648E9'],
    [-Infinity, '-Infinity'],
    [NaN, 'NaN'],
  ])('%p is that of Java: %s', (value, text) => {
    expect(configText(value, 'DOUBLE')).toBe(text);
  });
});

describe('invalidValue', () => {
  test('shows lists in brackets and null as null', () => {
    expect(invalidValue('k', ['a', 'b'], 'no').message).toBe('Invalid value [a, b] for configuration k: no');
    expect(invalidValue('k', null, 'no')).toMatchObject({
      message: 'Invalid value null for configuration k: no',
      findings: [{ key: 'k', value: null, reason: 'no' }],
    });
  });
});
