/**
 * Owns the two commands of a fresh clone, `npm start` and `npm test`: looks for the tool chain, installs and builds what
 * is missing, then runs the demo or all tests. Needs nothing but Node.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installAndBuild } from './setup/build.mjs';
import { runDemo } from './setup/demo.mjs';
import { runAllTests, runJest } from './setup/tests.mjs';
import { checkToolChain } from './setup/tool-chain.mjs';

process.chdir(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..'));

const [command, ...rest] = process.argv.slice(2);

try {
  process.exitCode = await run();
} catch (error) {
  // One clear line; what went before has been printed by the step that failed.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (command === 'test') process.stdout.write('0 passed, 1 failed\n');
  process.exitCode = 1;
}

async function run() {
  if (command !== 'start' && command !== 'test')
    throw new Error('Usage: node bin/setup.mjs start|test [jest arguments]');
  checkToolChain(command);
  installAndBuild();
  if (command === 'start') return runDemo();
  return rest.length > 0 ? runJest(rest) : runAllTests();
}
