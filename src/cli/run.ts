/** Owns the default command: run connectors until a signal comes. */
import { dirname, resolve } from 'node:path';
import { Secrets } from '../config/secrets';
import { asError, ConnectError, ConnectorStartError } from '../errors';
import { startEmbeddedKafka, type EmbeddedKafka } from '../kafka/embedded-kafka';
import { createLogger, type LogFormat, type Logger } from '../logger';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { explainConfigError } from './config-complaint';
import { readConnectorFile } from './connector-file';
import { loadEnvironment } from './environment';
import { EXIT_CODES } from './exit-code';
import { readPropertiesFile } from './properties-file';
import { StopSignals } from './signals';
import { StandaloneWorker } from './standalone-worker';

/** Options of the command line. */
export interface RunOptions {
  readonly embeddedKafka?: boolean;
  readonly envFile?: string;
  readonly onCorruptOffsets: OnCorrupt;
  readonly logLevel: string;
  readonly logFormat: LogFormat;
}

/** Runs the worker to its end and gives the exit code. Rejects with what kept it from starting. */
export async function run(workerFile: string, connectorFiles: string[], options: RunOptions): Promise<number> {
  const log = createLogger({ level: options.logLevel, format: options.logFormat });
  const signals = new StopSignals(log);
  loadEnvironment(options.envFile, log);
  let kafka: EmbeddedKafka | undefined;
  let worker: StandaloneWorker | undefined;
  try {
    if (options.embeddedKafka === true) kafka = await startEmbedded(log);
    worker = await startWorker(workerFile, { kafka, options, log });
    await Promise.race([startConnectors(worker, connectorFiles, log), signals.received()]);
    await signals.received();
    await worker.stop();
    return (await worker.hasTrouble()) ? EXIT_CODES.TASK_FAILED : EXIT_CODES.DONE;
  } finally {
    await worker?.stop();
    await kafka?.stop();
    signals.release();
  }
}

async function startEmbedded(log: Logger): Promise<EmbeddedKafka> {
  const kafka = await startEmbeddedKafka();
  log.info(
    `Embedded Kafka at ${kafka.bootstrap}: for first contact and tests, it keeps nothing when this process ends`,
  );
  return kafka;
}
