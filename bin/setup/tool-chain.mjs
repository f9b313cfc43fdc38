/** Owns what must be on the machine, which Debian package brings it, and what is lost without it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Without these nothing can be built. */
const BUILD_TOOLS = [
  { name: 'a C++ compiler', debian: 'g++', isThere: () => runs(process.env.CXX ?? 'c++', '--version') },
  { name: 'make', debian: 'make', isThere: () => runs('make', '--version') },
  { name: 'Python 3', debian: 'python3', isThere: () => runs('python3', '--version') },
];

/** Headers that librdkafka looks for when it is built. It is built without a feature when its header is not there. */
const FEATURES = [
  { name: 'TLS and SCRAM', debian: 'libssl-dev', header: 'openssl/ssl.h' },
  { name: 'gzip', debian: 'zlib1g-dev', header: 'zlib.h' },
  { name: 'zstd', debian: 'libzstd-dev', header: 'zstd.h' },
  { name: 'Kerberos', debian: 'libsasl2-dev', header: 'sasl/sasl.h' },
  { name: 'OAUTHBEARER over OIDC', debian: 'libcurl4-openssl-dev', header: 'curl/curl.h' },
];

/** Without these the tests that need a real Kafka cannot run. */
const TEST_TOOLS = [
  { name: 'Java 17 or newer', debian: 'default-jdk-headless', isThere: () => javaVersion() >= 17 },
  { name: 'Maven', debian: 'maven', isThere: () => runs('mvn', '--version') },
  { name: 'kcat', debian: 'kcat', isThere: () => runs('kcat', '-V') },
  { name: 'Chromium', debian: 'chromium', isThere: () => runs('chromium', '--version') },
  { name: 'Python 3.11 or newer', debian: 'python3', isThere: isPythonNewEnough },
  { name: 'Python venv', debian: 'python3-venv', isThere: () => runs('python3', '-c', 'import ensurepip') },
];

/**
 * Checks the tool chain of a command, `start` or `test`. Throws one line when it cannot work; writes one line about what
 * is lost without. In CI, as root, it installs what is missing.
 */
export function checkToolChain(command) {
  checkNode();
  const isCi = process.env.CI === 'true';
  let missing = findMissing(command);
  if (isCi && missing.all.length > 0 && process.getuid?.() === 0) {
    aptInstall(missing.all);
    missing = findMissing(command);
  }
  const required = isCi ? [...missing.build, ...missing.test] : missing.build;
  if (required.length > 0)
    throw new Error(`Missing: ${names(required)}. On Debian: apt-get install ${packages(required)}`);
  if (missing.features.length > 0) {
    warn(`Built without ${names(missing.features)}; to have it: apt-get install ${packages(missing.features)}`);
  }
  if (missing.test.length > 0) {
    warn(
      `SKIPPED: tests against a real Kafka, for lack of ${names(missing.test)}: apt-get install ${packages(missing.test)}`,
    );
  }
}

function checkNode() {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (!satisfies(process.versions.node, engines.node)) {
    throw new Error(`Node.js ${process.versions.node} is not supported: ${engines.node} is needed`);
  }
}

/** Understands the two forms that our `engines` uses: `^a.b.c` and `>=a.b.c`, joined by `||`. */
export function satisfies(version, range) {
  return range.split('||').some((part) => {
    const [, operator, lowest] = /^\s*(\^|>=)(\d+\.\d+\.\d+)\s*$/.exec(part) ?? [];
    if (lowest === undefined) throw new Error(`"engines" in package.json is not understood: ${range}`);
    const [have, want] = [version, lowest].map((text) => text.split('.').map(Number));
    const isSameMajor = have[0] === want[0];
    return compare(have, want) >= 0 && (operator === '>=' || isSameMajor);
  });
}

function compare(left, right) {
  const at = left.findIndex((part, index) => part !== right[index]);
  return at < 0 ? 0 : left[at] - right[at];
}

function findMissing(command) {
  const build = BUILD_TOOLS.filter((tool) => !tool.isThere());
  const features = build.length > 0 ? [] : FEATURES.filter(({ header }) => !hasHeader(header));
  const test = command === 'test' ? TEST_TOOLS.filter((tool) => !tool.isThere()) : [];
  return { build, features, test, all: [...build, ...features, ...test] };
}

function aptInstall(missing) {
  const wanted = missing.map(({ debian }) => debian);
  const options = { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  if (spawnSync('apt-get', ['update', '-q'], options).status !== 0) return;
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...wanted], options);
}

function hasHeader(header) {
  const check = spawnSync(process.env.CXX ?? 'c++', ['-E', '-x', 'c++', '-'], { input: `#include <${header}>\n` });
  return check.status === 0;
}

function javaVersion() {
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
  const { stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr ?? '')?.[1] ?? 0);
}

function isPythonNewEnough() {
  return runs('python3', '-c', 'import sys; sys.exit(sys.version_info < (3, 11))');
}

function runs(program, ...args) {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

function names(missing) {
  return missing.map(({ name }) => name).join(', ');
}

function packages(missing) {
  return [...new Set(missing.map(({ debian }) => debian))].join(' ');
}

function warn(line) {
  process.stderr.write(`${line}\n`);
}
