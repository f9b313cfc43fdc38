import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PACKAGE_NAME, VERSION } from '../../src/version';
import { ROOT } from '../support/source-files';

jest.setTimeout(120_000);

/** What a user gets: the packed files in an empty project, beside the dependencies that are built here already. */
describe('the packed package', () => {
  let project: string;
  let installed: string;

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'package-test-'));
    installed = path.join(project, 'node_modules', PACKAGE_NAME);
    mkdirSync(installed, { recursive: true });
    const [packed] = JSON.parse(
      run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], ROOT),
    ) as [{ filename: string }];
    run('tar', ['-xzf', packed.filename, '--strip-components=1', '-C', installed], project);
    for (const dependency of dependencies()) {
      const link = path.join(project, 'node_modules', dependency);
      mkdirSync(path.dirname(link), { recursive: true });
      symlinkSync(path.join(ROOT, 'node_modules', dependency), link);
    }
    symlinkSync(path.join(ROOT, 'build'), path.join(installed, 'build'));
  });

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('says its version', () => {
    expect(connectStandalone('--version').trim()).toBe(VERSION);
  });

  it('explains itself', () => {
    expect(connectStandalone('--help')).toContain('--embedded-kafka');
  });

  it('gives authors its types and values under its name', () => {
    const script = `const api = require('${PACKAGE_NAME}'); console.log(typeof api.SinkTask, typeof api.SourceConnector)`;
    expect(run(process.execPath, ['-e', script], project).trim()).toBe('function function');
    expect(existsSync(path.join(installed, 'dist', 'src', 'index.d.ts'))).toBe(true);
  });

  it('carries what it needs to build and run, and nothing of its workshop', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining([
        'binding.gyp',
        'LICENSE',
        'README.md',
        'dist/bin/connect-standalone.js',
        'dist/src/rest/openapi.json',
      ]),
    );
    expect(files.filter((file) => /^(src|test|bench|bin)\/|\.tsbuildinfo$|\.cache/.test(file))).toEqual([]);
  });

  function connectStandalone(...args: string[]): string {
    return run(process.execPath, [path.join(installed, 'dist', 'bin', 'connect-standalone.js'), ...args], project);
  }
});

/** Names of all packages here, scoped ones included. */
function dependencies(): string[] {
  const folder = path.join(ROOT, 'node_modules');
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== PACKAGE_NAME)
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 26 });
}
