/** Owns the default command: run connectors until a signal comes. */
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../config/secrets';
import { describeUnusedKey, unusedKeys } from '../config/unused-keys';
import { asError, BadRequestError, ConfigError, ConnectorStartError, WorkerStartError } from '../errors';
import { isClientProperty } from '../kafka/client-config';
import type { KafkaClients } from '../kafka/clients';
import { startEmbeddedKafka, type EmbeddedKafka } from '../kafka/embedded-kafka';
import { embeddedKafkaClients } from '../kafka/embedded-kafka-clients';
import { RdkafkaClients } from '../kafka/rdkafka-clients';
import { createLogger, type LogFormat, type Logger } from '../logger';
import { LOGGER_NAMES } from '../runtime/logger-names';
import { STANDALONE_CONFIG, WORKER_KEY_FAMILIES } from '../runtime/standalone-config';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { readConnectorFile, type ConnectorFile } from './connector-file';
import { loadEnvironment } from './environment';
import { EXIT_CODES } from './exit-code';
import { logOutput } from './log-output';
import { isPipelineFile, readPipelineFile, type PipelineFile } from './pipeline-file';
import { describeFindings, readPropertiesFile, whereIs, type SettingsFile } from './properties-file';
import { StopSignals } from './signals';
import { StandaloneWorker } from './standalone-worker';

/** Options of the command line. */
export interface RunOptions {
  readonly embeddedKafka?: boolean;
  readonly envFile?: string;
  readonly onCorruptOffsets: OnCorrupt;
  /** False for `--no-rest`. */
  readonly rest: boolean;
  readonly logLevel: string;
  /** Undefined: what fits where the lines go. */
  readonly logFormat?: LogFormat;
  /** Learns what config providers answer; whoever prints asks it first. */
  readonly secrets: Secrets;
}

/** Runs the worker to its end and gives the exit code. Rejects with what kept it, or a connector, from starting. */
export async function run(workerFile: string, connectorFiles: string[], options: RunOptions): Promise<number> {
  const redact = (text: string) => options.secrets.redact(text);
  const name = LOGGER_NAMES.ConnectStandalone;
  const log = createLogger({ level: options.logLevel, ...logOutput(options.logFormat), redact, name });
  const signals = new StopSignals(log);
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    loadEnvironment(options.envFile, log);
    const clients = await makeClients(options, log, cleanUps);
    const { worker: file, connectors } = await readWorkerFile(workerFile);
    const worker = await createWorker(file, { ...clients, options, log });
    cleanUps.unshift(() => worker.stop());
    const begun = worker.start().then(() => startConnectors(worker, [...connectors, ...connectorFiles], log));
    await Promise.race([begun, signals.received()]);
    await signals.received();
    await worker.stop();
    return (await worker.hasTrouble()) ? EXIT_CODES.TASK_FAILED : EXIT_CODES.DONE;
  } finally {
    for (const cleanUp of cleanUps) await quietly(cleanUp, log);
    signals.release();
  }
}

/** What keeps one part from being cleaned up must not hide why the run ended, nor keep the others. */
async function quietly(cleanUp: () => Promise<void>, log: Logger): Promise<void> {
  try {
    await cleanUp();
  } catch (thrown) {
    log.error({ err: asError(thrown) }, 'The worker could not be cleaned up');
  }
}

interface Clients {
  readonly clients: KafkaClients;
  readonly embedded: EmbeddedKafka | undefined;
}

async function makeClients(
  { embeddedKafka }: RunOptions,
  log: Logger,
  cleanUps: (() => Promise<void>)[],
): Promise<Clients> {
  const clients = new RdkafkaClients();
  if (embeddedKafka !== true) return { clients, embedded: undefined };
  const embedded = await startEmbeddedKafka();
  cleanUps.push(() => embedded.stop());
  log.info(
    `Embedded Kafka at ${embedded.bootstrap}: for first contact and tests, it keeps nothing when this process ends`,
  );
  return { clients: embeddedKafkaClients(clients, embedded), embedded };
}

/** A worker file, or one INI file that holds the connectors as well. */
async function readWorkerFile(path: string): Promise<PipelineFile> {
  if (isPipelineFile(path)) return readPipelineFile(path);
  return { worker: await readPropertiesFile(path), connectors: [] };
}

async function createWorker(
  file: SettingsFile,
  { clients, embedded, options, log }: Clients & { readonly options: RunOptions; readonly log: Logger },
): Promise<StandaloneWorker> {
  sayEncoding(file, log);
  for (const unused of unusedKeys(STANDALONE_CONFIG, file.props, WORKER_KEY_FAMILIES)) {
    // Settings without a prefix reach the admin clients.
    if (!isClientProperty('admin', unused.key)) log.warn(`${whereIs(file, unused.key)}: ${describeUnusedKey(unused)}`);
  }
  try {
    return await StandaloneWorker.create({
      props: embedded === undefined ? file.props : pointAt(embedded, file, log),
      folder: dirname(resolve(file.path)),
      clients,
      log,
      secrets: options.secrets,
      onCorruptOffsets: options.onCorruptOffsets,
      servesRest: options.rest,
    });
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    throw new WorkerStartError(describeFindings(file, thrown), { cause: thrown });
  }
}

/** The embedded Kafka wins over what the worker file names. */
function pointAt({ bootstrap }: EmbeddedKafka, file: SettingsFile, log: Logger): SettingsFile['props'] {
  const named = file.props['bootstrap.servers'];
  if (typeof named === 'string') {
    log.info(`--embedded-kafka wins over bootstrap.servers=${named} (${whereIs(file, 'bootstrap.servers')})`);
  }
  return { ...file.props, 'bootstrap.servers': bootstrap };
}

/** One after another, in the order of the command line; the first that cannot be created ends it. */
async function startConnectors(
  worker: StandaloneWorker,
  sources: readonly (ConnectorFile | string)[],
  log: Logger,
): Promise<void> {
  for (const source of sources) {
    const file = typeof source === 'string' ? await readConnectorFile(source) : source;
    sayEncoding(file, log);
    await startConnector(worker, file);
    log.info(`Created connector ${file.name} (${file.path})`);
  }
  worker.markReady();
}

async function startConnector(worker: StandaloneWorker, file: ConnectorFile): Promise<void> {
  const { name, props, initialState, path } = file;
  try {
    await worker.herder.createConnector({ name, config: props, initialState, folder: dirname(resolve(path)) });
  } catch (thrown) {
    const error = asError(thrown);
    const message =
      error instanceof ConfigError || error instanceof BadRequestError
        ? describeFindings(file, error)
        : `${path}: ${error.message}`;
    throw new ConnectorStartError(message, { cause: error });
  }
}

function sayEncoding({ path, isUtf8 }: SettingsFile, log: Logger): void {
  if (isUtf8) log.info(`${path} is read as UTF-8; Apache's worker would read it as ISO-8859-1`);
}
