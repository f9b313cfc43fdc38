/** Owns one client of node-rdkafka with the companion in it: its settings, connection, messages and bounded end. */
import { features, KafkaConsumer, Producer, type LibrdKafkaError, type MetadataOptions } from 'node-rdkafka';
import { systemClock } from '../clock';
import { BrokerUnavailableError, ConfigError, KafkaError, WorkerStartError } from '../errors';
import { translateClientProperties, type ClientKind, type TranslatedProperties } from './client-config';
import { STATISTICS_INTERVAL_MS, StatisticsReader } from './client-statistics';
import type { ClientEvent, ClientOptions } from './clients';
import { withSettings } from './connection-refusals';
import { KAFKA_CODES, toKafkaError } from './kafka-errors';
import { companionPath } from './companion-path';
import { companion, type NativeEvent } from './native-companion';
import { tryClient } from './trial-client';

const POLL_MS = 100;
const DISCONNECT_MS = 5000;
/** Longest wait for a first answer; `max.block.ms` of Connect's producers has no end. */
const LONGEST_CONNECT_MS = 60_000;

/** Errors that trying again does not heal. */
const HOPELESS: ReadonlySet<number> = new Set([
  KAFKA_CODES.authenticationFailed,
  KAFKA_CODES.sslFailed,
  KAFKA_CODES.unsupportedSaslMechanism,
  KAFKA_CODES.saslAuthenticationFailed,
  KAFKA_CODES.fatal,
]);

/** Trouble that passes by itself, or that somebody else takes care of. */
const PASSING: ReadonlySet<number> = new Set([
  KAFKA_CODES.transport,
  KAFKA_CODES.resolve,
  KAFKA_CODES.allBrokersDown,
  KAFKA_CODES.unknownTopicOrPartition,
]);
const TELL_AGAIN_MS = 30_000;

/** Clients that could not be ended. They are kept: ending them from the garbage collector would block the process. */
const kept = new Set<RdkafkaHandle>();

/** What became of a producer's records is still asked for after its end, so numbers are given back with the last reference. */
const numbers = new FinalizationRegistry<number>((id) => companion().release(id));

/** The little of node-rdkafka's clients that is used here, in one type for both. */
interface NodeRdkafkaClient {
  connect(options: MetadataOptions, done: (error: LibrdKafkaError | null | undefined) => void): unknown;
  getMetadata(options: MetadataOptions, done: (error: unknown, metadata?: unknown) => void): unknown;
  on(event: 'event.log', listener: (line: { severity: number; fac: string; message: string }) => void): unknown;
  on(event: 'event.stats', listener: (report: { message: string }) => void): unknown;
  disconnect(done: () => void): unknown;
  disconnect(flushMs: number, done: () => void): unknown;
}

/**
 * One client of librdkafka. `connect` first; `id` is the companion's number for it. Nothing here may run concurrently but
 * `disconnect`.
 */
export class RdkafkaHandle {
  readonly id: number;
  readonly settings: TranslatedProperties;
  readonly onEvent: (event: ClientEvent) => void;
  readonly statistics = new StatisticsReader();
  /** node-rdkafka's own producer, for transactions; undefined for consumers. */
  readonly producer: Producer | undefined;
  readonly #client: NodeRdkafkaClient;
  readonly #kind: ClientKind;
  readonly #isConsumer: boolean;
  #isConnected = false;
  #lastFailure = '';
  readonly #told = new Map<number, number>();
  #polled: Promise<unknown> = Promise.resolve();

