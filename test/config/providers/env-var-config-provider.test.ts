import { EnvVarConfigProvider } from '../../../src/config/providers/env-var-config-provider';

function createProvider(pattern?: string): EnvVarConfigProvider {
  const provider = new EnvVarConfigProvider({ test_var: 'one', secret_var: 'two', gone: undefined });
  provider.configure(pattern === undefined ? {} : { 'allowlist.pattern': pattern });
  return provider;
}

describe('EnvVarConfigProvider', () => {
  test('gives all variables, or those asked for', () => {
    expect([...createProvider().get('').data]).toEqual([
      ['test_var', 'one'],
      ['secret_var', 'two'],
    ]);
    expect([...createProvider().get(null, new Set(['secret_var', 'nope'])).data]).toEqual([['secret_var', 'two']]);
  });

  test('hides variables whose whole name does not match the allowlist', () => {
    expect([...createProvider('secret.*').get('').data.keys()]).toEqual(['secret_var']);
    expect([...createProvider('secret').get('').data.keys()]).toEqual([]);
  });

  test('refuses a path and a pattern that does not compile', () => {
    expect(() => createProvider().get('some-path', new Set(['test_var']))).toThrow("'some-path'");
    expect(() => createProvider('(')).toThrow('Invalid value ( for configuration allowlist.pattern');
  });

  test('does not see what changes in the environment later', () => {
    const environment: NodeJS.ProcessEnv = { a: '1' };
    const provider = new EnvVarConfigProvider(environment);
    environment['a'] = '2';

    expect(provider.get('').data.get('a')).toBe('1');
  });
});
