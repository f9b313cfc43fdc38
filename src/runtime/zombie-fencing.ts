/** Owns that no task of an earlier life of a connector can commit a transaction any more. */
import type { Props } from '../api/plugin';
import { asError, ConnectError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import { eventsTo } from './client-event-log';
import { transactionalProducerProperties } from './client-properties';
import { connectorConfigDef } from './connector-config';
import { transactionalIdOf } from './task-id';

/** What fencing needs of the worker. */
export interface ZombieFencingOptions {
  readonly clients: KafkaClients;
  /** `group.id`. */
  readonly groupId: string;
  readonly workerProps: Props;
  readonly log: Logger;
}

const AT_ONCE = 8;
const CLOSE_MS = 1000;
const COMMON_CONFIG = connectorConfigDef();

/** Takes over transactional ids for a moment. A task that starts later takes its own over once more. */
export class ZombieFencing {
  readonly #options: ZombieFencingOptions;

  constructor(options: ZombieFencingOptions) {
    this.#options = options;
  }

  /**
   * Before several tasks start: a source partition may have moved from one to another, so all must be fenced before the first reads
   * offsets. One task fences itself. Rejects with ConnectError.
   */
  async beforeTasks(connector: Props, count: number): Promise<void> {
    const most = Math.max(count, COMMON_CONFIG.parse(connector)['tasks.max']);
    if (most > 1) await this.fence(connector, most);
  }

  /** Before offsets are changed from outside. Rejects with ConnectError. */
  async beforeChange(connector: Props): Promise<void> {
    await this.fence(connector, COMMON_CONFIG.parse(connector)['tasks.max']);
  }

  /** Fences tasks 0 to `count` − 1. Rejects with ConnectError. */
  async fence(connector: Props, count: number): Promise<void> {
    for (let first = 0; first < count; first += AT_ONCE) {
      const tasks = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, index) => first + index);
      await Promise.all(tasks.map((task) => this.#fenceOne(connector, task)));
    }
  }

  async #fenceOne(connector: Props, task: number): Promise<void> {
    const { clients, groupId, workerProps, log } = this.#options;
    const transactionalId = transactionalIdOf(groupId, { connector: connector.name ?? '', task });
    const { properties } = transactionalProducerProperties(workerProps, connector, { task, transactionalId });
    const producer = clients.producer({ properties, onEvent: eventsTo(log, 'KafkaProducer') });
    try {
      await producer.connect();
      await producer.initTransactions();
    } catch (cause) {
      const message = `Earlier tasks with the transactional id ${transactionalId} could not be fenced: ${asError(cause).message}`;
      throw new ConnectError(message, { cause });
    } finally {
      await producer.close(CLOSE_MS);
    }
  }
}
