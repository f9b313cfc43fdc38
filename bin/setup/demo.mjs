/** Owns the demo of `npm start`: a file goes line by line through a topic of the embedded Kafka into another file. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const EXAMPLE = path.resolve('examples/quickstart');
/** The demo works on a copy: it starts from nothing each time and leaves the example as it is. */
const FOLDER = path.resolve('.cache/quickstart');
const TIME_LIMIT_MS = 60_000;
const SHOWN_LINES = 5;

/** Runs the demo. Resolves with 0 when every line has arrived and the worker ended well, else throws one line. */
export async function runDemo() {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  cpSync(EXAMPLE, FOLDER, { recursive: true });
  const input = linesOf('test.txt');
  const args = [
    '--embedded-kafka',
    '--log-format',
    'pretty',
    'worker.properties',
    'file-source.properties',
    'file-sink.properties',
  ];
  say(`$ connect-standalone ${args.join(' ')}`);
  const started = Date.now();
  const worker = spawn(process.execPath, [path.resolve('dist/bin/connect-standalone.js'), ...args], {
    cwd: FOLDER,
    stdio: 'inherit',
  });
  const ended = once(worker, 'exit').then(([code, signal]) => code ?? signal);
  const hasArrived = await waitForLines(input.length, () => worker.exitCode === null && worker.signalCode === null);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  worker.kill('SIGTERM');
  const killer = setTimeout(() => worker.kill('SIGKILL'), TIME_LIMIT_MS);
  const code = await ended;
  clearTimeout(killer);
  if (!hasArrived)
    throw new Error(`The demo failed: ${linesOf('test.sink.txt').length} of ${input.length} lines arrived`);
  if (code !== 0) throw new Error(`The demo failed: the worker ended with ${code} instead of 0`);
  show(input, seconds);
  return 0;
}

async function waitForLines(count, isRunning) {
  const deadline = Date.now() + TIME_LIMIT_MS;
  while (linesOf('test.sink.txt').length < count) {
    if (!isRunning() || Date.now() > deadline) return false;
    await delay(50);
  }
  return true;
}

function show(input, seconds) {
  const output = linesOf('test.sink.txt');
  if (output.join('\n') !== input.join('\n')) throw new Error('The demo failed: test.sink.txt differs from test.txt');
  const folder = path.relative('.', FOLDER);
  say(`\n${output.length} lines went from test.txt through the topic connect-test into test.sink.txt in ${seconds} s:`);
  for (const line of output.slice(0, SHOWN_LINES)) say(`  ${line}`);
  if (output.length > SHOWN_LINES) say('  …');
  say(`The files are in ${folder}; what they say is explained in examples/quickstart/README.md.`);
}

function linesOf(name) {
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}
