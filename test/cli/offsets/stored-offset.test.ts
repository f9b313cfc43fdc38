import {
  asConnectObject,
  jsonNodeText,
  meaningOf,
  readJsonArgument,
  requireOffsetObject,
  sortedOffsets,
} from '../../../src/cli/offsets/stored-offset';

const object = (text: string) => requireOffsetObject(readJsonArgument(text, 'x'), 'x');

describe('The JSON of a stored offset', () => {
  it.each([
    '{"position":9007199254740993,"f":2.0,"e":1.0E21,"t":true,"n":null,"s":"\\" é"}',
    '["c",{"b":1,"a":"x"}]',
    'null',
  ])('stays as it is, every digit and the order of members: %s', (text) => {
    expect(jsonNodeText(readJsonArgument(text, 'x'))).toBe(text);
  });

  it('writes no number that is no JSON', () => {
    expect(jsonNodeText(readJsonArgument('{"a":-007}', 'x'))).toBe('{"a":-7}');
  });

  it('means the same in any order of members, and not the same as text', () => {
    expect(meaningOf(object('{"a":1,"b":2}'))).toBe(meaningOf(object('{"b":2,"a":1}')));
    expect(meaningOf(object('{"a":1}'))).not.toBe(meaningOf(object('{"a":"1"}')));
    expect(meaningOf(null)).not.toBe(meaningOf(undefined));
  });

  it('is seen by plugins with integers beyond 2^53', () => {
    expect(asConnectObject(object('{"p":9007199254740993}'))).toEqual({ p: 9007199254740993n });
    expect(asConnectObject(null)).toBeNull();
  });
});

describe('An offset that is given', () => {
  it.each([
    ['{"a":1} x', /is not JSON: there is more behind its end/],
    ['{"a":', /is not JSON/],
    ['[1]', /must be a JSON object or null/],
    ['{"a":[1]}', /but a is nested/],
    ['{"a":9223372036854775808}', /does not fit into 64 bits/],
  ])('is refused where it cannot be one: %s', (text, message) => {
    expect(() => object(text)).toThrow(message);
  });

  it('may be the largest that there is', () => {
    expect(object('{"a":9223372036854775807}')?.size).toBe(1);
  });
});

describe('sortedOffsets', () => {
  it('puts partition 10 behind partition 9', () => {
    const partitions = ['{"n":10,"t":"a"}', '{"n":9,"t":"a"}', '{"n":9,"t":"b"}'].map((text) => ({
      partition: object(text),
    }));
    expect(sortedOffsets(partitions).map(({ partition }) => jsonNodeText(partition))).toEqual([
      '{"n":9,"t":"a"}',
      '{"n":9,"t":"b"}',
      '{"n":10,"t":"a"}',
    ]);
  });
});
