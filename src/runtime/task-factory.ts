/** Owns the wiring of a task: plugin, converters, transforms, clients and error handling become a worker task. */
import type { ConnectRecord } from '../api/connect-record';
import type { Props } from '../api/plugin';
import type { SinkRecord } from '../api/sink-record';
import type { SinkTask } from '../api/sink-task';
import type { SourceRecord } from '../api/source-record';
import type { SourceTask } from '../api/source-task';
import type { Clock } from '../clock';
import type { ConfigTransformer } from '../config/config-transformer';
import type { KafkaClients } from '../kafka/clients';
import { withContext, type Logger } from '../logger';
import type { RawConfig, TargetState } from '../storage/config-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { OffsetReader } from '../storage/offset-reader';
import { eventsTo } from './client-event-log';
import { sinkConsumerProperties, topicAdminProperties } from './client-properties';
import { connectorConfigDef } from './connector-config';
import { createConverters } from './converter-factory';
import type { ConverterSet } from './converter-set';
import { createErrorHandling, createSinkErrorHandling, type ErrorHandlingSources } from './error-handling-factory';
import type { ActiveTopics } from './active-topics';
import { eventLoop, type LoopHolder } from './event-loop';
import { heldSinkTask, heldSourceTask } from './held-task';
import { loggerOf } from './logger-names';
import { ErrorCounters } from './errors/error-counters';
import type { ExactlyOnce } from './offset-storage';
import type { Plugins } from './plugins';
import { ensureSinkConfig, sinkConnectorConfigDef } from './sink-connector-config';
import { subscriptionOf } from './sink-subscription';
import { SinkRecordDecoder } from './sink/sink-record-decoder';
import { WorkerSinkTaskContext } from './sink/sink-task-context';
import { WorkerSinkTask } from './sink/worker-sink-task';
import type { MetricConfig } from './sampled-stat';
import { createSourceDelivery } from './source-delivery';
import { topicCreationGroups } from './source-connector-config';
import { InputEnd } from './source/input-end';
import { SourceRecordEncoder } from './source/source-record-encoder';
import { SourceTaskCounters } from './source/source-task-counters';
import { TopicCreation } from './source/topic-creation';
import { WorkerSourceTask } from './source/worker-source-task';
import { createTransformationChain, type TransformationChain } from './transformation-chain';
import type { TaskId } from './task-id';
import { taskPlugins, type PluginName, type TaskPlugins, type TaskPluginSources } from './task-plugins';
import type { TaskStatusListener, WorkerTask, WorkerTaskOptions } from './worker-task';

/** What the factory needs of the worker. */
export interface TaskFactoryOptions {
  readonly plugins: Plugins;
  readonly transformer: ConfigTransformer;
  readonly clients: KafkaClients;
  readonly offsets: OffsetBackingStore;
  /** Undefined: sources deliver at least once. */
  readonly exactlyOnce?: ExactlyOnce | undefined;
  readonly listener: TaskStatusListener;
  readonly clock: Clock;
  /** The worker's settings, placeholders resolved, and what the wiring needs of them parsed. */
  readonly workerProps: Props;
  readonly worker: WorkerTimes;
  readonly activeTopics: ActiveTopics;
  /** The run ends with its input: what is not there is not waited for. */
  readonly endsWithInput: boolean;
}

/** The worker's settings that reach into every task. */
export interface WorkerTimes {
  readonly 'offset.flush.interval.ms': number;
  readonly 'offset.flush.timeout.ms': number;
  readonly 'topic.creation.enable': boolean;
  readonly 'metrics.sample.window.ms': number;
  readonly 'metrics.num.samples': number;
}

/** A task to be started. */
export interface TaskStart {
  readonly id: TaskId;
  readonly connectorConfig: RawConfig;
  readonly taskConfig: Readonly<Record<string, string>>;
  readonly folder: string | undefined;
  readonly targetState: TargetState;
}

/** A task that is ready to run. */
export interface MadeTask {
  readonly task: WorkerTask;
  readonly version: string | undefined;
  readonly plugins: TaskPlugins;
}

/** What a task is made of. */
interface Basis {
  readonly start: TaskStart;
  readonly log: Logger;
  /** The connector's settings, placeholders resolved. */
  readonly connector: Props;
  /** The task's own settings, placeholders resolved. */
  readonly props: Props;
  /** Folders against which plugin files resolve. */
  readonly folders: readonly string[];
  /** The connector's class. */
  readonly connectorClass: PluginName;
}

