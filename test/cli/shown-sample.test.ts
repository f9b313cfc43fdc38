import { shownBytes, shownRecord } from '../../src/cli/shown-sample';

describe('shownBytes', () => {
  it('is text where it can be, else base64, and never long', () => {
    expect(shownBytes(null)).toBeNull();
    expect(shownBytes('täxt')).toBe('täxt');
    expect(shownBytes(Buffer.from('täxt'))).toBe('täxt');
    expect(shownBytes(Buffer.from([0xff, 0]))).toBe('/wA=');
    expect(shownBytes(Buffer.alloc(600, 'a'))).toBe(`${'a'.repeat(500)}…`);
  });
});

test('shownRecord shows values as Java would print them', () => {
  const record = { topic: 't', key: null, value: new Map([['a', 1]]) };
  expect(shownRecord(record)).toEqual({ topic: 't', key: null, value: '{a=1}' });
});
