/** Owns the life of a connector in this process: its state machine around the author's `start` and `stop`. */
import type { Connector, ConnectorContext } from '../api/connector';
import type { Props } from '../api/plugin';
import { asError, ConnectError } from '../errors';
import type { Logger } from '../logger';
import type { TargetState } from '../storage/config-backing-store';
import { eventLoop, type LoopHolder } from './event-loop';
import type { ConnectorStatusListener } from './statuses';

/** Where a connector stands. */
export type ConnectorPhase = 'INIT' | TargetState | 'FAILED';

/** What a connector is run with. */
export interface WorkerConnectorOptions {
  readonly name: string;
  readonly connector: Connector;
  readonly context: ConnectorContext;
  /** Settings with placeholders resolved. */
  readonly props: Props;
  readonly log: Logger;
  readonly listener: ConnectorStatusListener;
}

/** Longest wait for the author's `stop` at shutdown (Java: 5 s). */
export const CONNECTOR_STOP_TIMEOUT_MS = 5000;

/** One connector. Its callers make one call after another. */
export class WorkerConnector {
  readonly name: string;
  readonly connector: Connector;
  /** Names the calls into the author's code. */
  readonly holder: LoopHolder;
  readonly #options: WorkerConnectorOptions;
  #phase: ConnectorPhase = 'INIT';
  #isStarted = false;
  #isInitialized = false;

  constructor(options: WorkerConnectorOptions) {
    this.name = options.name;
    this.connector = options.connector;
    this.holder = eventLoop.holder({ connector: options.name }, options.log);
    this.#options = options;
  }

  get phase(): ConnectorPhase {
    return this.#phase;
  }

  /** True when the author's `start` has returned and `stop` was not called since. */
  get isRunning(): boolean {
    return this.#phase === 'STARTED';
  }

  /**
   * Brings the connector into a state. Rejects with what the author's `initialize` or `start` threw; the connector is FAILED
   * then. A FAILED connector only follows to STOPPED.
   */
  async transitionTo(target: TargetState): Promise<void> {
    if (this.#phase === target || (this.#phase === 'FAILED' && target !== 'STOPPED')) return;
    try {
      if (target === 'STARTED') await this.#start();
      else await this.#rest(target);
    } catch (thrown) {
      const error = asError(thrown);
      this.fail(error);
      throw new ConnectError(`Failed to start connector: ${this.name}: ${error.message}`, { cause: error });
    }
  }

  /** Ends the connector for good. Errors of the author's `stop` are logged. */
  async shutdown(): Promise<void> {
    await this.#stopAuthor();
    this.holder.leave();
    this.#phase = 'INIT';
  }

  /** Marks the connector FAILED, as its author asked or because a call failed. */
  fail(error: Error): void {
    if (this.#phase === 'FAILED') return;
    this.#phase = 'FAILED';
    this.#options.log.error({ err: error }, 'Connector failed');
    this.#options.listener.onFailure(this.name, error);
  }

  async #start(): Promise<void> {
    await this.#initialize();
    await this.holder.run('start', () => this.connector.start(this.#options.props));
    this.#isStarted = true;
    // The author may have called raiseError from within start.
    if (this.#hasFailed()) return;
    this.#phase = 'STARTED';
    this.#options.listener.onStartup(this.name);
  }

  async #rest(target: 'PAUSED' | 'STOPPED'): Promise<void> {
    if (target === 'PAUSED') await this.#initialize();
    await this.#stopAuthor();
    this.#phase = target;
    if (target === 'PAUSED') this.#options.listener.onPause(this.name);
    else this.#options.listener.onStop(this.name);
  }

  async #initialize(): Promise<void> {
    if (this.#isInitialized) return;
    await this.holder.run('initialize', () => this.connector.initialize(this.#options.context));
    this.#isInitialized = true;
  }

  async #stopAuthor(): Promise<void> {
    if (!this.#isStarted) return;
    this.#isStarted = false;
    try {
      await this.holder.run('stop', () => this.connector.stop());
    } catch (thrown) {
      this.#options.log.error({ err: asError(thrown) }, 'The connector threw an exception while it stopped');
    }
  }

  #hasFailed(): boolean {
    return this.#phase === 'FAILED';
  }
}
