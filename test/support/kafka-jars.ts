/** Owns the jars of Apache Kafka: resolved once by Maven into .cache, shared by all test processes. */
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { copyDependencies } from './maven';

const POM = path.join(__dirname, 'pom.xml');

/** Where everything of one version of the pom lies. A change of the pom starts a new folder. */
export const KAFKA_CACHE = path.join(
  path.resolve(__dirname, '..', '..'),
  '.cache',
  `kafka-${createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12)}`,
);

const JARS = path.join(KAFKA_CACHE, 'jars');

/** A folder for the genuine worker's `plugin.path`: the file connectors, which are not on its class path. */
export const PLUGIN_PATH = path.join(KAFKA_CACHE, 'plugins');

/** True when nothing has to be resolved any more. */
export function areKafkaJarsComplete(): boolean {
  return existsSync(JARS) && existsSync(PLUGIN_PATH);
}

/** The class path of broker, worker and tools, without the file connectors. Resolves what is missing first. */
export async function kafkaClassPath(): Promise<string[]> {
  if (!areKafkaJarsComplete()) await withLock(resolveJars);
  return readdirSync(JARS)
    .sort()
    .map((jar) => path.join(JARS, jar));
}

/** Runs `action` in one process at a time. The lock of a process that has died is taken over. */
export async function withLock<T>(action: () => Promise<T>): Promise<T> {
  const lock = path.join(KAFKA_CACHE, 'lock');
  mkdirSync(KAFKA_CACHE, { recursive: true });
  while (!takeLock(lock)) await delay(100);
  try {
    return await action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function takeLock(lock: string): boolean {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (!isHolderAlive(lock)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

function isHolderAlive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return !['ESRCH', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '');
  }
}

async function resolveJars(): Promise<void> {
  if (areKafkaJarsComplete()) return;
  const resolved = `${JARS}.resolved`;
  rmSync(resolved, { recursive: true, force: true });
  await copyDependencies(POM, resolved);
  const plugin = path.join(PLUGIN_PATH, 'connect-file');
  mkdirSync(plugin, { recursive: true });
  for (const jar of readdirSync(resolved).filter((name) => name.startsWith('connect-file-'))) {
    renameSync(path.join(resolved, jar), path.join(plugin, jar));
  }
  renameSync(resolved, JARS);
}
