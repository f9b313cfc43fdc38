/** Owns what every connector does: validate its settings and split its work into task configurations. */
import type { ConfigDef } from '../config/config-def';
import type { ConfigValue } from '../config/config-def';
import type { MaybePromise, Props } from './plugin';

/** What a connector may ask of the worker. Valid from `initialize` until `stop` of the last life of the instance. */
export interface ConnectorContext {
  /** Asks the worker to call `taskConfigs` again; tasks restart only if their configurations changed. */
  requestTaskReconfiguration(): void;
  /** Fails the connector with this error: its state becomes FAILED. The tasks go on. */
  raiseError(error: Error): void;
}

/** A task's configuration: a map of strings, because it must survive JSON. */
export type TaskConfig = Record<string, string>;

/** Base of SourceConnector and SinkConnector; authors extend those. Instances are made with no arguments. */
export abstract class Connector<Context extends ConnectorContext = ConnectorContext> {
  #context: Context | undefined;

  /** The version of the plugin, for listings and metrics. Called on instances that are never started. */
  abstract version(): string;

  /** The definition of the connector's own settings. Called for validation, on instances that are never started. */
  abstract config(): ConfigDef;

  /**
   * Checks settings. Called on every creation, change and validation, on an instance that is never started. The default
   * checks against `config()`; override it for checks across keys, and add to `errors` of the values you return.
   */
  validate(props: Props): MaybePromise<ConfigValue[]> {
    return this.config().validate(props);
  }

  /** Called once per instance, before `start`. */
  initialize(context: Context): MaybePromise<void> {
    this.#context = context;
  }

  /** The context given to `initialize`. */
  protected get context(): Context {
    if (this.#context === undefined) throw new Error('the connector is not initialized yet');
    return this.#context;
  }

  /**
   * Called after `initialize`, and again after each `stop` that is followed by a resume, on the same instance. Throwing
   * fails the connector.
   */
  abstract start(props: Props): MaybePromise<void>;

  /**
   * The configurations of the tasks, at most `maxTasks`. Called after `start` and after each request for
   * reconfiguration. A task gets exactly this map, so copy what it needs.
   */
  abstract taskConfigs(maxTasks: number): MaybePromise<TaskConfig[]>;

  /** Called on pause, stop, delete and shutdown, only if started. */
  abstract stop(): MaybePromise<void>;
}
