/** Owns the last step of a check: connectors are started as a run starts them, split their work, and are stopped. */
import { systemClock, type Clock } from '../clock';
import { ConfigTransformer } from '../config/config-transformer';
import type { Secrets } from '../config/secrets';
import { asError, ConfigError, ConnectError } from '../errors';
import type { Logger } from '../logger';
import { ConnectorFactory } from '../runtime/connector-factory';
import { MemoryOffsetBackingStore } from '../storage/memory-offset-backing-store';
import type { CheckedConnector } from './connector-check';
import type { FileFindings } from './findings';
import type { CheckedWorker } from './worker-check';

const LONGEST_START_MS = 30_000;

/** What connectors are made with. */
export interface ConnectorStartOptions {
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** Complains of what a connector throws when it is started or asked for its tasks. Its tasks are not started. */
export async function checkConnectorStart(
  findings: FileFindings,
  { connector, worker }: { readonly connector: CheckedConnector; readonly worker: CheckedWorker },
  { secrets, log, clock = systemClock }: ConnectorStartOptions,
): Promise<void> {
  const factory = new ConnectorFactory({
    plugins: worker.plugins,
    transformer: new ConfigTransformer(worker.providers, secrets),
    offsets: new MemoryOffsetBackingStore(),
    log,
    createsTopics: worker.config?.['topic.creation.enable'] ?? true,
  });
  const late = new AbortController();
  const limit = clock.sleep(LONGEST_START_MS, late.signal).then(() => {
    if (!late.signal.aborted) throw new ConnectError(`the connector did not start within ${LONGEST_START_MS} ms`);
  });
  try {
    await Promise.race([startAndStop(factory, connector), limit]);
  } catch (thrown) {
    const error = asError(thrown);
    const own = error instanceof ConfigError ? error.findings : [];
    for (const finding of own) findings.addFinding(finding);
    if (own.length === 0) findings.add({ kind: 'connector', key: 'connector.class', message: error.message });
  } finally {
    late.abort();
    limit.catch(() => undefined);
  }
}

async function startAndStop(factory: ConnectorFactory, { raw, folder }: CheckedConnector): Promise<void> {
  const made = await factory.build(raw, folder);
  let raised: Error | undefined;
  const context = factory.contextFor(made, { requestTaskReconfiguration: () => undefined }, (error) => {
    raised = error;
  });
  await (made.connector.initialize as (given: typeof context) => unknown).call(made.connector, context);
  await made.connector.start(made.props);
  try {
    await factory.taskConfigs(made.connector, raw);
  } finally {
    await made.connector.stop();
  }
  if (raised !== undefined) throw raised;
}