type TaskOptions = WorkerTaskOptions & {
  readonly errors: ErrorCounters;
  readonly metricConfig: MetricConfig;
  readonly holder: LoopHolder;
};

/** What a task has become. */
interface TaskParts {
  readonly workerTask: WorkerTask;
  readonly task: SourceTask | SinkTask;
  readonly converters: ConverterSet;
  readonly transformations: { readonly stages: TaskPluginSources['stages'] };
}

/** What both kinds of tasks are wired with. */
interface Wiring<R extends ConnectRecord> {
  readonly options: TaskOptions;
  readonly converters: ConverterSet;
  readonly transformations: TransformationChain<R>;
}

const COMMON_CONFIG = connectorConfigDef();
const SINK_CONFIG = sinkConnectorConfigDef();

/** Makes tasks out of their names and maps of strings. */
export class TaskFactory {
  readonly #options: TaskFactoryOptions;

  constructor(options: TaskFactoryOptions) {
    this.#options = options;
  }

  /** Wires a task. Rejects with what is wrong with its settings or plugins. */
  async build(start: TaskStart, log: Logger): Promise<MadeTask> {
    const { plugins, transformer } = this.#options;
    const { data: connector } = await transformer.transform(start.connectorConfig);
    const { data: props } = await transformer.transform(start.taskConfig);
    const folders = start.folder === undefined ? [] : [start.folder];
    const reference = connector['connector.class'] ?? '';
    const { kinds, className, version } = await plugins.loadConnector(reference, folders);
    const isSource = kinds.includes('source');
    const named = loggerOf(log, isSource ? 'WorkerSourceTask' : 'WorkerSinkTask');
    const basis: Basis = { start, log: named, connector, props, folders, connectorClass: { className, version } };
    return isSource ? this.#buildSource(basis, reference) : this.#buildSink(basis, reference);
  }

  /** Before the tasks of a connector start: earlier ones can commit nothing from then on. Rejects where that is not sure. */
  async fenceZombies(starts: readonly TaskStart[]): Promise<void> {
    const { exactlyOnce, transformer, plugins } = this.#options;
    const [start] = starts;
    if (exactlyOnce === undefined || start === undefined) return;
    const { data: connector } = await transformer.transform(start.connectorConfig);
    const folders = start.folder === undefined ? [] : [start.folder];
    const { kinds } = await plugins.loadConnector(connector['connector.class'] ?? '', folders);
    if (kinds.includes('source')) await exactlyOnce.fencing.beforeTasks(connector, starts.length);
  }

  async #buildSource(basis: Basis, reference: string): Promise<MadeTask> {
    const { plugins, clients, clock, worker, workerProps, offsets, exactlyOnce } = this.#options;
    const { start, log, connector, props } = basis;
    const TaskClass = (await plugins.load('source', reference, basis.folders)).create().taskClass();
    const task = new TaskClass();
    const { converters, transformations, options } = await this.#wire<SourceRecord>(basis);
    const boundary = createErrorHandling(errorSources(options), COMMON_CONFIG.parse(connector));
    const counters = new SourceTaskCounters(options.metricConfig);
    const held = heldSourceTask(task, options.holder);
    const { maySkipFailedSends, transactionContext, ...delivery } = createSourceDelivery({
      ...{ id: start.id, task: held, clients, offsets, exactlyOnce, workerProps, connector, clock, log, counters },
      ...{ intervalMs: worker['offset.flush.interval.ms'], timeoutMs: worker['offset.flush.timeout.ms'] },
    });
    const groups = worker['topic.creation.enable'] ? topicCreationGroups(connector) : [];
    const adminEvents = eventsTo(log, 'KafkaAdminClient');
    const adminProperties = topicAdminProperties(workerProps, connector, start.id.task);
    const admin =
      groups.length === 0 ? undefined : clients.admin({ properties: adminProperties, onEvent: adminEvents });
    const reader = new OffsetReader({
      store: offsets,
      connector: start.id.connector,
      onProblem: (message, err) => loggerOf(log, 'OffsetStorageReaderImpl').error({ err }, message),
    });
    const inputEnd = new InputEnd(clock, this.#options.endsWithInput);
    const workerTask = new WorkerSourceTask(options, {
      ...{ ...delivery, task: held, inputEnd, counters, props, admin, converters, boundary },
      context: {
        configs: () => this.#latestProps(start),
        offsetStorageReader: reader,
        transactionContext,
        stopSignal: options.stopping.signal,
        logger: pluginLogger(basis),
        endOfInput: (problem) => inputEnd.say(problem),
      },
      encoder: new SourceRecordEncoder({ transformations, converters, boundary, onWarning: (text) => log.warn(text) }),
      topicCreation: admin === undefined ? undefined : new TopicCreation(groups, admin, log),
      skipsFailedSends: boundary.tolerance === 'all' && maySkipFailedSends,
      closeOffsetReader: () => reader.close(),
    });
    return this.#made(basis, { workerTask, task, converters, transformations });
  }

