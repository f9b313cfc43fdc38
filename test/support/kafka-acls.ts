/** Owns running Kafka's own command for permissions, as a person would who follows an advice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { JavaProcess } from './java-process';
import { kafkaClassPath } from './kafka-jars';

/** Runs `kafka-acls.sh` with these arguments. Rejects with what it prints when it fails. */
export async function runKafkaAcls(args: readonly string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kafka-acls-'));
  try {
    const command = await JavaProcess.start({
      mainClass: 'org.apache.kafka.tools.AclCommand',
      args,
      classPath: await kafkaClassPath(),
      logFile: path.join(folder, 'log'),
      logLevel: 'WARN',
    });
    if ((await command.exit) !== 0) throw new Error(`kafka-acls ${args.join(' ')}:\n${command.output()}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
