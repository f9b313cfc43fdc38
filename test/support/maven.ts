/** Owns asking Maven for jars. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, rmSync } from 'node:fs';

/** Puts the run-time dependencies of a pom into a folder that does not exist yet: it is there when they are complete. */
export async function copyDependencies(pom: string, folder: string): Promise<void> {
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const goal = 'dependency:copy-dependencies';
  const args = ['-B', '-ntp', '-q', '-f', pom, goal, '-DincludeScope=runtime', `-DoutputDirectory=${draft}`];
  const maven = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  for (const stream of [maven.stdout, maven.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  const [code] = (await once(maven, 'close')) as [number | null];
  if (code !== 0) throw new Error(`Maven could not resolve ${pom}:\n${Buffer.concat(output).toString()}`);
  renameSync(draft, folder);
}