  /**
   * With a `group` an admin client is a consumer to librdkafka, which knows that group. Throws ConfigError for a setting
   * that cannot be honoured, WorkerStartError when the companion is missing.
   */
  constructor(kind: ClientKind, options: ClientOptions, group?: string) {
    this.#kind = kind;
    this.#isConsumer = kind === 'consumer' || group !== undefined;
    this.settings = translateClientProperties(kind, options.properties);
    this.onEvent = options.onEvent ?? (() => undefined);
    this.id = companion().reserve();
    numbers.register(this, this.id);
    const settings = group === undefined ? this.settings.global : { ...this.settings.global, 'group.id': group };
    const global = withCompanion(settings, this.#isConsumer ? 'consumer' : kind, this.id);
    const topic = { ...this.settings.topic };
    const made = configured(() => (this.#isConsumer ? new KafkaConsumer(global, topic) : new Producer(global, topic)));
    this.producer = made instanceof Producer ? made : undefined;
    this.#client = made;
    this.#client.on('event.log', (line) => this.#takeLog(line));
    this.#client.on('event.stats', ({ message }) => this.statistics.take(message));
  }

  /** From the end of `connect` to `disconnect`. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  get address(): string {
    return String(this.settings.global['bootstrap.servers'] ?? '');
  }

  /**
   * Connects and waits until a broker answers. Rejects with BrokerUnavailableError naming the address when none does in
   * time, with KafkaError as soon as a broker refuses us.
   */
  async connect(timeoutMs: number): Promise<void> {
    for (const notice of this.settings.notices) this.onEvent(notice);
    if (this.settings.needsTrial) await this.#try();
    const watching = new AbortController();
    const refusal = this.#watchForRefusal(watching.signal);
    try {
      await Promise.race([this.#open(Math.min(timeoutMs, LONGEST_CONNECT_MS), watching), refusal]);
      this.#isConnected = true;
    } catch (error) {
      companion().abandon(this.id);
      throw error;
    } finally {
      watching.abort();
    }
  }

  async #try(): Promise<void> {
    try {
      await tryClient(this.settings.global, this.settings.topic);
    } catch (error) {
      companion().abandon(this.id);
      throw notConfigured(error);
    }
  }

  #open(timeoutMs: number, watching: AbortController): Promise<void> {
    const client = this.#client;
    // Instead of node-rdkafka's question for metadata, which nothing can end early.
    client.getMetadata = (_options, done) => {
      const answered = companion().awaitBroker(this.id, timeoutMs);
      answered.then(
        () => done(null, {}),
        async (error: unknown) => {
          // node-rdkafka disconnects now: nobody may poll meanwhile.
          watching.abort();
          await this.#polled;
          done(error);
        },
      );
    };
    return new Promise((resolve, reject) => {
      client.connect({ allTopics: false }, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(this.#unavailable(timeoutMs, error));
      });
    });
  }

  #unavailable(timeoutMs: number, cause: unknown): Error {
    const { message } = cause as Error;
    const reason = withSettings(this.#lastFailure === '' ? message : this.#lastFailure);
    return new BrokerUnavailableError(`No Kafka broker answered at ${this.address} within ${timeoutMs} ms: ${reason}`, {
      cause,
    });
  }

  /** Rejects when a broker refuses us for good. Never resolves, so that it can be raced against. */
  async #watchForRefusal(signal: AbortSignal): Promise<never> {
    for (;;) {
      await systemClock.sleep(POLL_MS, signal);
      if (signal.aborted) return new Promise<never>(() => undefined);
      const polling = this.#pollEvents();
      this.#polled = polling.catch(() => undefined);
      for (const event of await polling) this.#throwIfHopeless(event);
    }
  }

  #throwIfHopeless(event: NativeEvent): void {
    this.report(event);
    if (!HOPELESS.has(event.kafkaCode)) return;
    throw new KafkaError(`The Kafka broker at ${this.address} refuses the connection: ${withSettings(event.message)}`, {
      kafkaCode: event.kafkaCode,
    });
  }

  async #pollEvents(): Promise<readonly NativeEvent[]> {
    const native = companion();
    if (!native.isAttached(this.id)) return [];
    if (!this.#isConsumer) return native.poll(this.id);
    return (await native.fetch(this.id, 0, 1, 1)).events;
  }

  /** Passes on what librdkafka says of the client as a whole. */
  report({ kafkaCode, message }: Pick<NativeEvent, 'kafkaCode' | 'message'>): void {
    if ((kafkaCode === KAFKA_CODES.transport || kafkaCode === KAFKA_CODES.resolve) && message !== '')
      this.#lastFailure = message;
    this.onEvent({ level: this.#levelOf(kafkaCode), message, kafkaCode });
  }

  /** While it connects, the outcome says it all; later the same trouble is told once in a while, not every second. */
  #levelOf(kafkaCode: number): ClientEvent['level'] {
    if (kafkaCode === KAFKA_CODES.fatal) return 'fatal';
    const now = systemClock.monotonic();
    const isOld = now - (this.#told.get(kafkaCode) ?? -Infinity) < TELL_AGAIN_MS;
    if (!this.#isConnected || isOld) return 'debug';
    this.#told.set(kafkaCode, now);
    return PASSING.has(kafkaCode) ? 'warn' : 'error';
  }

  #takeLog({ severity, fac, message }: { severity: number; fac: string; message: string }): void {
    // librdkafka says the same as an error, with its code.
    if (fac === 'FAIL' || fac === 'ERROR') return;
    this.onEvent({ level: levelOf(severity), message: `${fac}: ${message}` });
  }

  /**
   * Ends the client within a bound. `isSafe` false: librdkafka would wait for something that does not come, so it is left
   * alone for the rest of the process. Resolves in either case.
   */
  async disconnect(isSafe = true): Promise<void> {
    const native = companion();
    native.abandon(this.id);
    if (!this.#isConnected) return;
    this.#isConnected = false;
    kept.add(this);
    if (isSafe && (await this.#disconnected())) {
      kept.delete(this);
      return;
    }
    this.onEvent({
      level: 'warn',
      message: `The ${this.#kind} of ${this.address} did not end in time; it is left behind`,
    });
  }

  #disconnected(): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), DISCONNECT_MS);
      const done = () => {
        clearTimeout(timer);
        resolve(true);
      };
      if (this.#isConsumer) this.#client.disconnect(done);
      else this.#client.disconnect(0, done);
    });
  }
}

function withCompanion(global: TranslatedProperties['global'], kind: ClientKind, id: number): Record<string, unknown> {
  if (!features.includes('plugins')) {
    throw new WorkerStartError(
      'node-rdkafka was built without "plugins" (libdl): the native companion cannot be used; build it again',
    );
  }
  const others = global['plugin.library.paths'];
  return {
    // First: the next setting is the companion's own.
    'plugin.library.paths': others === undefined ? companionPath() : `${companionPath()};${String(others)}`,
    'connect.companion': `${kind}:${id}`,
    // The first connection is kept instead of being dropped and made again after a pause.
    'enable.sparse.connections': false,
    'statistics.interval.ms': STATISTICS_INTERVAL_MS,
    ...Object.fromEntries(Object.entries(global).filter(([name]) => name !== 'plugin.library.paths')),
  };
}

function configured<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw notConfigured(error);
  }
}

function notConfigured(cause: unknown): ConfigError {
  return new ConfigError(`The Kafka client cannot be configured: ${toKafkaError(cause).message}`, { cause });
}

/** Of syslog's severities. */
function levelOf(severity: number): ClientEvent['level'] {
  if (severity <= 3) return 'error';
  if (severity === 4) return 'warn';
  return severity <= 6 ? 'info' : 'debug';
}
