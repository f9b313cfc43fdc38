import { BadRequestError } from '../../src/errors';
import { readConfig, readCreateRequest, readMembers, readOffsets, readText } from '../../src/rest/request-body';

describe('readConfig', () => {
  it('keeps numbers and booleans as they are written', () => {
    const text = '{"a":1e3,"b":0.10,"c":true,"d":null,"e":" 2 ","__proto__":"x","big":12345678901234567890}';
    const config = readConfig(text);
    expect(Object.entries(config)).toEqual([
      ['a', '1e3'],
      ['b', '0.10'],
      ['c', 'true'],
      ['d', null],
      ['e', ' 2 '],
      ['__proto__', 'x'],
      ['big', '12345678901234567890'],
    ]);
  });

  it.each(['', ' ', 'null', '[]', '"x"', '7', '{"a":{}}', '{"a":[1]}', '{"a":1,}', '{"a"', 'hello'])(
    'refuses %p',
    (text) => {
      expect(() => readConfig(text)).toThrow();
    },
  );
});

describe('readCreateRequest', () => {
  it('reads name, settings and the state to begin with, in any letter case', () => {
    const text = '{"name":"c","config":{"a":1},"initial_state":"stopped"}';
    expect(readCreateRequest(text)).toEqual({ name: 'c', config: { a: '1' }, initialState: 'STOPPED' });
    expect(readCreateRequest('{"config":{}}')).toEqual({ name: '', config: {}, initialState: undefined });
  });

  it.each([
    '{"name":"c"}',
    '{"name":"c","config":null}',
    '{"name":{},"config":{}}',
    '{"config":{},"tasks":[]}',
    '{"config":{},"initial_state":""}',
    '{"config":{},"initial_state":1}',
    '{"config":"x"}',
  ])('refuses %s', (text) => {
    expect(() => readCreateRequest(text)).toThrow(BadRequestError);
  });
});

describe('readOffsets', () => {
  it('keeps every digit; what is not there is null', () => {
    const text = '{"offsets":[{"partition":{"f":"a"},"offset":{"p":9007199254740993}},{"partition":null}]}';
    expect(readOffsets(text)).toEqual([
      { partition: { f: 'a' }, offset: { p: 9007199254740993n } },
      { partition: null, offset: null },
    ]);
  });

  it.each(['{}', '{"offsets":[]}', '{"offsets":null}', '{"offsets":{}}', '{"offsets":[1]}', '{"offsets":[{"x":1}]}'])(
    'refuses %s',
    (text) => {
      expect(() => readOffsets(text)).toThrow(BadRequestError);
    },
  );
});

describe('readText', () => {
  it('gives a member as text, null where there is none', () => {
    const members = readMembers('{"level":"INFO","n":1}');
    expect([readText(members, 'level'), readText(members, 'n'), readText(members, 'x')]).toEqual(['INFO', '1', null]);
  });
});
