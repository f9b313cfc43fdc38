import { ConfigError } from '../../src/errors';
import { nonEmptyList } from '../../src/transforms/transform-settings';

describe('nonEmptyList', () => {
  it('takes lists with elements, repeated ones too', () => {
    expect(() => nonEmptyList().ensureValid('k', ['a', 'a'])).not.toThrow();
    expect(String(nonEmptyList())).toBe('non-empty list');
  });

  it.each([[null], [[]]])('refuses %p', (value) => {
    expect(() => nonEmptyList().ensureValid('k', value)).toThrow(ConfigError);
  });
});
