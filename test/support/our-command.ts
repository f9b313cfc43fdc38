/** Owns our command as a process that ends by itself, for tests: the built one. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './source-files';

const COMMAND = path.join(ROOT, 'dist', 'bin', 'connect-standalone.js');

/** What a command left behind. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Carries out `connect-standalone …` in a folder. `input` is its standard input. */
export function runCommand(
  args: readonly string[],
  { cwd, input = '', env = {} }: { readonly cwd: string; readonly input?: string; readonly env?: NodeJS.ProcessEnv },
): Promise<Ended> {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { ...process.env, ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined).end(input);
  const killWithTest = () => child.kill('SIGKILL');
  process.on('exit', killWithTest);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      process.off('exit', killWithTest);
      resolve({ code, stdout, stderr });
    });
  });
}
