/** Owns what a broker does only once after its start, so that no trial pays for it. */
import { execFileSync } from 'node:child_process';
import { createTopic } from '../test/support/topics';

const TOPIC = 'bench-warm-up';

/** Makes the broker hand out producer ids, and create the topic in which groups keep their offsets. */
export async function warmUp(bootstrap: string): Promise<void> {
  await createTopic(bootstrap, TOPIC, { partitions: 1 });
  const kcat = (args: readonly string[], input: string) =>
    execFileSync('kcat', ['-q', '-b', bootstrap, ...args], { input, stdio: ['pipe', 'ignore', 'inherit'] });
  kcat(['-P', '-t', TOPIC, '-X', 'enable.idempotence=true'], 'a record\n');
  kcat(['-o', 'beginning', '-c', '1', '-G', TOPIC, TOPIC], '');
}
