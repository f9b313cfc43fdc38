/** Owns a producer that runs while members of a group come and go: each value names its partition and its offset. */
import type { KafkaProducer } from '../../src/kafka/clients';
import { linesOf } from './our-worker';

/** How much is sent, until `stop`. */
export interface NumberedStreamOptions {
  readonly topic: string;
  readonly partitions: number;
  /** Records of each partition every 20 ms. */
  readonly pace?: number;
}

const TICK_MS = 20;

/** The topic must be empty, and nobody else may write to it. Values are `<partition>-<offset>`. */
export class NumberedStream {
  readonly #producer: KafkaProducer;
  readonly #options: NumberedStreamOptions;
  readonly #sent: number[];
  #isStopped = false;
  readonly #running: Promise<void>;

  constructor(producer: KafkaProducer, options: NumberedStreamOptions) {
    this.#producer = producer;
    this.#options = options;
    this.#sent = new Array<number>(options.partitions).fill(0);
    this.#running = this.#run();
  }

  /** Ends it; resolves with the end offset of each partition when everything is acknowledged. */
  async stop(): Promise<readonly number[]> {
    this.#isStopped = true;
    await this.#running;
    if (!(await this.#producer.flush(30_000))) throw new Error('Not everything was acknowledged');
    const failures = this.#producer.takeFailures();
    if (failures.length > 0) throw new Error(`Not everything was taken: ${failures[0]?.message ?? ''}`);
    return this.#sent;
  }

  async #run(): Promise<void> {
    const { topic, pace = 5 } = this.#options;
    const rest = { key: null, timestamp: null, headers: null };
    while (!this.#isStopped) {
      for (const [partition, next] of this.#sent.entries()) {
        for (let offset = next; offset < next + pace; offset++)
          this.#producer.send({ topic, partition, value: `${partition}-${offset}`, ...rest });
        this.#sent[partition] = next + pace;
      }
      await this.#producer.handOver();
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }
}

/** The values below the offsets (one for each partition) that stand in none of the files. */
export function missingBelow(offsets: readonly number[], files: readonly string[]): string[] {
  const lines = new Set(files.flatMap(linesOf));
  return offsets.flatMap((end, partition) =>
    Array.from({ length: end }, (_, offset) => `${partition}-${offset}`).filter((value) => !lines.has(value)),
  );
}

/** Partitions of which a file has values, and with `from` only of those lines on. */
export function partitionsIn(file: string, from = 0): Set<number> {
  return new Set(
    linesOf(file)
      .slice(from)
      .map((line) => Number.parseInt(line, 10)),
  );
}
