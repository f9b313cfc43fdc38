/** Owns the default command: run connectors until a signal comes. */
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../config/secrets';
import { asError, BadRequestError, ConfigError, ConnectorStartError, WorkerStartError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import { startEmbeddedKafka, type EmbeddedKafka } from '../kafka/embedded-kafka';
import { embeddedKafkaClients } from '../kafka/embedded-kafka-clients';
import { RdkafkaClients } from '../kafka/rdkafka-clients';
import { createLogger, type LogFormat, type Logger } from '../logger';
import { LOGGER_NAMES } from '../runtime/logger-names';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { requireName, type ConnectorFile } from './connector-file';
import { loadEnvironment } from './environment';
import { EXIT_CODES } from './exit-code';
import { logOutput } from './log-output';
import { readPipeline } from './pipeline-input';
import { preflight } from './preflight';
import { describeFindings, whereIs, type SettingsFile } from './properties-file';
import { StopSignals } from './signals';
import { StandaloneWorker } from './standalone-worker';

/** Options of the command line. */
export interface RunOptions {
  readonly embeddedKafka?: boolean;
  readonly envFile?: string;
  /** `key=value` for the worker, `NAME.key=value` for the connector NAME: they win over the files. */
  readonly set?: readonly string[];
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
    const pipeline = await readPipeline({ worker: workerFile, connectors: connectorFiles, set: options.set });
    const file = clients.embedded === undefined ? pipeline.worker : pointAt(clients.embedded, pipeline.worker, log);
    await preflight({ ...pipeline, worker: file }, { secrets: options.secrets, servesRest: options.rest, log });
    const worker = await createWorker(file, { ...clients, options, log });
    cleanUps.unshift(() => worker.stop());
    const begun = worker.start().then(() => startConnectors(worker, pipeline.connectors.map(requireName), log));
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

async function createWorker(
  file: SettingsFile,
  { clients, options, log }: Clients & { readonly options: RunOptions; readonly log: Logger },
): Promise<StandaloneWorker> {
  sayEncoding(file, log);
  try {
    return await StandaloneWorker.create({
      props: file.props,
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
function pointAt({ bootstrap }: EmbeddedKafka, file: SettingsFile, log: Logger): SettingsFile {
  const named = file.props['bootstrap.servers'];
  if (typeof named === 'string') {
    log.info(`--embedded-kafka wins over bootstrap.servers=${named} (${whereIs(file, 'bootstrap.servers')})`);
  }
  return { ...file, props: { ...file.props, 'bootstrap.servers': bootstrap } };
}

/** One after another, in the order of the command line; the first that cannot be created ends it. */
async function startConnectors(worker: StandaloneWorker, files: readonly ConnectorFile[], log: Logger): Promise<void> {
  for (const file of files) {
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
