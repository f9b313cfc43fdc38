/** Owns counting the members of consumer groups at the broker, with Apache Kafka's own tool. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { javaExecutable } from './java-process';
import { kafkaClassPath } from './kafka-jars';

const TOOL = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';

/** How many members each group has; groups without any are left out. */
export async function groupMembers(bootstrap: string, groups: readonly string[]): Promise<Record<string, number>> {
  const classPath = (await kafkaClassPath()).join(path.delimiter);
  const options = ['--bootstrap-server', bootstrap, '--describe', '--members', '--all-groups'];
  const { stdout } = await promisify(execFile)(javaExecutable(), ['-cp', classPath, TOOL, ...options]);
  const counts: Record<string, number> = {};
  for (const line of stdout.split('\n')) {
    const [group = ''] = line.trim().split(/\s+/);
    if (groups.includes(group)) counts[group] = (counts[group] ?? 0) + 1;
  }
  return counts;
}
