import { parseDuration } from '../../src/cli/duration';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['2D', 172_800_000],
    [' 1s ', 1000],
  ])('reads %p as %i ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  it.each(['', '5', 'soon', '-1s', '0s', '0.1ms', '5 minutes', '1s2', 's', 'PT5M', '1e3s', '99999999999999d'])(
    'refuses %p and says what it wants',
    (text) => {
      expect(() => parseDuration(text)).toThrow(/500ms, 30s, 5m/);
    },
  );
});
