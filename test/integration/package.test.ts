import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
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
    installPacked(ROOT, project);
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
    expect(run(process.execPath, ['-e', script], { cwd: project }).trim()).toBe('function function');
    expect(existsSync(path.join(installed, 'dist', 'src', 'index.d.ts'))).toBe(true);
  });

  it('carries what it needs to build and run, and nothing of its workshop', () => {
    const files = readdirSync(installed, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(
      expect.arrayContaining([
        'binding.gyp',
        'native/module.cc',
        'native/client_registry.h',
        'native/install/install.cjs',
        'LICENSE',
        'README.md',
        'dist/bin/connect-standalone.js',
        'dist/src/rest/openapi.json',
      ]),
    );
    expect(files.filter((file) => /^(src|test|bench|bin|native\/test)\/|\.tsbuildinfo$|\.cache/.test(file))).toEqual(
      [],
    );
  });

  function connectStandalone(...args: string[]): string {
    return run(process.execPath, [path.join(installed, 'dist', 'bin', 'connect-standalone.js'), ...args], {
      cwd: project,
    });
  }
});

/** A package whose companion was built beforehand, on a machine that can build nothing. */
describe('the package with a prebuilt companion', () => {
  const prebuilt = `${process.platform}-${process.arch}${isMusl() ? '-musl' : ''}/companion.node`;
  let folder: string;
  let installed: string;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'prebuilt-test-'));
    const packed = path.join(folder, 'packed');
    for (const part of ['package.json', 'binding.gyp', 'native', 'dist']) {
      cpSync(path.join(ROOT, part), path.join(packed, part), { recursive: true });
    }
    const said = run('npm', ['run', '--silent', 'prebuild:native'], {
      cwd: packed,
      env: { ...process.env, ...nodeHeaders() },
    });
    expect(said).toContain(path.join('prebuilds', prebuilt));
    installed = installPacked(packed, folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  afterEach(() => rmSync(path.join(installed, 'build'), { recursive: true, force: true }));

  it('carries it', () => {
    expect(existsSync(path.join(installed, 'prebuilds', prebuilt))).toBe(true);
    expect(existsSync(path.join(installed, 'build'))).toBe(false);
  });

  it('is installed without a compiler, and loads', () => {
    expect(install()).toBe('');
    expect(existsSync(path.join(installed, 'build/Release/companion.node'))).toBe(true);
    expect(loaded()).toEqual(['build/Release/companion.node', 'function']);
  });

  it('loads where install scripts are not run', () => {
    expect(loaded()).toEqual([`prebuilds/${prebuilt}`, 'function']);
  });

  it('is built where the prebuilt one does not load, or when that is asked for', () => {
    expect(() => install({ npm_config_build_from_source: 'true' })).toThrow('node-gyp cannot be run');
    const file = path.join(installed, 'prebuilds', prebuilt);
    const bytes = readFileSync(file);
    writeFileSync(file, 'no library');
    expect(() => install()).toThrow(/does not load here, so it is built anew[^]*node-gyp cannot be run/);
    writeFileSync(file, bytes);
  });

  /** Its install script where PATH holds no program at all. */
  function install(environment: Record<string, string> = {}): string {
    const script = path.join(installed, 'native/install/install.cjs');
    return run(process.execPath, [script], {
      cwd: installed,
      env: { PATH: path.join(folder, 'nothing'), ...environment },
    });
  }

  function loaded(): unknown {
    const kafka = path.join(installed, 'dist/src/kafka');
    const script = `
      const { companionPath } = require(${JSON.stringify(path.join(kafka, 'companion-path'))});
      const { companion } = require(${JSON.stringify(path.join(kafka, 'native-companion'))});
      const { RdkafkaClients } = require(${JSON.stringify(path.join(kafka, 'rdkafka-clients'))});
      const said = [require('node:path').relative(process.cwd(), companionPath()), typeof companion().fetch];
      const producer = new RdkafkaClients().producer({ properties: { 'bootstrap.servers': '127.0.0.1:1' } });
      producer.close(0).then(() => console.log(JSON.stringify(said)));`;
    return JSON.parse(run(process.execPath, ['-e', script], { cwd: installed }));
  }
});

/** Packs the package in `from` and unpacks it into node_modules of `project`, its dependencies beside it. Returns where it lies. */
function installPacked(from: string, project: string): string {
  const installed = path.join(project, 'node_modules', PACKAGE_NAME);
  mkdirSync(installed, { recursive: true });
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], { cwd: from }),
  ) as [{ filename: string }];
  run('tar', ['-xzf', packed.filename, '--strip-components=1', '-C', installed], { cwd: project });
  for (const dependency of dependencies()) {
    const link = path.join(project, 'node_modules', dependency);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', dependency), link);
  }
  return installed;
}

function isMusl(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return process.platform === 'linux' && header.glibcVersionRuntime === undefined;
}

/** Node's own headers, where they lie beside it, so that none are fetched. */
function nodeHeaders(): Record<string, string> {
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));
  return existsSync(path.join(prefix, 'include/node/node_api.h')) ? { npm_config_nodedir: prefix } : {};
}

/** Names of all packages here, scoped ones included. */
function dependencies(): string[] {
  const folder = path.join(ROOT, 'node_modules');
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && name !== PACKAGE_NAME)
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

function run(program: string, args: readonly string[], where: { cwd: string; env?: NodeJS.ProcessEnv }): string {
  return execFileSync(program, args, { ...where, encoding: 'utf8', maxBuffer: 1 << 26, stdio: 'pipe' });
}
