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
  writeFileSync,
} from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';

const STAMPS = 'node_modules/.cache/connect-standalone';

/** Brings node_modules, the native companion and dist up to date. Throws one line when a step fails. */
export function installAndBuild() {
  if (!isInstalled()) install();
  const abi = `node ${process.versions.modules}`;
  buildIfChanged({
    name: 'the native companion',
    inputs: ['native', 'binding.gyp'],
    extra: abi,
    output: 'build/Release/companion.node',
    build: () => run('npm', ['run', '--silent', 'install'], buildEnvironment()),
  });
  buildIfChanged({
    name: 'TypeScript',
    inputs: ['src', 'bin', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    extra: '',
    output: 'dist/bin/connect-standalone.js',
    build: () => {
      rmSync('dist', { recursive: true, force: true });
      run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], process.env);
    },
  });
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

function buildIfChanged({ name, inputs, extra, output, build }) {
  const stamp = path.join(STAMPS, path.basename(output));
  const digest = digestOf(inputs, extra);
  if (existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say(`Building ${name}`);
  build();
  if (!existsSync(output)) throw new Error(`Building ${name} did not make ${output}`);
  mkdirSync(STAMPS, { recursive: true });
  writeFileSync(stamp, digest);
}

function digestOf(inputs, extra) {
  const hash = createHash('sha256').update(extra);
  for (const file of inputs.flatMap(filesUnder)) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex');
}

function filesUnder(name) {
  if (!existsSync(name)) return [];
  const entries = readdirSync(name, { withFileTypes: true, recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function run(program, args, env) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit', env });
  if (status !== 0)
    throw new Error(`${[path.basename(program), ...args].join(' ')} failed${error ? `: ${error.message}` : ''}`);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
