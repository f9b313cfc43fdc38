/** Owns the worker of a process: reads the cluster, puts the parts together, starts and stops them in order. */
import type { ConfigProvider } from '../api/config-provider';
import type { Props } from '../api/plugin';
import { systemClock } from '../clock';
import { ConfigTransformer } from '../config/config-transformer';
import { secretTexts, type Secrets } from '../config/secrets';
import type { KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import { ActiveTopics } from '../runtime/active-topics';
import { eventsTo } from '../runtime/client-event-log';
import { clusterAdminProperties } from '../runtime/client-properties';
import { createConfigProviders, namesConfigProviders } from '../runtime/config-providers';
import { connectorClientConfigOverridePolicy } from '../runtime/connector-client-config-override-policy';
import { ConnectorConfigValidator } from '../runtime/connector-config-validator';
import { ConnectorFactory } from '../runtime/connector-factory';
import { ConnectorOffsets } from '../runtime/connector-offsets';
import { ConnectorPlugins } from '../runtime/connector-plugins';
import { RunPolicy, type RunLimits } from '../runtime/ending/run-policy';
import { sinkInputOf } from '../runtime/ending/sink-inputs';
import type { Herder } from '../runtime/herder';
import { Loggers } from '../runtime/loggers';
import { loggerOf } from '../runtime/logger-names';
import { exactlyOnceOffer, usesOffsetsTopic } from '../runtime/offset-storage-config';
import { createOffsetStorage } from '../runtime/offset-storage';
import { pluginPathOf, Plugins } from '../runtime/plugins';
import { createRestExtensions, type NamedRestExtension } from '../runtime/rest-extensions';
import { parseStandaloneConfig, type StandaloneConfig } from '../runtime/standalone-config';
import { StandaloneHerder } from '../runtime/standalone-herder';
import { Statuses } from '../runtime/statuses';
import { TaskFactory } from '../runtime/task-factory';
import { Worker } from '../runtime/worker';
import { WorkerView, type WorkerSnapshot } from '../runtime/worker-view';
import type { RestServer } from '../rest/rest-server';
import type { RestServices } from '../rest/rest-services';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { MemoryConfigBackingStore } from '../storage/memory-config-backing-store';
import { MemoryStatusBackingStore } from '../storage/memory-status-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { metricsOf } from './worker-metrics';
import { requireCluster } from './required-cluster';
import { createRestServer, workerIdOf } from './worker-rest';

/** What a worker is started with. */
export interface StandaloneWorkerOptions {
  /** The worker's settings as they stand in its file, placeholders unresolved. */
  readonly props: Props;
  /** Folder of the worker file: plugin files resolve against it. */
  readonly folder: string;
  readonly clients: KafkaClients;
  readonly log: Logger;
  readonly secrets: Secrets;
  readonly onCorruptOffsets: OnCorrupt;
  /** Whether requests are taken over HTTP. */
  readonly servesRest: boolean;
  /** The run ends with its input (`--once`). */
  readonly endsWithInput: boolean;
}

/** One worker. `start`, then connectors, then `stop`. */
export class StandaloneWorker {
  readonly #options: StandaloneWorkerOptions;
  readonly #parts: WorkerParts;
  readonly #rest: RestServer | undefined;
  #isReady = false;
  #stopped: Promise<void> | undefined;

  private constructor(options: StandaloneWorkerOptions, parts: WorkerParts, rest: RestServer | undefined) {
    this.#options = options;
    this.#parts = parts;
    this.#rest = rest;
  }

  /** Puts the parts together. Rejects with ConfigError for wrong settings. */
  static async create(options: StandaloneWorkerOptions): Promise<StandaloneWorker> {
    const { log, folder } = options;
    const loggers = new Loggers(log, () => systemClock.now());
    const plugins = new Plugins({ logger: loggerOf(log, 'Plugins'), pluginPath: pluginPathOf(options.props) });
    const providers = await createConfigProviders(plugins, options.props, [folder]);
    const isGuarded = !namesConfigProviders(options.props);
    const transformer = new ConfigTransformer(providers, options.secrets, { isGuarded });
    transformer.trust(options.props);
    const { data: props, unresolved } = await transformer.transform(options.props);
    for (const { key, placeholder, reason } of unresolved) log.warn(`${key}: ${placeholder} stays as text: ${reason}`);
    for (const text of secretTexts(props)) options.secrets.add(text);
    const config = parseStandaloneConfig(props);
    const assembled = assemble({ options, props, config, loggers, plugins, transformer, providers });
    const names = options.servesRest ? config['rest.extension.classes'] : [];
    const extensions = await createRestExtensions(names, { plugins, props, folders: [folder] });
    const parts = { ...assembled, extensions };
    return new StandaloneWorker(options, parts, options.servesRest ? createRestServer(config, props, log) : undefined);
  }

  get herder(): Herder {
    return this.#parts.herder;
  }

  /** True when the connectors of the command line are created. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Connectors and tasks as they are now. */
  snapshot(): WorkerSnapshot {
    return this.#parts.view.snapshot();
  }

  /** `task.shutdown.graceful.timeout.ms`. */
  get gracefulStopMs(): number {
    return this.#parts.config['task.shutdown.graceful.timeout.ms'];
  }

  /**
   * Reads the offset file, binds the REST listeners, starts the herder, and takes requests. Rejects with WorkerStartError when
   * a listener cannot be bound or no broker answers, with OffsetFileError or OffsetFileLockedError when the offset file
   * cannot be used.
   */
  async start(): Promise<void> {
    const { statuses, worker, config, offsets, herder, props } = this.#parts;
    const { clients, log } = this.#options;
    const isFileBased = !usesOffsetsTopic(props);
    // Before anything that takes long or that another worker may have as well: who holds the file is told at once.
    if (isFileBased) await offsets.start();
    await this.#rest?.open();
    statuses.identify(this.#rest?.advertisedAddress ?? workerIdOf(config), worker);
    const clusterId = await requireCluster({ clients, props, log });
    if (!isFileBased) await offsets.start();
    await herder.start();
    await this.#rest?.serve(this.#services(clusterId), this.#parts.extensions);
  }

  /** When the run of this worker ends. Ask once, before the start. */
  runPolicy(limits: RunLimits): RunPolicy {
    const clock = systemClock;
    const { clients, log } = this.#options;
    const { herder, worker, statuses, activeTopics, transformer, props: workerProps } = this.#parts;
    const admin = () =>
      clients.admin({ properties: clusterAdminProperties(workerProps), onEvent: eventsTo(log, 'KafkaAdminClient') });
    const inputOf = (name: string) => sinkInputOf({ herder, transformer, clients, workerProps, clock, log }, name);
    return new RunPolicy({ limits, worker, herder, statuses, activeTopics, admin, inputOf, clock, log });
  }

  /** From now on the worker calls itself healthy: the connectors of the command line are created. */
  markReady(): void {
    this.#isReady = true;
  }

  /** Ends the REST server, then connectors and tasks, then gives the offset file back. Idempotent. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  /** True when a connector or task is FAILED, or did not stop in time: what the exit code of a stopped service tells. */
  async hasTrouble(): Promise<boolean> {
    if (this.#parts.worker.abandonedTasks > 0) return true;
    for (const name of await this.#parts.herder.connectors()) {
      const { connector, tasks } = await this.#parts.herder.connectorStatus(name);
      if (connector.state === 'FAILED' || tasks.some(({ state }) => state === 'FAILED')) return true;
    }
    return false;
  }

  #services(clusterId: string | null): RestServices {
    const { herder, plugins, loggers, config, view } = this.#parts;
    return {
      herder,
      plugins,
      loggers,
      clusterId,
      tracksTopics: config['topic.tracking.enable'],
      allowsTopicsReset: config['topic.tracking.allow.reset'],
      isReady: () => this.#isReady,
      taskFigures: (id) => view.taskProgress(id),
      redact: (text) => this.#options.secrets.redact(text),
      metrics: metricsOf(view, systemClock.now()),
      redactLookedUp: (text) => this.#options.secrets.redactLookedUp(text),
    };
  }

  async #stop(): Promise<void> {
    await this.#rest?.close();
    for (const { extension } of this.#parts.extensions) await extension.close?.();
    await this.#parts.herder.stop();
    await this.#parts.offsets.stop();
    await this.#parts.closeProviders();
  }
}

/** Everything a worker consists of. */
interface WorkerParts {
  /** The worker's settings, placeholders resolved. */
  readonly props: Props;
  readonly config: StandaloneConfig;
  readonly offsets: OffsetBackingStore;
  readonly statuses: Statuses;
  readonly plugins: ConnectorPlugins;
  readonly loggers: Loggers;
  readonly worker: Worker;
  readonly view: WorkerView;
  readonly herder: Herder;
  readonly activeTopics: ActiveTopics;
  readonly transformer: ConfigTransformer;
  readonly closeProviders: () => Promise<void>;
  readonly extensions: readonly NamedRestExtension[];
}

/** What the parts are made of. */
interface Materials {
  readonly options: StandaloneWorkerOptions;
  readonly props: Props;
  readonly config: StandaloneConfig;
  readonly loggers: Loggers;
  readonly plugins: Plugins;
  readonly transformer: ConfigTransformer;
  readonly providers: ReadonlyMap<string, ConfigProvider>;
}

function assemble(materials: Materials): Omit<WorkerParts, 'extensions'> {
  const { options, props, config, loggers, plugins, transformer, providers } = materials;
  const { log, clients, onCorruptOffsets, secrets } = options;
  const clock = systemClock;
  const statusStore = new MemoryStatusBackingStore();
  const statuses = new Statuses(statusStore, log, (text) => secrets.redact(text));
  const { store: offsets, exactlyOnce } = createOffsetStorage({ config, props, clients, clock, log, onCorruptOffsets });
  const activeTopics = new ActiveTopics(config['topic.tracking.enable']);
  const createsTopics = config['topic.creation.enable'];
  const connectors = new ConnectorFactory({ plugins, transformer, secrets, offsets, log, createsTopics });
  const worker = new Worker({
    statuses,
    clock,
    log,
    gracefulStopMs: config['task.shutdown.graceful.timeout.ms'],
    metricConfig: { samples: config['metrics.num.samples'], windowMs: config['metrics.sample.window.ms'] },
    connectors,
    tasks: new TaskFactory({
      ...{ plugins, transformer, clients, offsets, exactlyOnce, clock, activeTopics },
      listener: statuses.tasks,
      workerProps: props,
      worker: config,
      endsWithInput: options.endsWithInput,
    }),
  });
  const validator = createValidator(materials);
  const configs = new MemoryConfigBackingStore();
  const view = new WorkerView({ worker, configs, statuses: statusStore, monotonic: () => clock.monotonic() });
  const herder = new StandaloneHerder({
    worker,
    configs,
    statusStore,
    statuses,
    validator,
    log,
    activeTopics,
    offsets: new ConnectorOffsets({
      ...{ connectors, offsets, clients, workerProps: props, log, fencing: exactlyOnce?.fencing },
    }),
  });
  const closeProviders = async () => {
    for (const provider of providers.values()) await provider.close?.();
  };
  const connectorPlugins = new ConnectorPlugins(plugins, validator);
  const own = { props, config, offsets, statuses, worker, view, herder, loggers, activeTopics, transformer };
  return { ...own, plugins: connectorPlugins, closeProviders };
}

function createValidator(materials: Materials): ConnectorConfigValidator {
  const { options, props, config, plugins, transformer } = materials;
  return new ConnectorConfigValidator({
    plugins,
    transformer,
    secrets: options.secrets,
    worker: { ...props, 'header.converter': config['header.converter'] },
    exactlyOnce: exactlyOnceOffer(config),
    overridePolicy: connectorClientConfigOverridePolicy(
      config['connector.client.config.override.policy'],
      config['connector.client.config.override.allowlist'],
    ),
  });
}
