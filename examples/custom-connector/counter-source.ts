/** Owns a source that counts: each counter is a source partition, and its offset is the number that comes next. */
import { setTimeout } from 'node:timers/promises';
import {
  atLeast,
  ConfigDef,
  INT64_SCHEMA,
  nonEmptyString,
  SourceConnector,
  SourceRecord,
  SourceTask,
  STRING_SCHEMA,
  type Props,
  type SourceOffset,
  type SourcePartition,
  type TaskConfig,
} from 'connect-standalone';

const VERSION = '1.0.0';

const CONFIG = new ConfigDef()
  .define({
    name: 'topic',
    type: 'STRING',
    validator: nonEmptyString(),
    importance: 'HIGH',
    doc: 'The topic to which the numbers go.',
  })
  .define({
    name: 'counters',
    type: 'LIST',
    default: ['numbers'],
    importance: 'HIGH',
    doc: 'The names of the counters. Each counts for itself; the tasks share them.',
  })
  .define({
    name: 'count',
    type: 'LONG',
    default: 10,
    validator: atLeast(1),
    importance: 'MEDIUM',
    doc: 'How many numbers each counter gives: from 0 up to one less than this.',
  })
  .define({
    name: 'interval.ms',
    type: 'INT',
    default: 100,
    validator: atLeast(0),
    importance: 'LOW',
    doc: 'Milliseconds between one number and the next.',
  });

/** Splits the counters between the tasks. */
export class CounterSourceConnector extends SourceConnector {
  #props: Props = {};

  version() {
    return VERSION;
  }

  config() {
    return CONFIG;
  }

  taskClass() {
    return CounterSourceTask;
  }

  start(props: Props) {
    this.#props = props;
  }

  taskConfigs(maxTasks: number): TaskConfig[] {
    const config = CONFIG.parse(this.#props);
    const shared = { topic: config.topic, count: String(config.count), 'interval.ms': String(config['interval.ms']) };
    const tasks = Math.min(maxTasks, config.counters.length);
    return Array.from({ length: tasks }, (_, task) => ({
      ...shared,
      counters: config.counters.filter((_name, index) => index % tasks === task).join(','),
    }));
  }

  stop() {
    // Nothing is open.
  }
}

interface Counter {
  readonly partition: SourcePartition & { readonly counter: string };
  next: number;
}

/** Counts, and goes on after a restart where it stood. */
export class CounterSourceTask extends SourceTask {
  #config = CONFIG.parse({ topic: 'unset' });
  #counters: Counter[] = [];

  version() {
    return VERSION;
  }

  override async start(props: Props) {
    this.#config = CONFIG.parse(props);
    const partitions = this.#config.counters.map((counter) => ({ counter }));
    const offsets = await this.context.offsetStorageReader.offsets(partitions);
    this.#counters = partitions.map((partition, index) => ({ partition, next: positionIn(offsets[index]) }));
  }

  override async poll() {
    const unfinished = this.#counters.filter(({ next }) => next < this.#config.count);
    if (unfinished.length === 0) this.context.endOfInput();
    const records = unfinished.map((counter) => this.#count(counter));
    await this.#pause();
    return records;
  }

  #count(counter: Counter): SourceRecord {
    const number = counter.next++;
    return new SourceRecord({
      topic: this.#config.topic,
      keySchema: STRING_SCHEMA,
      key: counter.partition.counter,
      valueSchema: INT64_SCHEMA,
      value: BigInt(number),
      sourcePartition: counter.partition,
      // The position *after* this record. The worker stores it once Kafka has the record.
      sourceOffset: { next: counter.next },
    });
  }

  async #pause() {
    const { stopSignal: signal } = this.context;
    try {
      await setTimeout(this.#config['interval.ms'], undefined, { signal });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  stop() {
    // Nothing is open.
  }
}

function positionIn(offset: SourceOffset | null | undefined): number {
  return Number(offset?.['next'] ?? 0);
}
