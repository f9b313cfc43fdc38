/** Owns installing and building, each only when something it depends on has changed. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';

const STAMPS = 'node_modules/.cache/connect-standalone';

const COMPANION = {
  name: 'the native companion',
  inputs: ['native', 'binding.gyp'],
  extra: `node ${process.versions.modules}`,
  output: 'build/Release/companion.node',
  build: () => runQuietly('npm', ['run', '--silent', 'install'], buildEnvironment()),
};

const PROGRAM = {
  name: 'TypeScript',
  inputs: ['src', 'bin/connect-standalone.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
  extra: '',
  output: 'dist/bin/connect-standalone.js',
  build: () => {
    rmSync('dist', { recursive: true, force: true });
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], process.env);
  },
};

/** Brings node_modules, the native companion and dist up to date. Throws one line when a step fails. */
export function installAndBuild() {
  if (!isInstalled()) {
    install();
    // The install script of this package has just built it.
    if (existsSync(COMPANION.output)) stamp(COMPANION);
  }
  buildIfChanged(COMPANION);
  buildIfChanged(PROGRAM);
}

/** True when node_modules is what package-lock.json asks for, whoever installed it, and its native part loads. */
function isInstalled() {
  const installed = readLock('node_modules/.package-lock.json');
  if (installed === undefined) return false;
  const wanted = readLock('package-lock.json') ?? {};
  const isThere = ([name, entry]) => installed[name]?.version === entry.version || (entry.optional && !installed[name]);
  const isWanted = (name) => name in wanted;
  if (
    !Object.entries(wanted)
      .filter(([name]) => name !== '')
      .every(isThere)
  )
    return false;
  if (!Object.keys(installed).every(isWanted)) return false;
  return spawnSync(process.execPath, ['-e', "require('node-rdkafka')"], { stdio: 'ignore' }).status === 0;
}

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

function install() {
  say('Installing packages; node-rdkafka and librdkafka are compiled, which takes a minute or two');
  const makeFolder = createMakeFolder();
  const environment = buildEnvironment();
  try {
    run('npm', ['ci', '--no-audit', '--no-fund'], {
      ...environment,
      PATH: `${makeFolder}${path.delimiter}${environment.PATH}`,
    });
  } finally {
    rmSync(makeFolder, { recursive: true, force: true });
  }
}

/**
 * A folder with a `make` that compiles librdkafka on all processors. Its build calls make without a job count, and JOBS
 * or MAKEFLAGS from outside make the rest of the build fail.
 */
function createMakeFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'connect-standalone-make-'));
  const make = spawnSync('sh', ['-c', 'command -v make'], { encoding: 'utf8' }).stdout.trim();
  const script = `#!/bin/sh
case " $* " in
  *" librdkafka "*) exec ${make} -j${availableParallelism()} "$@" ;;
esac
exec ${make} "$@"
`;
  writeFileSync(path.join(folder, 'make'), script, { mode: 0o755 });
  return folder;
}

/** The environment without JOBS and MAKEFLAGS, and with Node's own headers where they lie beside it. */
function buildEnvironment() {
  const environment = { ...process.env };
  delete environment.JOBS;
  delete environment.MAKEFLAGS;
  const prefix = path.dirname(path.dirname(realpathSync(process.execPath)));
  if (existsSync(path.join(prefix, 'include', 'node', 'node_api.h'))) environment.npm_config_nodedir ??= prefix;
  return environment;
}

function buildIfChanged(part) {
  if (existsSync(part.output) && isStamped(part)) return;
  say(`Building ${part.name}`);
  part.build();
  if (!existsSync(part.output)) throw new Error(`Building ${part.name} did not make ${part.output}`);
  stamp(part);
}

function isStamped(part) {
  const file = stampFile(part);
  return existsSync(file) && readFileSync(file, 'utf8') === digestOf(part);
}

function stamp(part) {
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stampFile(part), digestOf(part));
}

function stampFile({ output }) {
  return path.join(STAMPS, path.basename(output));
}

function digestOf({ inputs, extra }) {
  const hash = createHash('sha256').update(extra);
  for (const file of inputs.flatMap(filesUnder)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(name) {
  if (statSync(name).isFile()) return [name];
  const entries = readdirSync(name, { withFileTypes: true, recursive: true, encoding: 'utf8' });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
}

/** Shows what the program printed only when it has failed. */
function runQuietly(program, args, env) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', env, maxBuffer: 1 << 28 });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  throw failure(program, args, error);
}

function run(program, args, env) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env });
  if (status !== 0) throw failure(program, args, error);
}

function failure(program, args, error) {
  return new Error(`${[path.basename(program), ...args].join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
