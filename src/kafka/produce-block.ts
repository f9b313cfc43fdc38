/** Owns the layout of a block's rows (native/packed_block.h) and the growing block of outgoing records. */
import type { RawHeader, SerializedValue } from '../api/converter';
import type { ProducerRecord } from './clients';

const ROW_BYTES = 48;
/** 64-bit and 32-bit columns of a row. */
export const ROW_DOUBLES = ROW_BYTES / 8;
export const ROW_INTS = ROW_BYTES / 4;

/** 32-bit columns; the first four are the two doubles: offset or sequence number, timestamp. */
export const ROW = {
  topic: 4,
  partition: 5,
  timestampType: 6,
  position: 7,
  keyLength: 8,
  valueLength: 9,
  headerCount: 10,
  headersLength: 11,
} as const;

const FIRST_ROWS = 256;
const FIRST_BYTES = 64 * 1024;
/** Memory that is kept when a block was handed over. */
const KEPT_BYTES = 8 * 1024 * 1024;
const BYTES_PER_CHARACTER = 3;

/**
 * Records on their way out: strings are written into it as UTF-8, nothing is made for a record. Rows from `first` on are
 * still to be handed over.
 */
export class ProduceBlock {
  #doubles = new Float64Array(FIRST_ROWS * ROW_DOUBLES);
  #ints = new Int32Array(this.#doubles.buffer);
  #rows = Buffer.from(this.#doubles.buffer);
  #data = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #used = 0;
  #count = 0;
  #first = 0;
  #topics: string[] = [];
  #topicIndexes = new Map<string, number>();

  /** Bytes of keys and values that were appended since the block was made. */
  bytesAppended = 0;

  get isEmpty(): boolean {
    return this.#first === this.#count;
  }

  /** What the companion takes. Invalid after the next `append`. */
  get rows(): Buffer {
    return this.#rows;
  }

  get data(): Buffer {
    return this.#data;
  }

  get topics(): readonly string[] {
    return this.#topics;
  }

  get first(): number {
    return this.#first;
  }

  get count(): number {
    return this.#count;
  }

  append(record: ProducerRecord, sequence: number): void {
    const row = this.#nextRow(record.topic, sequence, record.timestamp ?? -1);
    this.#ints[row + ROW.partition] = record.partition ?? -1;
    this.#ints[row + ROW.keyLength] = this.#write(record.key);
    this.#ints[row + ROW.valueLength] = this.#write(record.value);
    const headers = record.headers ?? [];
    const start = this.#used;
    this.bytesAppended += start - (this.#ints[row + ROW.position] ?? start);
    for (const header of headers) this.#writeHeader(header);
    this.#ints[row + ROW.headerCount] = headers.length;
    this.#ints[row + ROW.headersLength] = this.#used - start;
  }

  /** A copy of a row of another block in the same layout; `row` counts rows. */
  appendRow(source: RowSource, row: number): void {
    const from = row * ROW_INTS;
    const int = (column: number) => source.ints[from + column] ?? 0;
    const topic = source.topics[int(ROW.topic)] ?? '';
    const target = this.#nextRow(
      topic,
      source.doubles[row * ROW_DOUBLES] ?? 0,
      source.doubles[row * ROW_DOUBLES + 1] ?? -1,
    );
    for (const column of [ROW.partition, ROW.keyLength, ROW.valueLength, ROW.headerCount, ROW.headersLength]) {
      this.#ints[target + column] = int(column);
    }
    const length = Math.max(int(ROW.keyLength), 0) + Math.max(int(ROW.valueLength), 0) + int(ROW.headersLength);
    this.#reserve(length);
    source.data.copy(this.#data, this.#used, int(ROW.position), int(ROW.position) + length);
    this.#used += length;
  }

  /** The first `count` of the remaining rows need not be kept any more. */
  drop(count: number): void {
    this.#first += count;
    if (this.isEmpty) this.#reset();
  }

  #reset(): void {
    this.#used = 0;
    this.#count = 0;
    this.#first = 0;
    this.#topics = [];
    this.#topicIndexes = new Map();
    if (this.#data.length > KEPT_BYTES) this.#data = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  /** Index of the row's first 32-bit column. */
  #nextRow(topic: string, sequence: number, timestamp: number): number {
    const row = this.#count++;
    if (this.#count * ROW_DOUBLES > this.#doubles.length) this.#growRows();
    this.#doubles[row * ROW_DOUBLES] = sequence;
    this.#doubles[row * ROW_DOUBLES + 1] = timestamp;
    this.#ints[row * ROW_INTS + ROW.topic] = this.#topicIndex(topic);
    this.#ints[row * ROW_INTS + ROW.timestampType] = 0;
    this.#ints[row * ROW_INTS + ROW.position] = this.#used;
    return row * ROW_INTS;
  }

  #growRows(): void {
    const grown = new Float64Array(this.#doubles.length * 2);
    grown.set(this.#doubles);
    this.#doubles = grown;
    this.#ints = new Int32Array(grown.buffer);
    this.#rows = Buffer.from(grown.buffer);
  }

  #topicIndex(topic: string): number {
    const known = this.#topicIndexes.get(topic);
    if (known !== undefined) return known;
    const index = this.#topics.push(topic) - 1;
    this.#topicIndexes.set(topic, index);
    return index;
  }

  /** Returns the length, or −1 for null. */
  #write(value: SerializedValue): number {
    if (value === null) return -1;
    if (typeof value === 'string') {
      this.#reserve(value.length * BYTES_PER_CHARACTER);
      const written = this.#data.write(value, this.#used);
      this.#used += written;
      return written;
    }
    this.#reserve(value.length);
    this.#data.set(value, this.#used);
    this.#used += value.length;
    return value.length;
  }

  #writeHeader({ key, value }: RawHeader): void {
    this.#reserve(8);
    const lengths = this.#used;
    this.#used += 8;
    const keyLength = this.#write(key);
    const valueLength = this.#write(value);
    this.#data.writeInt32LE(keyLength, lengths);
    this.#data.writeInt32LE(valueLength, lengths + 4);
  }

  #reserve(length: number): void {
    const needed = this.#used + length;
    if (needed <= this.#data.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#data.length * 2));
    this.#data.copy(grown, 0, 0, this.#used);
    this.#data = grown;
  }
}

/** Rows to copy from. */
export interface RowSource {
  readonly doubles: Float64Array;
  readonly ints: Int32Array;
  readonly data: Buffer;
  readonly topics: readonly string[];
}
