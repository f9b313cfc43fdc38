/** Owns the sink of the fault suite: values to the lines of a file, written by tasks in which a fault is planted. */
import { open, type FileHandle } from 'node:fs/promises';
import {
  DataError,
  SinkConnector,
  SinkTask,
  type ConfigDef,
  type Offsets,
  type Props,
  type SinkRecord,
  type TaskConfig,
} from 'connect-standalone';
import { FAULT_CONFIG, given, PlantedFault } from './planted-fault';

/** Adds values to `file`, a line each. */
class FaultSinkTask extends SinkTask {
  #fault = new PlantedFault({});
  #swallowed: string | null | undefined;
  #errant: string | null | undefined;
  #handle: FileHandle | undefined;
  #asked = -1;
  #hasAsked = false;

  override version(): string {
    return '1';
  }

  override async start(props: Props): Promise<void> {
    this.#handle = await open(props['file'] ?? '', 'a');
    this.#fault = new PlantedFault(props);
    this.#swallowed = props['fault.swallow'];
    this.#errant = props['fault.errant'];
  }

  override async put(records: readonly SinkRecord[]): Promise<void> {
    if (this.#hasAsked) await this.#fault.strike(`of offset ${this.#asked}`);
    const wanted = records.filter((record) => !this.#isSwallowed(record));
    const good = this.#errant === undefined ? wanted : wanted.filter((record) => !this.#report(record));
    const first = records[0];
    if (first === undefined || !this.#fault.isDue('put')) {
      await this.#write(good);
      return;
    }
    const done = Math.floor(good.length * this.#fault.part);
    await this.#write(good.slice(0, done));
    this.context.timeout(30);
    const below = first.kafkaOffset + records.length;
    await this.#fault.strike(`after ${done} of ${good.length} records: ${first.kafkaOffset} ${below}`);
  }

  override async flush(): Promise<void> {
    const isDue = this.#fault.isDue('flush');
    if (isDue && this.#fault.part < 0.5) await this.#fault.strike('before flushing');
    await this.#handle?.datasync();
    if (isDue && this.#fault.part >= 0.5) await this.#fault.strike('after flushing');
  }

  override async preCommit(offsets: Offsets): Promise<Offsets> {
    const [[, offset] = [undefined, -1]] = offsets;
    const isNew = offset > this.#asked;
    if (isNew && this.#fault.isDue('preCommit')) await this.#fault.strike(`: ${Math.max(0, this.#asked)} ${offset}`);
    const asked = await super.preCommit(offsets);
    if (isNew) this.#asked = offset;
    if (isNew && this.#fault.isDue('commit')) this.#hasAsked = true;
    return asked;
  }

  override async stop(): Promise<void> {
    await this.#handle?.close();
  }

  async #write(records: readonly SinkRecord[]): Promise<void> {
    if (records.length > 0) await this.#handle?.appendFile(records.map(({ value }) => `${textOf(value)}\n`).join(''));
  }

  #isSwallowed({ value }: SinkRecord): boolean {
    return this.#swallowed !== undefined && textOf(value) === this.#swallowed;
  }

  /** True for a record that ends in the given digit, and is therefore reported instead of written. */
  #report(record: SinkRecord): boolean {
    if (!/\bn[=:](\d+)/.exec(textOf(record.value))?.[1]?.endsWith(this.#errant ?? '')) return false;
    void this.context.errantRecordReporter?.report(record, new DataError('the target refuses it'));
    return true;
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const number = (value as { n?: unknown } | null)?.n;
  return `n=${String(number)}`;
}

export class FaultSink extends SinkConnector {
  #props: Props = {};

  override version(): string {
    return '1';
  }

  override config(): ConfigDef {
    return FAULT_CONFIG;
  }

  override start(props: Props): void {
    this.#props = props;
  }

  override taskClass(): new () => SinkTask {
    return FaultSinkTask;
  }

  override taskConfigs(): TaskConfig[] {
    return [given(this.#props)];
  }

  override stop(): void {
    // Nothing is held outside of the task.
  }
}
