/** Owns the run of everything that must hold before a change is good: checks, jest, test vectors; and its last line. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

const RESULTS = '.cache/test-results';
const JEST = 'node_modules/jest/bin/jest.js';

/** Each is one test of the total: passed when the program ends with 0. */
const CHECKS = [
  ['types', ['node_modules/typescript/bin/tsc', '--noEmit']],
  ['eslint', ['node_modules/eslint/bin/eslint.js', '.']],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['knip', ['node_modules/knip/bin/knip.js']],
  ['publint', ['node_modules/publint/src/cli.js', '--strict']],
];

/** Runs all and goes on after failures. Returns the exit code: 0 when nothing has failed. */
export function runAllTests() {
  rmSync(RESULTS, { recursive: true, force: true });
  mkdirSync(RESULTS, { recursive: true });
  const results = [
    ...CHECKS.map((check) => runCheck(check, process.execPath)),
    runJestProject('unit', []),
    runCheck(['sanitizers: address, undefined behaviour, threads', ['native/test/sanitize.sh']], 'sh'),
    runJestProject('integration', ['--runInBand']),
    ...runVectors(),
  ];
  const passed = sum(results.map((result) => result.passed));
  const failed = sum(results.map((result) => result.failed));
  for (const { name, ...result } of results) say(`${name}: ${result.passed} passed, ${result.failed} failed`);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** Runs jest alone with the arguments of `npm test -- …`. Returns its exit code. */
export function runJest(args) {
  return node([JEST, ...args], 'inherit').status ?? 1;
}

function runCheck([name, args], program) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) {
    say(`${name}: passed`);
    return { name, passed: 1, failed: 0 };
  }
  say(`${stdout}${stderr}${name}: FAILED`);
  return { name, passed: 0, failed: 1 };
}

function runJestProject(project, args) {
  const name = `jest ${project}`;
  const file = path.join(RESULTS, `${project}.json`);
  const { status } = node(
    [JEST, ...args, '--json', `--outputFile=${file}`, '--selectProjects', project],
    // What tests print of their counts is part of the report.
    ['ignore', 'inherit', 'inherit'],
  );
  if (!existsSync(file)) return { name, passed: 0, failed: 1 };
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (report.numPendingTests > 0) say(`${name}: ${report.numPendingTests} SKIPPED`);
  // Jest may fail for another reason than a test, e.g. a set-up that threw.
  return { name, passed: report.numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed };
}

function runVectors() {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  if (scripts['test:vectors'] === undefined) return [];
  const name = 'vectors';
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'test:vectors'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  say(`${stdout}${stderr}`.trimEnd());
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(stdout.trimEnd().split('\n').at(-1) ?? '') ?? [];
  if (passed === undefined) return [{ name, passed: 0, failed: 1 }];
  return [{ name, passed: Number(passed), failed: Number(failed) === 0 && status !== 0 ? 1 : Number(failed) }];
}

function node(args, stdio) {
  return spawnSync(process.execPath, args, { stdio, encoding: 'utf8', maxBuffer: 1 << 28 });
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