  async #buildSink(basis: Basis, reference: string): Promise<MadeTask> {
    const { plugins, clients, worker, workerProps } = this.#options;
    const { start, log, connector, props } = basis;
    ensureSinkConfig(connector);
    const config = SINK_CONFIG.parse(connector);
    const TaskClass = (await plugins.load('sink', reference, basis.folders)).create().taskClass();
    const task = new TaskClass();
    const { converters, transformations, options } = await this.#wire<SinkRecord>(basis);
    const { boundary, reporter, canReport } = createSinkErrorHandling(
      { ...errorSources(options), clients, worker: workerProps, connector, converters },
      config,
    );
    const consumer = clients.consumer({
      properties: sinkConsumerProperties(workerProps, connector, start.id.task),
      onEvent: eventsTo(log, 'KafkaConsumer'),
    });
    const workerTask = new WorkerSinkTask(options, {
      task: heldSinkTask(task, options.holder),
      props,
      consumer,
      converters,
      context: new WorkerSinkTaskContext({
        consumer,
        configs: () => this.#latestProps(start),
        errantRecordReporter: canReport ? reporter : null,
        logger: pluginLogger(basis),
        stopSignal: options.stopping.signal,
      }),
      subscription: subscriptionOf(config),
      decoder: new SinkRecordDecoder({ transformations, converters, boundary, keepsOrigins: canReport }),
      commitIntervalMs: worker['offset.flush.interval.ms'],
      commitTimeoutMs: worker['offset.flush.timeout.ms'],
      errantRecords: reporter,
    });
    return this.#made(basis, { workerTask, task, converters, transformations });
  }

  #made({ start, connectorClass }: Basis, parts: TaskParts): MadeTask {
    const { workerTask, task, converters, transformations } = parts;
    const version = task.version();
    const plugins = taskPlugins({
      type: workerTask.counters.kind,
      connector: connectorClass,
      task: { className: start.taskConfig['task.class'] ?? task.constructor.name, version },
      converters,
      stages: transformations.stages,
    });
    return { task: workerTask, version, plugins };
  }

  /** What does not depend on the direction: converters, transforms, the frame of the worker task. */
  async #wire<R extends ConnectRecord>(basis: Basis): Promise<Wiring<R>> {
    const { plugins, clock, listener, workerProps, activeTopics, worker } = this.#options;
    const { start, log, connector, folders } = basis;
    const stopping = new AbortController();
    return {
      converters: await createConverters(plugins, { connector, worker: workerProps, folders }),
      transformations: await createTransformationChain<R>(plugins, connector, folders),
      options: {
        id: start.id,
        log,
        clock,
        listener,
        targetState: start.targetState,
        stopping,
        noteTopic: (topic) => activeTopics.note(start.id.connector, topic),
        errors: new ErrorCounters(),
        holder: eventLoop.holder(start.id, log),
        metricConfig: { samples: worker['metrics.num.samples'], windowMs: worker['metrics.sample.window.ms'] },
      },
    };
  }

  async #latestProps({ taskConfig }: TaskStart): Promise<Props> {
    return (await this.#options.transformer.transform(taskConfig)).data;
  }
}

/** What the author writes goes by the name of the author's class. */
function pluginLogger({ log, props, start }: Basis): Logger {
  return withContext(log, { logger: props['task.class'] ?? start.id.connector });
}

function errorSources(options: TaskOptions): ErrorHandlingSources {
  const { id, log, clock, stopping, errors } = options;
  return { id, log, clock, stopSignal: stopping.signal, counters: errors };
}
