/** Owns the source of the fault suite: lines of a file, read by tasks in which a fault is planted. */
import { appendFileSync, closeSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Converter,
  SourceConnector,
  SourceRecord,
  SourceTask,
  STRING_SCHEMA,
  type ConfigDef,
  type Props,
  type RecordMetadata,
  type SchemaAndValue,
  type TaskConfig,
} from 'connect-standalone';
import { FAULT_CONFIG, given, PlantedFault } from './planted-fault';

const CHUNK_BYTES = 64 * 1024;
const IDLE_MS = 50;

/** Reads whole lines of `file` from the stored position on, at most `fault.batch` at once. */
class FaultSourceTask extends SourceTask {
  protected fault = new PlantedFault({});
  #props: Props = {};
  #file = '';
  #position: number | undefined;
  readonly #chunk = Buffer.alloc(CHUNK_BYTES);

  override version(): string {
    return '1';
  }

  override start(props: Props): void {
    this.#props = props;
    this.#file = props['file'] ?? '';
    this.fault = new PlantedFault(props);
  }

  override async poll(): Promise<SourceRecord[] | null> {
    if (this.fault.part < 0.5 && this.fault.isDue('poll')) await this.fault.strike('before reading');
    const records = await this.#read();
    if (records.length === 0) {
      await sleep(IDLE_MS);
      return null;
    }
    if (this.fault.isDue('poll')) await this.fault.strike(`with ${records.length} records read`);
    return records.filter(({ value }) => value !== this.#props['fault.swallow']);
  }

  override stop(): void {
    // The file is open only while it is read.
  }

  async #read(): Promise<SourceRecord[]> {
    const stored = async () => (await this.context.offsetStorageReader.offset({ filename: this.#file }))?.['position'];
    this.#position ??= Number((await stored()) ?? 0);
    const handle = openSync(this.#file, 'r');
    const size = readSync(handle, this.#chunk, 0, CHUNK_BYTES, this.#position);
    closeSync(handle);
    const records: SourceRecord[] = [];
    const limit = Number(this.#props['fault.batch'] ?? 1000);
    for (let from = 0; records.length < limit;) {
      const end = this.#chunk.indexOf(10, from);
      if (end < 0 || end >= size) break;
      this.#position += end + 1 - from;
      records.push(this.#record(this.#chunk.toString('utf8', from, end), this.#position));
      from = end + 1;
    }
    return records;
  }

  #record(value: string, position: number): SourceRecord {
    return new SourceRecord({
      topic: this.#props['topic'] ?? '',
      valueSchema: STRING_SCHEMA,
      value,
      sourcePartition: { filename: this.#file },
      sourceOffset: { position },
    });
  }
}

/** Tells of every acknowledgement: number in the file, offset in the topic. */
class AckSourceTask extends FaultSourceTask {
  #acks = '';

  override start(props: Props): void {
    super.start(props);
    this.#acks = props['fault.acks'] ?? '';
  }

  override commitRecord(record: SourceRecord, metadata: RecordMetadata | null): void {
    if (this.#acks !== '') appendFileSync(this.#acks, `${metadata?.offset ?? 'none'} ${record.value as string}\n`);
    if (this.fault.isDue('ack')) void this.fault.strike(`at offset ${metadata?.offset ?? -1}`);
  }
}

export class FaultSource extends SourceConnector {
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

  override taskClass(): new () => SourceTask {
    return FaultSourceTask;
  }

  override taskConfigs(): TaskConfig[] {
    return [given(this.#props)];
  }

  override stop(): void {
    // Nothing is held outside of the task.
  }
}

/** Its tasks hear of acknowledgements. */
export class AckSource extends FaultSource {
  override taskClass(): new () => SourceTask {
    return AckSourceTask;
  }
}

/** Stands still in the middle of a batch of which the client has a part already. */
export class FaultConverter extends Converter {
  #fault = new PlantedFault({});
  #count = 0;

  override configure(props: Props, isKey: boolean): void {
    if (!isKey) this.#fault = new PlantedFault(props);
  }

  override fromConnectData(_topic: string, { value }: SchemaAndValue): Buffer | null {
    if (this.#fault.isDue('send')) void this.#fault.strike(`after ${this.#count} records`);
    this.#count++;
    return typeof value === 'string' ? Buffer.from(value) : null;
  }

  override toConnectData(_topic: string, bytes: Buffer | null): SchemaAndValue {
    return { schema: null, value: bytes?.toString() ?? null };
  }
}
