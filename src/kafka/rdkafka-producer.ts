/** Owns a producer that sends blocks of records in order and tells what became of each. */
import type { LibrdKafkaError } from 'node-rdkafka';
import { systemClock } from '../clock';
import { KafkaError } from '../errors';
import type {
  ClientOptions,
  ClientStatistics,
  Delivery,
  DeliveryFailure,
  KafkaProducer,
  ProducerRecord,
} from './clients';
import { withSettings } from './connection-refusals';
import { COORDINATOR_MOVES, COORDINATOR_WAIT_MS, isRetriableCode, KAFKA_CODES, toKafkaError } from './kafka-errors';
import { companion, onMessagesBack, type NativeCompanion } from './native-companion';
import { ProduceBlock } from './produce-block';
import { RdkafkaHandle } from './rdkafka-handle';
import { RefusedRequests } from './refused-requests';

const POLL_MS = 100;
const FLUSH_SLICE_MS = 1000;
const TRANSACTION_SLICE_MS = 1000;
const TRANSACTION_BACKOFF_MS = 20;
/** While the queue is full: how long to wait when nothing is settled. */
const ROOM_MS = 50;
const LONGEST_WAIT_MS = 0x7fffffff;

/** node-rdkafka's transaction calls, each with a time-out and a callback. */
type TransactionCall = 'initTransactions' | 'commitTransaction' | 'abortTransaction';

/**
 * One producer. `send` fills a block, `handOver` gives it to librdkafka in one call. What is not acknowledged when `close`
 * ends the wait stays unsettled: nobody knows whether it was written.
 */
export class RdkafkaProducer implements KafkaProducer {
  readonly #handle: RdkafkaHandle;
  readonly #native: NativeCompanion = companion();
  readonly #id: number;
  readonly #block = new ProduceBlock();
  readonly #refused: RefusedRequests;
  readonly #waiters = new Set<() => void>();
  #next = 0;
  #seen = 0;
  #handing: Promise<void> | undefined;
  #polling: NodeJS.Timeout | undefined;
  #isEnded = false;
  #closed: Promise<void> | undefined;

  constructor(options: ClientOptions & { readonly tracksMetadata?: boolean }) {
    this.#handle = new RdkafkaHandle('producer', options);
    this.#id = this.#handle.id;
    this.#refused = new RefusedRequests(this.#id, (message) => this.#handle.onEvent({ level: 'error', message }));
    if (options.tracksMetadata === true) this.#native.trackDeliveries(this.#id);
    // In a transaction a failure ends the transaction: nothing may be sent again within it.
    if (this.#isTransactional) this.#native.settleRefused(this.#id, true);
  }

  get #isTransactional(): boolean {
    return this.#handle.settings.global['transactional.id'] !== undefined;
  }

  statistics(): ClientStatistics | undefined {
    return this.#handle.statistics.read();
  }

