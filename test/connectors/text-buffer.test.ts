import { TextBuffer } from '../../src/connectors/text-buffer';

describe('TextBuffer', () => {
  it.each(['', 'a', 'é😀\n', 'x'.repeat(5000), '€'.repeat(200_000)])('gives text back as UTF-8 (case %#)', (text) => {
    const buffer = new TextBuffer();
    buffer.add(text);
    buffer.add('|');
    buffer.add(text);
    expect(buffer.take().toString()).toBe(`${text}|${text}`);
  });

  it('begins anew after each batch, in the same memory', () => {
    const buffer = new TextBuffer();
    buffer.add('first');
    const first = buffer.take();
    buffer.add('second');
    const second = buffer.take();
    expect(second.toString()).toBe('second');
    expect(second.buffer).toBe(first.buffer);
    expect(buffer.take()).toHaveLength(0);
  });

  it('leaves memory to a large batch, and keeps none of it', () => {
    const buffer = new TextBuffer();
    buffer.add('y'.repeat(3_000_000));
    const large = buffer.take();
    buffer.add('small');
    expect(buffer.take().buffer.byteLength).toBeLessThan(1_000_000);
    expect(large.every((byte) => byte === 'y'.charCodeAt(0))).toBe(true);
  });

  it('forgets a batch that was not finished', () => {
    const buffer = new TextBuffer();
    buffer.add('before, ');
    const { size } = buffer;
    buffer.add('half of a ba');
    buffer.cut(size);
    buffer.add('whole');
    expect(buffer.take().toString()).toBe('before, whole');
  });
});
