/** Owns tests that need a real Kafka: skipped loudly where it cannot be had, failed where CI must have it. */

/** The broker of this run. It is shared: take topic and group names that nobody else takes (`uniqueName`). */
export interface SharedKafka {
  readonly bootstrap: string;
}

const MISSING = process.env['TEST_KAFKA_MISSING'] ?? 'the set-up of the integration project';
const BOOTSTRAP = process.env['TEST_KAFKA_BOOTSTRAP'] ?? '';

/** Like `describe`, with the shared broker (or the one at `KAFKA_BOOTSTRAP`). Only in test/integration. */
export function describeWithKafka(title: string, body: (kafka: SharedKafka) => void): void {
  describeIf({ title, missing: BOOTSTRAP === '' ? MISSING : '', body: () => body({ bootstrap: BOOTSTRAP }) });
}

/** Like `describe`, for tests that start Java themselves: a broker of their own, the genuine worker. */
export function describeWithJava(title: string, body: () => void): void {
  describeIf({ title, missing: MISSING, body });
}

let names = 0;

/** A name for a topic or group that no other test of any run has. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${process.pid}-${Date.now().toString(36)}-${names++}`;
}

function describeIf({ title, missing, body }: { title: string; missing: string; body: () => void }): void {
  if (missing === '') {
    describe(title, body);
    return;
  }
  const reason = `${title} needs a real Kafka; missing here: ${missing}`;
  if (process.env['CI'] === 'true') {
    describe(title, () => {
      it('finds the tool chain of a real Kafka', () => {
        throw new Error(reason);
      });
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${reason}\n`);
  describe.skip(title, body);
}
