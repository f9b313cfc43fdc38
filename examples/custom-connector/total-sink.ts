/** Owns a sink that adds up the numbers of each key, and counts each record once whatever happens. */
import { existsSync } from 'node:fs';
import { open, readFile, rename } from 'node:fs/promises';
import {
  ConfigDef,
  DataError,
  nonEmptyString,
  SinkConnector,
  SinkTask,
  TopicPartitionMap,
  type Offsets,
  type Props,
  type SinkRecord,
  type TaskConfig,
  type TopicPartition,
} from 'connect-standalone';

const VERSION = '1.0.0';

const CONFIG = new ConfigDef().define({
  name: 'file',
  type: 'STRING',
  validator: nonEmptyString(),
  importance: 'HIGH',
  doc: 'The JSON file that holds the totals, and up to which offsets they were added up.',
});

/** One file has one writer, so there is one task, whatever `tasks.max` allows. */
export class TotalSinkConnector extends SinkConnector {
  #props: Props = {};

  version() {
    return VERSION;
  }

  config() {
    return CONFIG;
  }

  taskClass() {
    return TotalSinkTask;
  }

  start(props: Props) {
    this.#props = props;
  }

  taskConfigs(): TaskConfig[] {
    return [CONFIG.parse(this.#props)];
  }

  stop() {
    // Nothing is open.
  }
}

/** What the file holds. Totals are text, because they may grow beyond what a JSON number keeps. */
interface State {
  readonly totals: Readonly<Record<string, string>>;
  readonly offsets: readonly (TopicPartition & { readonly offset: number })[];
}

/**
 * Keeps totals and offsets in one file, replaced as a whole: what was added up and what was read can never disagree. So
 * each record counts once, although Kafka Connect by itself promises at least once.
 */
export class TotalSinkTask extends SinkTask {
  #file = '';
  readonly #totals = new Map<string, bigint>();
  readonly #offsets: Offsets = new TopicPartitionMap();

  version() {
    return VERSION;
  }

  async start(props: Props) {
    this.#file = CONFIG.parse(props).file;
    if (!existsSync(this.#file)) return;
    const state = JSON.parse(await readFile(this.#file, 'utf8')) as State;
    for (const [key, total] of Object.entries(state.totals)) this.#totals.set(key, BigInt(total));
    for (const { offset, ...partition } of state.offsets) this.#offsets.set(partition, offset);
  }

  /** Goes on after the last record in the file, which may be later than the last offset that was committed. */
  override open(partitions: readonly TopicPartition[]) {
    const known = partitions.filter((partition) => this.#offsets.has(partition));
    this.context.offset(new TopicPartitionMap(known.map((partition) => [partition, this.#nextOf(partition)])));
  }

  put(records: readonly SinkRecord[]) {
    for (const record of records) {
      const partition = { topic: record.originalTopic, partition: record.originalKafkaPartition };
      if (record.originalKafkaOffset < this.#nextOf(partition)) continue; // delivered again after a failure
      const key = typeof record.key === 'string' ? record.key : '';
      this.#totals.set(key, (this.#totals.get(key) ?? 0n) + numberIn(record));
      this.#offsets.set(partition, record.originalKafkaOffset + 1);
    }
  }

  /** Called before the worker commits offsets: from here on, what `put` took in must not be lost. */
  override async flush() {
    const totals = Object.fromEntries([...this.#totals].map(([key, total]) => [key, String(total)]));
    const offsets = [...this.#offsets].map(([partition, offset]) => ({ ...partition, offset }));
    await replaceFile(this.#file, JSON.stringify({ totals, offsets } satisfies State));
  }

  #nextOf(partition: TopicPartition): number {
    return this.#offsets.get(partition) ?? 0;
  }

  stop() {
    // Nothing is open.
  }
}

/** Text is read too: with StringConverter numbers arrive as text. */
function numberIn({ value }: SinkRecord): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d+$/.test(value)) return BigInt(value);
  throw new DataError('Only whole numbers can be added up');
}

/** After a crash at any moment the file is the old one or the new one, never half of it. */
async function replaceFile(file: string, text: string) {
  const handle = await open(`${file}.tmp`, 'w');
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.tmp`, file);
}
