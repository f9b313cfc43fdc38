import { bytesText, countText, timeText } from '../../src/cli/figures';

describe('figures', () => {
  it('have their thousands apart', () => {
    expect([0, 999, 1234567.4].map(countText)).toEqual(['0', '999', '1,234,567']);
  });

  it.each([
    [999, '999 B'],
    [1000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [12_345_678_901, '12.3 GB'],
    [5e18, '5000.0 PB'],
  ])('of %d bytes are %p', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it.each([
    [0.4, '0:00'],
    [59.6, '1:00'],
    [754, '12:34'],
    [3600, '1:00:00'],
    [-3, '0:00'],
  ])('of %d seconds are %p', (seconds, text) => {
    expect(timeText(seconds)).toBe(text);
  });
});
