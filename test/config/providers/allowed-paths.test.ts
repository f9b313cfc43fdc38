import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AllowedPaths } from '../../../src/config/providers/allowed-paths';

describe('AllowedPaths', () => {
  const root = mkdtempSync(join(tmpdir(), 'allowed-paths-'));
  mkdirSync(join(root, 'dir'));
  mkdirSync(join(root, 'dir2'));

  test.each([null, ''])('allows everything as written when the setting is %j', (setting) => {
    expect(new AllowedPaths(setting).parseUntrustedPath('a/../b')).toBe('a/../b');
  });

  test('allows what is listed and what lies below, without the .. in it', () => {
    const paths = new AllowedPaths(`${root}/dir,${root}/dir2/`);

    expect(paths.parseUntrustedPath(`${root}/dir`)).toBe(`${root}/dir`);
    expect(paths.parseUntrustedPath(`${root}/dir2/x/../y`)).toBe(`${root}/dir2/y`);
  });

  test.each(['/dir/../other', '/dirty', '/', '/dir/../../etc'])('refuses %s', (path) => {
    expect(new AllowedPaths(`${root}/dir`).parseUntrustedPath(root + path)).toBeNull();
  });

  test('refuses relative paths', () => {
    expect(new AllowedPaths(`${root}/dir`).parseUntrustedPath('dir')).toBeNull();
  });

  test('refuses a setting with a path that is relative, blank or not there', () => {
    expect(() => new AllowedPaths('foo bar ')).toThrow('Path foo bar  is not absolute');
    expect(() => new AllowedPaths(`${root}/dir,`)).toThrow('Path  is not absolute');
    expect(() => new AllowedPaths(`${root}/gone`)).toThrow(`Path ${root}/gone does not exist`);
  });
});
