import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJavaProperties, parseJavaProperties } from '../../src/config/java-properties';

interface Truth {
  readonly entries?: readonly (readonly [string, string])[];
  readonly error?: string;
}

interface PropertiesCase {
  readonly id: string;
  readonly base64: string;
  readonly stream: Truth;
  readonly readerUtf8: Truth;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, '../testdata/vectors/properties.json'), 'utf8')) as {
  cases: PropertiesCase[];
};

function readAs(text: string): Truth {
  try {
    const { entries } = parseJavaProperties(text);
    return { entries: [...entries].sort(([a], [b]) => (a < b ? -1 : 1)) };
  } catch (error) {
    return { error: (error as Error).message.replace(/^line \d+: /, '') };
  }
}

describe('parseJavaProperties reads as java.util.Properties does', () => {
  test.each(cases.map((one) => [one.id, one] as const))('%s', (_id, { base64, stream, readerUtf8 }) => {
    const bytes = Buffer.from(base64, 'base64');

    expect(readAs(bytes.toString('latin1'))).toEqual(stream);
    expect(readAs(bytes.toString('utf8'))).toEqual(readerUtf8);
  });
});

describe('parseJavaProperties', () => {
  test('tells the line at which the counting occurrence of each key begins', () => {
    const { entries, lines, overridden } = parseJavaProperties('# one\na=1\\\n  2\n\nb=3\r\na=4\rc');

    expect([...entries]).toEqual([
      ['a', '4'],
      ['b', '3'],
      ['c', ''],
    ]);
    expect([...lines]).toEqual([
      ['a', 6],
      ['b', 5],
      ['c', 7],
    ]);
    expect(overridden).toEqual([{ key: 'a', line: 2 }]);
  });

  test('keeps line numbers right behind lines of nothing but a backslash', () => {
    expect([...parseJavaProperties('\\\n  \\\r\na=1\n\\\n#x\nb=2').lines]).toEqual([
      ['a', 3],
      ['b', 6],
    ]);
  });

  test.each([
    ['a=1\n\\u12=x', 2],
    ['a=\\\\u12\nb=\\\n\\u00g1', 2],
    ['#\\u1\n\n  k \\u', 3],
    ['a=\\u0041\\u', 1],
  ])('names the line of a malformed \\u in %j', (text, line) => {
    expect(() => parseJavaProperties(text)).toThrow(`line ${line}: Malformed \\uxxxx encoding.`);
  });

  test('reads back whatever has been written with escapes', () => {
    const escape = (text: string) =>
      Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
        '',
      );
    const line = fc.tuple(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('=', ':', ' ', '\t=\f'),
    );

    fc.assert(
      fc.property(fc.array(line), (written) => {
        const text = written.map(([key, value, separator]) => `${escape(key)}${separator}${escape(value)}\n`).join('');
        const expected = new Map(written.map(([key, value]) => [key, value]));
        expect(parseJavaProperties(text).entries).toEqual(expected);
      }),
    );
  });
});

describe('decodeJavaProperties', () => {
  test('reads ISO-8859-1 unless the bytes are UTF-8 beyond ASCII', () => {
    expect(decodeJavaProperties(Buffer.from('a=b'))).toEqual({ text: 'a=b', isUtf8: false });
    expect(decodeJavaProperties(Buffer.from('a=é', 'latin1'))).toEqual({ text: 'a=é', isUtf8: false });
    expect(decodeJavaProperties(Buffer.from('a=é', 'utf8'))).toEqual({ text: 'a=é', isUtf8: true });
  });

  test('drops a byte-order mark of UTF-8', () => {
    expect(decodeJavaProperties(Buffer.from('\ufeffa=b'))).toEqual({ text: 'a=b', isUtf8: true });
  });
});