  async connect(): Promise<void> {
    await this.#handle.connect(this.#handle.settings.own.maxBlockMs);
    onMessagesBack(this.#id, () => this.#messagesBack());
    this.#polling = setInterval(() => this.#poll(), POLL_MS).unref();
  }

  #poll(): void {
    for (const event of this.#native.poll(this.#id)) this.#handle.report(event);
  }

  #messagesBack(): void {
    this.#refused.sendAgain();
    for (const wake of this.#waiters) wake();
  }

  send(record: ProducerRecord): number {
    const sequence = this.#next++;
    this.#block.append(record, sequence);
    return sequence;
  }

  handOver(signal?: AbortSignal): Promise<void> | undefined {
    if (this.#handing !== undefined) return this.#handing.then(() => this.handOver(signal));
    if (this.#block.isEmpty || signal?.aborted === true) return undefined;
    if (!this.#refused.isBusy && this.#offer()) return undefined;
    this.#handing = this.#handOverRest(signal).finally(() => {
      this.#handing = undefined;
    });
    return this.#handing;
  }

  /** True when all of the block was taken. Throws KafkaError when the producer is closed. */
  #offer(): boolean {
    const { rows, data, topics, first, count } = this.#block;
    try {
      this.#block.drop(this.#native.produce(this.#id, rows, data, topics, first, count));
    } catch (error) {
      throw toKafkaError(error, 'Records cannot be sent');
    }
    return this.#block.isEmpty;
  }

  async #handOverRest(signal: AbortSignal | undefined): Promise<void> {
    const { maxBlockMs } = this.#handle.settings.own;
    const deadline = systemClock.monotonic() + maxBlockMs;
    let seen = this.#native.settledCount(this.#id);
    for (;;) {
      await this.#refused.idle();
      if (signal?.aborted === true || this.#isEnded || this.#offer()) return;
      if (systemClock.monotonic() > deadline) {
        const message = `Records were not taken within ${maxBlockMs} ms: the producer's queue is full`;
        throw new KafkaError(message, { kafkaCode: KAFKA_CODES.timedOut, isRetriable: true });
      }
      seen = await this.#settledSince(seen, ROOM_MS, signal);
    }
  }

  settledBelow(): number {
    return this.#native.settledBelow(this.#id);
  }

  isSettled(sequence: number): boolean {
    return this.#native.isSettled(this.#id, sequence);
  }

  get bytesSent(): number {
    return this.#block.bytesAppended;
  }

  takeFailures(): DeliveryFailure[] {
    return this.#native
      .takeFailures(this.#id)
      .map((failure) => ({ ...failure, isRetriable: isRetriableCode(failure.kafkaCode) }));
  }

  takeDeliveries(): Delivery[] {
    return this.#native.takeDeliveries(this.#id);
  }

  flush(timeoutMs: number): Promise<boolean> {
    return this.#closed === undefined ? this.#settleAll(timeoutMs) : Promise.resolve(false);
  }

  async #settleAll(timeoutMs: number): Promise<boolean> {
    const deadline = systemClock.monotonic() + timeoutMs;
    const left = () => Math.min(Math.max(deadline - systemClock.monotonic(), 0), LONGEST_WAIT_MS);
    await this.handOver(AbortSignal.timeout(Math.ceil(left())));
    while (this.settledBelow() < this.#next) {
      if (left() === 0) return false;
      await this.#native.flush(this.#id, Math.ceil(Math.min(left(), FLUSH_SLICE_MS)));
      await this.#refused.idle();
    }
    return true;
  }

  async waitForSettled(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    this.#seen = await this.#settledSince(this.#seen, timeoutMs, signal);
  }

  /** Resolves with the number of settled messages when it differs from `seen`, or when the time is over. */
  async #settledSince(seen: number, timeoutMs: number, signal?: AbortSignal): Promise<number> {
    const isOver = signal?.aborted === true || this.#isEnded;
    if (!isOver && this.#native.arm(this.#id, seen)) await this.#messageBackOr(timeoutMs, signal);
    return this.#native.settledCount(this.#id);
  }

  #messageBackOr(timeoutMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const finish = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        this.#waiters.delete(finish);
        resolve();
      };
      const timer = setTimeout(finish, Math.min(timeoutMs, LONGEST_WAIT_MS));
      signal?.addEventListener('abort', finish, { once: true });
      this.#waiters.add(finish);
    });
  }

  fatalError(): Error | undefined {
    const fatal = this.#native.fatalError(this.#id);
    return fatal === null ? undefined : toKafkaError({ ...fatal, message: withSettings(fatal.message), isFatal: true });
  }

  initTransactions(signal?: AbortSignal): Promise<void> {
    return this.#transaction('initTransactions', signal);
  }

  beginTransaction(): Promise<void> {
    return this.#called('beginTransaction', (done) => this.#handle.producer?.beginTransaction(done));
  }

  commitTransaction(): Promise<void> {
    return this.#transaction('commitTransaction');
  }

  abortTransaction(): Promise<void> {
    return this.#transaction('abortTransaction');
  }

  /** In slices, each of which goes on where the last one ended: nothing can end a call of node-rdkafka early. */
  async #transaction(call: TransactionCall, signal?: AbortSignal): Promise<void> {
    const deadline = systemClock.monotonic() + this.#handle.settings.own.maxBlockMs;
    for (;;) {
      const left = deadline - systemClock.monotonic();
      const sliceMs = Math.ceil(Math.min(Math.max(left, 1), TRANSACTION_SLICE_MS));
      try {
        await this.#called(call, (done) => this.#handle.producer?.[call](sliceMs, done));
        return;
      } catch (error) {
        const isOver = left <= 0 || signal?.aborted === true || this.#closed !== undefined;
        // Unlike Java's client, librdkafka does not wait for a coordinator that is only being loaded.
        const isMoving = COORDINATOR_MOVES.has(toKafkaError(error).kafkaCode);
        if (isOver || !(isMoving || mayGoOn(call, error as KafkaError))) throw error;
        if (isMoving) await systemClock.sleep(COORDINATOR_WAIT_MS, signal);
      }
      await systemClock.sleep(TRANSACTION_BACKOFF_MS, signal);
    }
  }

  #called(name: string, call: (done: (error: unknown) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      call((error) => {
        if (error === null || error === undefined) resolve();
        else reject(toKafkaError(error, `${name} failed`));
      });
    });
  }

  close(timeoutMs: number): Promise<void> {
    this.#closed ??= this.#end(timeoutMs);
    return this.#closed;
  }

  async #end(timeoutMs: number): Promise<void> {
    await this.#settleAll(timeoutMs);
    this.#isEnded = true;
    clearInterval(this.#polling);
    this.#refused.stop();
    await this.#handle.disconnect();
    onMessagesBack(this.#id, undefined);
    for (const wake of this.#waiters) wake();
  }
}

/** A coordinator may be on its way when a transactional id is taken over; later on, only librdkafka knows what can be repeated. */
function mayGoOn(call: TransactionCall, error: KafkaError): boolean {
  if (call === 'initTransactions') return error.isRetriable;
  const { isRetriable, isTxnRequiresAbort } = error.cause as Partial<LibrdKafkaError>;
  return isRetriable === true && isTxnRequiresAbort !== true;
}
