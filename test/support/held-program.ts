/** Owns the program of hold-loop.ts as a process for tests. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** How it ended and what it wrote on standard error. */
export interface HeldEnding {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly errors: string;
}

/** Starts it, waits until it is about to hold its loop, lets `then` send signals, and waits for the end. */
export async function heldProgram(
  args: readonly string[],
  then: (child: ChildProcess) => void | Promise<void>,
): Promise<HeldEnding> {
  const jiti = path.join(path.dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
  const script = path.resolve(__dirname, 'hold-loop.ts');
  const child = spawn(process.execPath, [jiti, script, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 50_000);
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  await Promise.race([once(child.stdout, 'data'), closed]);
  await then(child);
  const [code, signal] = await closed;
  clearTimeout(timer);
  return { code, signal, errors };
}
