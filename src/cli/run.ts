/** Owns the default command: run connectors until their input, a limit, a failure or a signal ends it. */
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../config/secrets';
import { systemClock } from '../clock';
import { asError, BadRequestError, ConfigError, ConnectorStartError, UsageError, WorkerStartError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import { startEmbeddedKafka, type EmbeddedKafka } from '../kafka/embedded-kafka';
import { embeddedKafkaClients } from '../kafka/embedded-kafka-clients';
import { companion } from '../kafka/native-companion';
import { RdkafkaClients } from '../kafka/rdkafka-clients';
import { createLogger, type LogFormat, type Logger } from '../logger';
import { eventLoop } from '../runtime/event-loop';
import { LOGGER_NAMES } from '../runtime/logger-names';
import type { OnFailure } from '../runtime/ending/failure-policy';
import type { RunLimits, RunPolicy } from '../runtime/ending/run-policy';
import type { RunEnded } from '../runtime/ending/run-progress';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { requireName, type ConnectorFile } from './connector-file';
import { loadEnvironment } from './environment';
import { EXIT_CODES, exitCodeOf } from './exit-code';
import { HangupSignal } from './hangup-signal';
import { failureLine, logOutput, oneLine } from './log-output';
import { readPipeline } from './pipeline-input';
import { preflight } from './preflight';
import { RunAccount } from './run-account';
import { describeFindings, whereIs, type SettingsFile } from './properties-file';
import { Reload } from './reload';
import { ServiceNotifier } from './service-notifier';
import { ServiceReport } from './service-report';
import { StopSignals } from './signals';
import { StuckProcessGuard, type StuckProcessGuardOptions } from './stuck-process-guard';
import { StandaloneWorker } from './standalone-worker';

/** Options of the command line. */
export interface RunOptions {
  readonly embeddedKafka?: boolean;
  readonly envFile?: string;
  /** `key=value` for the worker, `NAME.key=value` for the connector NAME: they win over the files. */
  readonly set?: readonly string[];
  readonly onCorruptOffsets: OnCorrupt;
  /** End with the input. */
  readonly once?: boolean;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly idleTimeout?: number;
  /** `exit` with `once`, else `keep`, where it is not given. */
  readonly onFailure?: OnFailure;
  /** Files that tell of the run when it has ended. */
  readonly report?: string;
  readonly textfile?: string;
  /** False for `--no-progress`. */
  readonly progress?: boolean;
  /** False for `--no-rest`. */
  readonly rest: boolean;
  /** Undefined: info, and less for `quiet`. */
  readonly logLevel?: string;
  /** Warnings and errors only; with `once` one line, and that only for a run that was not done. */
  readonly quiet?: boolean;
  /** Undefined: what fits where the lines go. */
  readonly logFormat?: LogFormat;
  /** Learns what config providers answer; whoever prints asks it first. */
  readonly secrets: Secrets;
}

/** Runs the worker to its end and gives the exit code. Rejects with what kept it, or a connector, from starting. */
export async function run(workerFile: string, connectorFiles: string[], options: RunOptions): Promise<number> {
  const account = await RunAccount.open(workerFile, options);
  try {
    return await account.finish(await carryOut({ worker: workerFile, connectors: connectorFiles }, options, account));
  } catch (thrown) {
    await account.fail(asError(thrown));
    throw thrown;
  }
}

interface FileNames {
  readonly worker: string;
  readonly connectors: readonly string[];
}

async function carryOut(names: FileNames, options: RunOptions, account: RunAccount): Promise<number> {
  const redact = (text: string) => options.secrets.redact(text);
  const look = { ...logOutput(options.logFormat), ...account.destination, redact };
  const log = createLogger({ level: levelOf(options), ...look, name: LOGGER_NAMES.ConnectStandalone });
  const startedAt = systemClock.monotonic();
  const signals = new StopSignals(log);
  const hangups = new HangupSignal(log);
  const cleanUps: (() => Promise<void>)[] = [];
  try {
    await loadEnvironment(options.envFile, log);
    const clients = await makeClients(options, log, cleanUps);
    const request = { ...names, set: options.set };
    const pipeline = await readPipeline(request);
    const guard = guardProcess(signals, look, options.timeout);
    const adapt = (read: SettingsFile) =>
      clients.embedded === undefined ? read : pointAt(clients.embedded, read, log);
    const file = adapt(pipeline.worker);
    const checks = { secrets: options.secrets, servesRest: servesRest(file, options), log };
    await preflight({ ...pipeline, worker: file }, checks);
    const worker = await createWorker(file, { ...clients, options, log });
    guard.setGrace(worker.gracefulStopMs);
    cleanUps.unshift(() => worker.stop());
    const policy = worker.runPolicy(limitsOf(options, startedAt));
    cleanUps.unshift(() => policy.close());
    account.begin({ worker, policy, log });
    void signals.received().then((signal) => policy.interrupt(signal));
    const files = pipeline.connectors.map(requireName);
    const isOnce = options.once === true;
    if (isOnce && files.length === 0) throw new UsageError('--once needs a connector: name its file');
    const notifier = ServiceNotifier.create({ environment: process.env, log });
    const service = new ServiceReport({ notifier, worker, redact, clock: systemClock, log });
    service.start();
    cleanUps.unshift(() => service.stopping('Ending: it could not start', false));
    const begun = worker.start().then(() => startConnectors(worker, policy, { files, log, isOnce, account }));
    await Promise.race([begun, policy.ended()]);
    const reload = new Reload(
      { worker: file, connectors: files },
      { request, herder: worker.herder, adapt, ...checks },
    );
    hangups.onSignal(isOnce ? () => ignoreHangup(log) : () => service.reload(() => reload.reload()));
    const ended = await policy.ended();
    hangups.onSignal(() => Promise.resolve());
    account.ended(ended);
    await service.stopping(ended.sentence, ended.isComplete);
    signals.expectEnd();
    await Promise.all([worker.stop(), policy.close()]);
    await account.stopped();
    const code = await codeOf(ended, policy, worker);
    if (isOnce && options.quiet === true && code !== EXIT_CODES.DONE) sayEnd(ended, code, options);
    return code;
  } finally {
    signals.expectEnd();
    for (const cleanUp of cleanUps) await quietly(cleanUp, log);
    signals.release();
    hangups.release();
  }
}

function levelOf({ logLevel, quiet, once }: RunOptions): string {
  if (logLevel !== undefined) return logLevel;
  if (quiet !== true) return 'info';
  return once === true ? 'silent' : 'warn';
}

/** A run that ends by itself takes requests only where it is told at which address. */
function servesRest({ props }: SettingsFile, { rest, once }: RunOptions): boolean {
  return rest && (once !== true || Object.hasOwn(props, 'listeners'));
}

function ignoreHangup(log: Logger): Promise<void> {
  log.warn('SIGHUP: nothing is read again, a run with --once ends by itself');
  return Promise.resolve();
}

/** The one line of a quiet run. */
function sayEnd({ sentence }: RunEnded, code: number, { secrets, logFormat }: RunOptions): void {
  process.stderr.write(failureLine(oneLine(secrets.redact(`${sentence} (exit code ${code})`)), logFormat));
}

/** From before the first code of an author is loaded. */
function guardProcess(
  signals: StopSignals,
  output: StuckProcessGuardOptions['output'],
  timeoutMs: number | undefined,
): StuckProcessGuard {
  const guard = new StuckProcessGuard({ native: companion(), loop: eventLoop, output, received: signals.count });
  signals.useGuard(guard);
  if (timeoutMs !== undefined) guard.expectEnd(timeoutMs);
  return guard;
}

function limitsOf({ once, timeout, idleTimeout, onFailure }: RunOptions, startedAt: number): RunLimits {
  return {
    endsWithInput: once === true,
    timeoutMs: timeout,
    idleTimeoutMs: idleTimeout,
    onFailure: onFailure ?? (once === true ? 'exit' : 'keep'),
    startedAt,
  };
}

/** A failure that ends the run, or one that a run with an end has kept, decides; a service that was told to end says only that it had one. */
async function codeOf(ended: RunEnded, policy: RunPolicy, worker: StandaloneWorker): Promise<number> {
  const { failure } = policy;
  const isTold = ended.reason !== 'failure' && !policy.endsWithInput;
  if (failure !== undefined && !isTold) return exitCodeOf(failure, 'run');
  if (!ended.isComplete) return EXIT_CODES.TRY_LATER;
  return (await worker.hasTrouble()) ? EXIT_CODES.TASK_FAILED : EXIT_CODES.DONE;
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
      // Jobs that are started again and again must not clash over the port that is meant for services.
      servesRest: servesRest(file, options),
      endsWithInput: options.once === true,
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
async function startConnectors(
  worker: StandaloneWorker,
  policy: RunPolicy,
  {
    files,
    log,
    isOnce,
    account,
  }: { files: readonly ConnectorFile[]; log: Logger; isOnce: boolean; account: RunAccount },
): Promise<void> {
  const created: ConnectorFile[] = [];
  for (const file of files) {
    sayEncoding(file, log);
    const { name, props: config, initialState, path } = file;
    // What the sinks are to deliver is looked at before any of them starts.
    const state = isOnce ? 'STOPPED' : initialState;
    await named(file, () =>
      worker.herder.createConnector({ name, config, initialState: state, folder: dirname(resolve(path)) }),
    );
    log.info(`Created connector ${name} (${path})`);
    if (initialState === 'STARTED') created.push(file);
    else if (isOnce) log.warn(`${path}: connector ${name} is ${initialState}: it is left out of this run`);
  }
  await policy.prepare(created.map(({ name }) => name));
  await account.begun(created.map(({ name }) => name));
  for (const file of created) await named(file, () => policy.start(file.name));
  worker.markReady();
  policy.begun();
}

/** Does a thing with the connector of a file; what keeps it from being done names the file. */
async function named(file: ConnectorFile, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    const error = asError(thrown);
    const message =
      error instanceof ConfigError || error instanceof BadRequestError
        ? describeFindings(file, error)
        : `${file.path}: ${error.message}`;
    throw new ConnectorStartError(message, { cause: error });
  }
}

function sayEncoding({ path, isUtf8 }: SettingsFile, log: Logger): void {
  if (isUtf8) log.info(`${path} is read as UTF-8; Apache's worker would read it as ISO-8859-1`);
}
