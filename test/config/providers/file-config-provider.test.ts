import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileConfigProvider } from '../../../src/config/providers/file-config-provider';
import { ConfigError, IllegalStateError } from '../../../src/errors';

describe('FileConfigProvider', () => {
  const root = mkdtempSync(join(tmpdir(), 'file-config-provider-'));
  const file = join(root, 'secrets.properties');
  writeFileSync(file, 'user=anna\npassword = pä:ss \n');

  function createProvider(props: Record<string, string | null> = {}): FileConfigProvider {
    const provider = new FileConfigProvider();
    provider.configure(props);
    return provider;
  }

  test('reads properties as UTF-8, all of them or those asked for', () => {
    expect([...createProvider().get(file).data]).toEqual([
      ['user', 'anna'],
      ['password', 'pä:ss '],
    ]);
    expect([...createProvider().get(file, new Set(['user', 'nope'])).data]).toEqual([['user', 'anna']]);
  });

  test('finds credentials of systemd by $CREDENTIALS_DIRECTORY, and says when it is not set', () => {
    const path = '$CREDENTIALS_DIRECTORY/secrets.properties';
    const provider = new FileConfigProvider({ CREDENTIALS_DIRECTORY: root });
    provider.configure({ 'allowed.paths': '$CREDENTIALS_DIRECTORY' });
    expect(provider.get(path).data.get('user')).toBe('anna');
    const without = new FileConfigProvider({});
    without.configure({});
    expect(without.get(path)).toMatchObject({ data: new Map(), missing: 'CREDENTIALS_DIRECTORY is not set' });
  });

  test('sees a changed file at the next look-up', () => {
    const changing = join(root, 'changing.properties');
    const provider = createProvider();
    writeFileSync(changing, 'a=1');
    const before = provider.get(changing).data.get('a');
    writeFileSync(changing, 'a=2');

    expect([before, provider.get(changing).data.get('a')]).toEqual(['1', '2']);
  });

  test.each([null, ''])('has no data at path %j', (path) => {
    expect(createProvider().get(path)).toEqual({ data: new Map(), ttl: null });
  });

  test('has no data outside of allowed.paths and says why', () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'file-config-provider-'));

    expect(createProvider({ 'allowed.paths': elsewhere }).get(file)).toEqual({
      data: new Map(),
      ttl: null,
      missing: `${file} is outside of allowed.paths`,
    });
    expect(createProvider({ 'allowed.paths': root }).get(file).data.size).toBe(2);
  });

  test('refuses a file that is not there, is malformed or is not UTF-8, naming it', () => {
    const malformed = join(root, 'malformed.properties');
    const latin = join(root, 'latin.properties');
    writeFileSync(malformed, 'a=1\nb=\\u1');
    writeFileSync(latin, Buffer.from('a=é', 'latin1'));

    expect(() => createProvider().get(join(root, 'gone'))).toThrow(ConfigError);
    expect(() => createProvider().get(malformed)).toThrow(
      `Could not read properties from file ${malformed}: line 2: Malformed`,
    );
    expect(() => createProvider().get(latin)).toThrow(`Could not read properties from file ${latin}`);
  });

  test('refuses to answer before it is configured', () => {
    expect(() => new FileConfigProvider().get(file)).toThrow(IllegalStateError);
  });
});
