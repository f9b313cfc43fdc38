import fc from 'fast-check';
import type { SourcePartition } from '../../src/api/source-record';
import { DataError } from '../../src/errors';
import {
  canonicalJson,
  canonicalKey,
  connectorNameOf,
  decodeOffsetKey,
  decodeOffsetValue,
  encodeOffsetKey,
  encodeOffsetValue,
} from '../../src/storage/offset-key';

const ALL_TYPES = {
  i64: 9223372036854775807n,
  f32: 1.5,
  big: 1e21,
  bool: true,
  nul: null,
  str: 'quote" back\\ slash/ tab\t nl\n esc\u001b del\u007f é 日本 😀',
  bytes: Buffer.from([0, 1, 2, 255]),
};
/** As the genuine worker wrote it: value-types.offsets. */
const ALL_TYPES_TEXT =
  '{"i64":9223372036854775807,"f32":1.5,"big":1.0E21,"bool":true,"nul":null,' +
  '"str":"quote\\" back\\\\ slash/ tab\\t nl\\n esc\\u001B del\u007f é 日本 \\uD83D\\uDE00","bytes":"AAEC/w=="}';

describe('encodeOffsetKey and encodeOffsetValue', () => {
  it('write the text that the genuine worker writes', () => {
    expect(encodeOffsetKey('types', { p: 'x' }).toString()).toBe('["types",{"p":"x"}]');
    expect(encodeOffsetKey('c', null).toString()).toBe('["c",null]');
    expect(encodeOffsetValue(ALL_TYPES)?.toString()).toBe(ALL_TYPES_TEXT);
    expect(encodeOffsetValue(null)).toBeNull();
  });
});

describe('decodeOffsetKey', () => {
  it('gives connector and partition, long integers without a loss', () => {
    expect(decodeOffsetKey(Buffer.from('["c",{"p":9007199254740993,"q":2}]'))).toEqual({
      connector: 'c',
      partition: { p: 9007199254740993n, q: 2 },
    });
    expect(decodeOffsetKey(Buffer.from('["c",null]'))).toEqual({ connector: 'c', partition: null });
  });

  it.each([null, '', 'not json', '{"a":1}', '["only-one"]', '[5,{"p":1}]', '["c",[1]]', '["c",{},1]', '["c",1]'])(
    'says that %s is none',
    (text) => {
      const key = text === null ? null : Buffer.from(text);
      expect(decodeOffsetKey(key)).toBeUndefined();
      expect(connectorNameOf(key)).toBeUndefined();
    },
  );

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        decodeOffsetKey(Buffer.from(bytes));
        canonicalKey(Buffer.from(bytes));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('decodeOffsetValue', () => {
  it('gives offsets as tasks get them', () => {
    expect(decodeOffsetValue(Buffer.from('{"position":12,"long":9007199254740993,"half":0.5}'))).toEqual({
      position: 12,
      long: 9007199254740993n,
      half: 0.5,
    });
    expect(decodeOffsetValue(null)).toBeNull();
    expect(decodeOffsetValue(Buffer.from('null'))).toBeNull();
  });

  it.each(['[1]', '12', '{"a"', 'x'])('refuses %s', (text) => {
    expect(() => decodeOffsetValue(Buffer.from(text))).toThrow(DataError);
  });
});

describe('canonicalJson', () => {
  it('is blind to the order of members and to nothing else', () => {
    expect(canonicalJson({ a: 1, b: 'x' })).toBe(canonicalJson({ b: 'x', a: 1 }));
    expect(canonicalJson({ a: 1n })).toBe(canonicalJson({ a: 1 }));
    const different: SourcePartition[] = [{ a: 1 }, { a: '1' }, { a: true }, { a: null }, { b: 1 }, { a: 1.5 }, {}];
    expect(new Set(different.map(canonicalJson)).size).toBe(different.length);
    expect(canonicalJson(null)).toBe('null');
  });

  it('agrees with the stored key, whatever the names and values are', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
    );
    const partition = fc.dictionary(fc.string(), value, { maxKeys: 5 });
    fc.assert(
      fc.property(partition, fc.string(), (members, connector) => {
        const shuffled = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalKey(encodeOffsetKey(connector, members))).toBe(
          canonicalKey(encodeOffsetKey(connector, shuffled)),
        );
        expect(connectorNameOf(encodeOffsetKey(connector, members))).toBe(connector);
      }),
    );
  });
});
