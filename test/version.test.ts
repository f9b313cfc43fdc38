import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_NAME, VERSION } from '../src/version';

describe('VERSION', () => {
  it('is what package.json says', () => {
    const manifest = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as Record<string, unknown>;
    expect([PACKAGE_NAME, VERSION]).toEqual([manifest['name'], manifest['version']]);
  });
});
