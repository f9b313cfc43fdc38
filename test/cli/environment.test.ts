import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadEnvironment } from '../../src/cli/environment';
import { UsageError } from '../../src/errors';
import { captureLog } from '../support/silent-log';

const before = { ...process.env };
const home = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
});

afterEach(() => {
  process.chdir(home);
  process.env = { ...before };
  rmSync(folder, { recursive: true });
});

function envFile(text: string, name = 'my.env'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('loadEnvironment', () => {
  it('fills the environment from the file that was asked for, and never prints a value', async () => {
    const { log, text } = captureLog();
    const file = envFile('CONNECT_TEST_PASSWORD="tr0ub4dor"\n# comment\nCONNECT_TEST_USER=me\n');
    await loadEnvironment(file, log);
    expect(process.env).toMatchObject({ CONNECT_TEST_PASSWORD: 'tr0ub4dor', CONNECT_TEST_USER: 'me' });
    expect(text()).toContain(`Read 2 environment variables from ${file}`);
    expect(text()).not.toContain('tr0ub4dor');
  });

  it('leaves alone what the process has already', async () => {
    process.env['CONNECT_TEST_USER'] = 'root';
    await loadEnvironment(envFile('CONNECT_TEST_USER=me'), captureLog().log);
    expect(process.env['CONNECT_TEST_USER']).toBe('root');
  });

  it('refuses a file that was asked for and is not there', async () => {
    const loading = loadEnvironment(join(folder, 'nope.env'), captureLog().log);
    await expect(loading).rejects.toThrow(UsageError);
    await expect(loading).rejects.toThrow(/--env-file .*nope\.env cannot be read/);
  });

  it('reads .env of the working directory where it exists, and says nothing where it does not', async () => {
    process.chdir(folder);
    const { log, lines } = captureLog();
    await loadEnvironment(undefined, log);
    expect(lines).toEqual([]);
    envFile('CONNECT_TEST_USER=me', '.env');
    await loadEnvironment(undefined, log);
    expect(process.env['CONNECT_TEST_USER']).toBe('me');
    expect(lines).toHaveLength(1);
  });
});
