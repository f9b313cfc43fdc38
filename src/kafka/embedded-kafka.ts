/** Owns the embedded Kafka: librdkafka's mock cluster in a child process that ends with this one. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { dirname, extname, join } from 'node:path';
import { BrokerUnavailableError, KafkaError } from '../errors';
import type { EmbeddedKafkaReply, EmbeddedKafkaRequest } from './embedded-kafka-process';

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 2_000;

/** How the embedded Kafka differs from the default. */
export interface EmbeddedKafkaOptions {
  /** Default 1. */
  readonly brokers?: number;
}

/**
 * A small Kafka for first contact, demos and tests. It keeps its data in memory (5 MB a partition, then the oldest go)
 * and knows no transactions to speak of, no ACLs and no topic requests: topics are created here.
 */
export interface EmbeddedKafka {
  /** Addresses for `bootstrap.servers`; any client of this machine can connect. */
  readonly bootstrap: string;
  /** Resolves true when the topic was created, false when it existed already. May run concurrently. */
  createTopic(name: string, partitions?: number): Promise<boolean>;
  /** Ends the child process; everything in it is lost. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Starts it and resolves when it answers. The child ends when `stop` is called or when this process ends, however it ends;
 * signals meant for the process group do not end it, so that the worker can still commit. Rejects with
 * BrokerUnavailableError when it does not start.
 */
export async function startEmbeddedKafka(options: EmbeddedKafkaOptions = {}): Promise<EmbeddedKafka> {
  const child = forkProcess([String(options.brokers ?? 1)]);
  const kafka = new ChildEmbeddedKafka(child);
  try {
    await kafka.whenReady;
    return kafka;
  } catch (error) {
    await kafka.stop();
    throw error;
  }
}

/** From TypeScript (tests) the child is loaded through jiti, from the built package as it is. */
function forkProcess(args: string[]): ChildProcess {
  const extension = extname(__filename);
  const entry = join(__dirname, `embedded-kafka-process${extension}`);
  const options = { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] as const, execArgv: [] as string[] };
  if (extension === '.js') return fork(entry, args, { ...options, stdio: [...options.stdio] });
  const jiti = join(dirname(require.resolve('jiti/package.json')), 'lib', 'jiti-cli.mjs');
  return fork(jiti, [entry, ...args], { ...options, stdio: [...options.stdio] });
}

interface PendingRequest {
  readonly resolve: (isCreated: boolean) => void;
  readonly reject: (error: Error) => void;
}

class ChildEmbeddedKafka implements EmbeddedKafka {
  bootstrap = '';
  readonly whenReady: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #pending = new Map<number, PendingRequest>();
  #requests = 0;
  #stopped: Promise<void> | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    this.#ended = once(child, 'exit');
    this.whenReady = new Promise((resolve, reject) => {
      const fail = (reason: string) =>
        reject(new BrokerUnavailableError(`The embedded Kafka did not start: ${reason}`));
      const timer = setTimeout(() => fail(`no answer in ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
      child.on('message', (message: EmbeddedKafkaReply) => {
        clearTimeout(timer);
        if (message.kind === 'failed') fail(message.reason);
        if (message.kind === 'reply') this.#settle(message);
        if (message.kind !== 'ready') return;
        this.bootstrap = message.bootstrap;
        resolve();
      });
      child.on('exit', (code, signal) => {
        clearTimeout(timer);
        fail(`its process ended with ${signal ?? String(code)}`);
        this.#rejectPending();
      });
    });
  }

  createTopic(name: string, partitions = 1): Promise<boolean> {
    if (!this.#child.connected) return Promise.reject(endedError());
    const request: EmbeddedKafkaRequest = { kind: 'create-topic', id: this.#requests++, name, partitions };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject });
      this.#child.send(request);
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.#ended;
    clearTimeout(killer);
  }

  #settle(reply: Extract<EmbeddedKafkaReply, { kind: 'reply' }>): void {
    const request = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    if (reply.error === undefined) request?.resolve(reply.isCreated);
    else request?.reject(new KafkaError(reply.error.message, { kafkaCode: reply.error.kafkaCode }));
  }

  #rejectPending(): void {
    for (const { reject } of this.#pending.values()) reject(endedError());
    this.#pending.clear();
  }
}

function endedError(): BrokerUnavailableError {
  return new BrokerUnavailableError('The embedded Kafka has ended');
}
