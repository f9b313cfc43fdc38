/** Owns programs from the Python package index for tests: each in an environment of its own under .cache, made once. */
import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { withLock } from './kafka-jars';
import { ROOT } from './source-files';

const run = promisify(execFile);

/**
 * The path of a program of a package, e.g. `pythonTool('kafka-connect-py==1.0.0', 'kc')`. Installs the package first where that
 * was not done yet. Rejects with what pip says.
 */
export async function pythonTool(requirement: string, program: string): Promise<string> {
  const folder = path.join(ROOT, '.cache', `python-${requirement.replaceAll(/[^\w.-]+/g, '-')}`);
  await withLock(() => install(requirement, folder));
  return path.join(folder, 'bin', program);
}

/** An environment cannot be moved, for its programs name their place: a file says that it is complete. */
async function install(requirement: string, folder: string): Promise<void> {
  const complete = path.join(folder, 'complete');
  if (existsSync(complete)) return;
  rmSync(folder, { recursive: true, force: true });
  await run('python3', ['-m', 'venv', folder]);
  await run(path.join(folder, 'bin', 'pip'), ['install', '--quiet', '--disable-pip-version-check', requirement]);
  writeFileSync(complete, requirement);
}
