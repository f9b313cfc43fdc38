import fc from 'fast-check';
import { LineCutter } from '../../src/connectors/line-cutter';

/** Lines with the position after each, and what is left, when the bytes come in chunks of that size. */
function cut(text: string | Buffer, chunkSize: number, start = 0) {
  const bytes = Buffer.from(text as string);
  const cutter = new LineCutter(start);
  const lines: [string, number][] = [];
  for (let at = 0; at < bytes.length; at += chunkSize) {
    cutter.add(bytes.subarray(at, at + chunkSize));
    for (let line = cutter.next(); line !== undefined; line = cutter.next()) lines.push([line, cutter.position]);
  }
  return { lines, cutter };
}

describe('LineCutter', () => {
  it.each([1, 2, 3, 100])('ends lines at \\n, \\r\\n and a lone \\r, chunks of %i bytes', (chunkSize) => {
    expect(cut('a\nb\r\nc\rd\n\n\r\n\r\re\n', chunkSize).lines).toEqual([
      ['a', 2],
      ['b', 5],
      ['c', 7],
      ['d', 9],
      ['', 10],
      ['', 12],
      ['', 13],
      ['', 14],
      ['e', 16],
    ]);
  });

  it.each([1, 2, 3, 7, 100])('counts bytes and cuts no character, chunks of %i bytes', (chunkSize) => {
    expect(cut('é日本😀\nz\n', chunkSize, 1000).lines).toEqual([
      ['é日本😀', 1013],
      ['z', 1015],
    ]);
  });

  it('waits for the end of a line, and for what follows a \\r', () => {
    const { cutter } = cut('par', 100);
    expect([cutter.next(), cutter.unfinishedBytes]).toEqual([undefined, 3]);
    cutter.add(Buffer.from('tial\r'));
    expect([cutter.next(), cutter.position, cutter.unfinishedBytes]).toEqual([undefined, 0, 8]);
    cutter.add(Buffer.from('\nnext'));
    expect([cutter.next(), cutter.position]).toEqual(['partial', 9]);
    expect([cutter.next(), cutter.unfinishedBytes]).toEqual([undefined, 4]);
  });

  it('does not mind that the memory of a chunk is used again', () => {
    const memory = Buffer.from('abc');
    const cutter = new LineCutter(0);
    cutter.add(memory);
    expect(cutter.next()).toBeUndefined();
    memory.write('de\n');
    cutter.add(memory);
    expect([cutter.next(), cutter.next()]).toEqual(['abcde', undefined]);
  });

  it('gives the unfinished line away where nothing follows, once', () => {
    const { cutter } = cut('a\nrest\r', 3);
    expect([cutter.takeUnfinished(), cutter.position, cutter.takeUnfinished()]).toEqual(['rest', 7, undefined]);
  });

  it('loses and adds nothing, whatever the text and the chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é', '😀'), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), (given, chunkSize) => {
        const { lines, cutter } = cut(`${given}\n`, chunkSize);
        expect(lines.map(([line]) => line)).toEqual(`${given}\n`.split(/\r\n|\n|\r/).slice(0, -1));
        expect(cutter.position).toBe(Buffer.byteLength(given) + 1);
        expect(cutter.unfinishedBytes).toBe(0);
      }),
    );
  });

  it('takes time in proportion to the length of a line', () => {
    const megabyte = Buffer.alloc(1 << 20, 'x');
    const cutter = new LineCutter(0);
    const started = performance.now();
    for (let i = 0; i < 64; i++) {
      cutter.add(megabyte);
      expect(cutter.next()).toBeUndefined();
    }
    cutter.add(Buffer.from('\n'));
    expect(cutter.next()).toHaveLength(64 << 20);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
