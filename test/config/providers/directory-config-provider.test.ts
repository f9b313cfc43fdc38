import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryConfigProvider } from '../../../src/config/providers/directory-config-provider';
import { IllegalStateError } from '../../../src/errors';

describe('DirectoryConfigProvider', () => {
  const root = mkdtempSync(join(tmpdir(), 'directory-config-provider-'));
  mkdirSync(join(root, 'sub'));
  writeFileSync(join(root, 'user'), 'anna\n');
  writeFileSync(join(root, 'sub', 'password'), 'secret');
  symlinkSync(join(root, 'sub', 'password'), join(root, 'linked'));
  symlinkSync(join(root, 'gone'), join(root, 'dangling'));

  function createProvider(props: Record<string, string | null> = {}, environment = {}): DirectoryConfigProvider {
    const provider = new DirectoryConfigProvider(environment);
    provider.configure(props);
    return provider;
  }

  test('gives the files of the directory whole, linked ones too, and nothing from below', () => {
    expect([...createProvider().get(root).data].sort()).toEqual([
      ['linked', 'secret'],
      ['user', 'anna\n'],
    ]);
    expect([...createProvider().get(root, new Set(['user', 'sub', 'sub/password'])).data]).toEqual([
      ['user', 'anna\n'],
    ]);
  });

  test('reads the credentials of a systemd service', () => {
    const environment = { CREDENTIALS_DIRECTORY: root };
    const provider = createProvider({ 'allowed.paths': '$CREDENTIALS_DIRECTORY/sub' }, environment);

    expect(
      createProvider({}, environment)
        .get('$CREDENTIALS_DIRECTORY', new Set(['user']))
        .data.get('user'),
    ).toBe('anna\n');
    expect(provider.get('$CREDENTIALS_DIRECTORY/sub').data.get('password')).toBe('secret');
    expect(provider.get('$CREDENTIALS_DIRECTORY').missing).toBe('$CREDENTIALS_DIRECTORY is outside of allowed.paths');
    expect(createProvider().get('$CREDENTIALS_DIRECTORY').missing).toBe('CREDENTIALS_DIRECTORY is not set');
  });

  test.each([null, ''])('has no data at path %j', (path) => {
    expect(createProvider().get(path)).toEqual({ data: new Map(), ttl: null });
  });

  test('has no data where there is no directory, and says so', () => {
    expect(createProvider().get(join(root, 'gone')).missing).toBe(`${join(root, 'gone')} is no directory`);
    expect(createProvider().get(join(root, 'user')).data.size).toBe(0);
  });

  test('refuses to answer before it is configured', () => {
    expect(() => new DirectoryConfigProvider().get(root)).toThrow(IllegalStateError);
  });
});
