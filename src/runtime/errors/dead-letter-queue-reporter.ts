/** Owns the dead-letter queue of a sink task: its topic, what is written there, and when that is safe (KIP-298). */
import { asError, ConnectError, KafkaError } from '../../errors';
import type { DeliveryFailure, KafkaAdmin, KafkaProducer, ProducerRecord } from '../../kafka/clients';
import type { Logger } from '../../logger';
import type { TaskId } from '../task-id';
import { deadLetterHeaders } from './dead-letter-headers';
import type { ErrorCounters } from './error-counters';
import type { ConsumedMessage, ErrorReporter, ProcessingContext } from './processing-context';

/** What the queue of a task is made with. Producer and admin are not connected yet. */
export interface DeadLetterQueueReporterOptions {
  readonly id: TaskId;
  readonly topic: string;
  /** Of the topic, where it has to be created. */
  readonly replicationFactor: number;
  /** `errors.deadletterqueue.context.headers.enable`. */
  readonly hasContextHeaders: boolean;
  readonly producer: KafkaProducer;
  readonly admin: KafkaAdmin;
  readonly log: Logger;
  readonly counters: ErrorCounters;
  /** Aborted when the task is told to stop. */
  readonly stopSignal: AbortSignal;
}

/** Connects a client, again and again while no broker answers. */
export type UntilConnected = (connect: () => Promise<void>) => Promise<void>;

/** A record on its way. */
interface Waiting {
  readonly sequence: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const PARTITIONS = 1;
const LOOK_EVERY_MS = 1000;

/** Writes failed messages as they were consumed. `start` comes first. */
export class DeadLetterQueueReporter implements ErrorReporter {
  readonly #options: DeadLetterQueueReporterOptions;
  readonly #ending = new AbortController();
  readonly #failures = new Map<number, DeliveryFailure>();
  readonly #waiting: Waiting[] = [];
  #settling: Promise<void> | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: DeadLetterQueueReporterOptions) {
    this.#options = options;
  }

  /** Makes sure that the topic exists. Rejects with ConnectError when it neither does nor can be created. */
  async start(untilConnected: UntilConnected): Promise<void> {
    const { admin, producer, stopSignal } = this.#options;
    await untilConnected(() => admin.connect());
    if (stopSignal.aborted) return;
    await this.#ensureTopic();
    await admin.close();
    await untilConnected(() => producer.connect());
  }

  /** Resolves when the record is in the queue; rejects when Kafka does not take it, which was logged then. */
  report(context: ProcessingContext): Promise<void> | undefined {
    const { producer, counters } = this.#options;
    if (!('consumed' in context.record)) return undefined;
    counters.deadLetterRequests++;
    const sequence = producer.send(this.#message(context.record.consumed, context));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sequence, resolve, reject });
      this.#settling ??= this.#settle();
    });
  }

  /** Waits up to `timeoutMs` for what is on its way, then disconnects. What is not safe then rejects. */
  close(timeoutMs: number): Promise<void> {
    return (this.#closed ??= this.#close(timeoutMs));
  }

  async #close(timeoutMs: number): Promise<void> {
    const { producer, admin } = this.#options;
    if (this.#waiting.length > 0) await producer.flush(timeoutMs);
    this.#ending.abort();
    await this.#settling;
    const error = new ConnectError('The dead letter queue was closed before the record was acknowledged');
    for (const { reject } of this.#waiting.splice(0)) reject(error);
    await producer.close(0);
    await admin.close();
  }

  async #ensureTopic(): Promise<void> {
    const { admin, topic, replicationFactor, log } = this.#options;
    try {
      if ((await admin.describeTopic(topic)) !== undefined) return;
      await admin.createTopic({ name: topic, partitions: PARTITIONS, replicationFactor, configs: {} });
      log.info(`Created topic ${topic} for the dead letter queue`);
    } catch (thrown) {
      const { message } = asError(thrown);
      throw new ConnectError(
        `Could not initialize dead letter queue with topic=${topic} and errors.deadletterqueue.topic.replication.factor=${replicationFactor}: ${message}`,
        { cause: thrown },
      );
    }
  }

  #message(consumed: ConsumedMessage, context: ProcessingContext): ProducerRecord {
    const { id, topic, hasContextHeaders } = this.#options;
    const { key, value, timestamp } = consumed;
    const own = consumed.headers ?? [];
    const headers = hasContextHeaders ? [...own, ...deadLetterHeaders(id, consumed, context)] : own;
    return { topic, partition: null, key, value, timestamp: timestamp < 0 ? null : timestamp, headers };
  }

  /** Runs while records are on their way; those that come meanwhile go together. */
  async #settle(): Promise<void> {
    const { producer } = this.#options;
    const { signal } = this.#ending;
    while (this.#waiting.length > 0 && !signal.aborted) {
      try {
        await producer.handOver(signal);
      } catch (thrown) {
        // The queue of the client is full: the records stay in the outgoing block.
        if (!(thrown instanceof KafkaError) || !thrown.isRetriable) this.#rejectAll(asError(thrown));
      }
      await producer.waitForSettled(LOOK_EVERY_MS, signal);
      this.#takeSettled();
    }
    this.#takeSettled();
    this.#settling = undefined;
  }

  #takeSettled(): void {
    const { producer } = this.#options;
    const below = producer.settledBelow();
    for (const failure of producer.takeFailures()) this.#failures.set(failure.sequence, failure);
    const settled = this.#waiting.findIndex(({ sequence }) => sequence >= below);
    for (const waiting of this.#waiting.splice(0, settled < 0 ? this.#waiting.length : settled)) {
      const failure = this.#failures.get(waiting.sequence);
      this.#failures.delete(waiting.sequence);
      if (failure === undefined) waiting.resolve();
      else waiting.reject(this.#failed(failure.message));
    }
  }

  #rejectAll(cause: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(this.#failed(cause.message));
  }

  #failed(reason: string): Error {
    const { topic, counters, log } = this.#options;
    counters.deadLetterFailures++;
    const message = `Could not produce message to dead letter queue. topic=${topic}: ${reason}`;
    log.error(message);
    return new ConnectError(message);
  }
}
