/** Owns how a connector is made from its raw settings: class, resolved settings, context, task configurations. */
import type { Connector, ConnectorContext, TaskConfig } from '../api/connector';
import { pluginKindsOf, type Props } from '../api/plugin';
import type { SinkConnector } from '../api/sink-connector';
import type { SourceConnector, SourceConnectorContext } from '../api/source-connector';
import { restorePlaceholders, type ConfigTransformer } from '../config/config-transformer';
import { secretTexts, type Secrets } from '../config/secrets';
import { ConfigError, ConnectError } from '../errors';
import type { Logger } from '../logger';
import type { RawConfig } from '../storage/config-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { OffsetReader } from '../storage/offset-reader';
import { connectorConfigDef } from './connector-config';
import { eventLoop, type LoopHolder } from './event-loop';
import { loggerOf } from './logger-names';
import type { Plugins } from './plugins';
import { topicCreationGroups } from './source-connector-config';

const COMMON_CONFIG = connectorConfigDef();

/** What the factory needs of the worker. */
export interface ConnectorFactoryOptions {
  readonly plugins: Plugins;
  readonly transformer: ConfigTransformer;
  /** Learns what connectors that are made hold of secrets. */
  readonly secrets?: Secrets;
  readonly offsets: OffsetBackingStore;
  readonly log: Logger;
  /** `topic.creation.enable`. */
  readonly createsTopics: boolean;
}

/** A connector, not initialized yet. */
export interface MadeConnector {
  readonly name: string;
  readonly connector: SourceConnector | SinkConnector;
  readonly type: 'source' | 'sink';
  readonly className: string;
  /** Settings with placeholders resolved. */
  readonly props: Props;
  readonly version: string | undefined;
}

/** Makes connectors. */
export class ConnectorFactory {
  readonly #options: ConnectorFactoryOptions;
  readonly #classNames = new WeakMap<Connector, string>();

  constructor(options: ConnectorFactoryOptions) {
    this.#options = options;
  }

  /** Finds the class and makes an instance. Rejects with what is wrong with the class or the settings. */
  async build(config: RawConfig, folder: string | undefined): Promise<MadeConnector> {
    const { plugins, transformer } = this.#options;
    const { data: props } = await transformer.transform(config);
    const descriptor = await plugins.loadConnector(
      props['connector.class'] ?? '',
      folder === undefined ? [] : [folder],
    );
    const connector = descriptor.create();
    this.#learnSecrets(connector, props);
    this.#classNames.set(connector, descriptor.className);
    return {
      name: props.name ?? '',
      connector,
      type: descriptor.kinds.includes('source') ? 'source' : 'sink',
      className: descriptor.className,
      props,
      version: descriptor.version,
    };
  }

  /** A connector that is gone has no secrets. */
  forget(connector: string): void {
    this.#options.secrets?.own(connector, []);
  }

  #learnSecrets(connector: Connector, props: Props): void {
    const keys = connector.config().configKeys;
    const texts = secretTexts(props, (key) => keys.get(key)?.type === 'PASSWORD');
    this.#options.secrets?.own(props.name ?? '', texts);
  }

  /** What the connector may ask of the worker. */
  contextFor(
    made: MadeConnector,
    { requestTaskReconfiguration }: Pick<ConnectorContext, 'requestTaskReconfiguration'>,
    raiseError: (error: Error) => void,
  ): ConnectorContext {
    const context: ConnectorContext = { requestTaskReconfiguration, raiseError };
    if (made.type === 'sink') return context;
    const { offsets, log } = this.#options;
    const own = loggerOf(log, 'OffsetStorageReaderImpl', { connector: made.name, scope: 'worker' });
    const onProblem = (message: string, err: Error) => own.error({ err }, message);
    const offsetStorageReader = new OffsetReader({ store: offsets, connector: made.name, onProblem });
    const sourceContext: SourceConnectorContext = { ...context, offsetStorageReader };
    return sourceContext;
  }

  /**
   * The configurations of the connector's tasks, with what the framework adds. Values that came out of placeholders are put
   * back behind them, so that no secret is stored. Rejects when there are more than `tasks.max`.
   */
  async taskConfigs(connector: Connector, config: RawConfig, holder = this.#holderOf(config)): Promise<TaskConfig[]> {
    const { data: props } = await this.#options.transformer.transform(config);
    const parsed = COMMON_CONFIG.parse(props);
    if (this.#options.createsTopics && isSource(connector)) requireTopicCreationGroups(props);
    const made = await holder.run('taskConfigs', () => connector.taskConfigs(parsed['tasks.max']));
    if (made.length > parsed['tasks.max']) this.#refuseTooMany(made.length, parsed);
    const settings = { raw: config, resolved: props };
    const added = { 'task.class': this.#taskClassName(connector), ...topicKeys(config) };
    return made.map((task) => ({ ...restorePlaceholders(task, settings), ...added }));
  }

  #holderOf({ name }: RawConfig): LoopHolder {
    return eventLoop.holder({ connector: name ?? '' }, this.#options.log);
  }

  /** The task's class beside the connector's: both lie in one package. */
  #taskClassName(connector: Connector): string {
    const { name } = (connector as SourceConnector | SinkConnector).taskClass();
    const className = this.#classNames.get(connector) ?? '';
    return /^[\w.]+\.[\w$]+$/.test(className) ? className.slice(0, className.lastIndexOf('.') + 1) + name : name;
  }

  #refuseTooMany(made: number, parsed: { name: string; 'tasks.max': number; 'tasks.max.enforce': boolean }): void {
    const message = `The connector ${parsed.name} has generated ${made} tasks, which is greater than ${parsed['tasks.max']}, the maximum number of tasks it is configured to create (tasks.max)`;
    if (parsed['tasks.max.enforce']) {
      throw new ConnectError(`${message}. Raise tasks.max, or set tasks.max.enforce=false to let it run all the same`);
    }
    const log = loggerOf(this.#options.log, 'Worker', { connector: parsed.name, scope: 'worker' });
    log.warn(`${message}; tasks.max.enforce=false lets it`);
  }
}

/** Sinks get their topics from the framework: an author cannot forget to copy them. */
function topicKeys(config: RawConfig): TaskConfig {
  const added: TaskConfig = {};
  for (const key of ['topics', 'topics.regex']) {
    const value = config[key];
    if (value !== undefined && value !== null) added[key] = value;
  }
  return added;
}

/** Throws the first complaint only, as Kafka Connect does. */
function requireTopicCreationGroups(props: Props): void {
  try {
    topicCreationGroups(props);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const [message = thrown.message] = thrown.message.split('\n');
    throw new ConfigError(message, { cause: thrown, findings: thrown.findings });
  }
}

function isSource(connector: Connector): boolean {
  return pluginKindsOf(connector.constructor).includes('source');
}
