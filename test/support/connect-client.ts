/** Owns a tour through `org.sourcelab:kafka-connect-client`, a Java client of Kafka Connect's REST API. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { javaExecutable } from './java-process';
import { withLock } from './kafka-jars';
import { copyDependencies } from './maven';
import { ROOT } from './source-files';

const FOLDER = path.join(__dirname, 'connect-client');
const POM = path.join(FOLDER, 'pom.xml');
const VERSION = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
const JARS = path.join(ROOT, '.cache', `connect-client-${VERSION}`);

/** Calls every method of the client against a worker. Answers what came of each, by its name. */
export async function tourWithConnectClient(url: string, topic: string, file: string): Promise<Record<string, string>> {
  await withLock(async () => {
    if (!existsSync(JARS)) await copyDependencies(POM, JARS);
  });
  const classPath = readdirSync(JARS).map((jar) => path.join(JARS, jar));
  const args = ['-cp', classPath.join(path.delimiter), path.join(FOLDER, 'Tour.java'), url, topic, file];
  const { stdout } = await promisify(execFile)(javaExecutable(), args, { timeout: 90_000 });
  const lines = stdout.trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
}
