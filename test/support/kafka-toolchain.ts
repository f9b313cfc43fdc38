/** Owns the question whether this machine can run Apache Kafka for the tests. */
import { spawnSync } from 'node:child_process';
import { javaExecutable } from './java-process';
import { areKafkaJarsComplete } from './kafka-jars';

const OLDEST_JAVA = 17;

/** What is missing here, each with the Debian package that brings it; empty when Kafka can be started. */
export function missingForKafka(): string[] {
  const missing: string[] = [];
  if (javaVersion() < OLDEST_JAVA) missing.push(`Java ${OLDEST_JAVA} or newer (default-jdk-headless)`);
  if (!areKafkaJarsComplete() && !runs('mvn', ['--version'])) missing.push('Maven (maven)');
  if (!runs('kcat', ['-V'])) missing.push('kcat (kcat)');
  return missing;
}

function javaVersion(): number {
  const { stderr, error } = spawnSync(javaExecutable(), ['-version'], { encoding: 'utf8' });
  if (error !== undefined) return 0;
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
