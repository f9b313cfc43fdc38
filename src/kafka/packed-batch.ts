/** Owns the reading of records out of a block of the companion. */
import type { RawHeader } from '../api/converter';
import type { TimestampType } from '../api/sink-record';
import type { ConsumedBatch } from './clients';
import type { NativeBlock } from './native-companion';
import { ROW_DOUBLES, ROW_INTS, ROW } from './produce-block';

const TIMESTAMP_TYPES: readonly TimestampType[] = ['NO_TIMESTAMP_TYPE', 'CREATE_TIME', 'LOG_APPEND_TIME'];

/** A block with its columns laid open. */
export class PackedRows {
  readonly count: number;
  readonly doubles: Float64Array;
  readonly ints: Int32Array;
  readonly data: Buffer;
  readonly topics: readonly string[];
  readonly runs: readonly number[];
  readonly #memory: ArrayBuffer;

  constructor(block: NativeBlock) {
    this.#memory = block.data;
    this.count = block.count;
    this.doubles = new Float64Array(block.rows);
    this.ints = new Int32Array(block.rows);
    this.data = Buffer.from(block.data);
    this.topics = block.topics;
    this.runs = block.runs;
  }

  int(row: number, column: number): number {
    return this.ints[row * ROW_INTS + column] ?? 0;
  }

  offset(row: number): number {
    return this.doubles[row * ROW_DOUBLES] ?? 0;
  }

  /** As `data.subarray`, in two thirds of its time. */
  view(start: number, length: number): Buffer {
    return Buffer.from(this.#memory, start, length);
  }
}

/** Some rows of a block, one after another. Nothing is made for a record before it is asked for. */
export class PackedBatch implements ConsumedBatch {
  readonly size: number;
  readonly #rows: PackedRows;
  readonly #first: number;

  constructor(rows: PackedRows, first: number, size: number) {
    this.#rows = rows;
    this.#first = first;
    this.size = size;
  }

  get byteSize(): number {
    let bytes = 0;
    for (let row = this.#first; row < this.#first + this.size; row++) {
      bytes += Math.max(this.#rows.int(row, ROW.keyLength), 0) + Math.max(this.#rows.int(row, ROW.valueLength), 0);
    }
    return bytes;
  }

  topic(index: number): string {
    return this.#rows.topics[this.#rows.int(this.#first + index, ROW.topic)] ?? '';
  }

  partition(index: number): number {
    return this.#rows.int(this.#first + index, ROW.partition);
  }

  offset(index: number): number {
    return this.#rows.offset(this.#first + index);
  }

  timestamp(index: number): number {
    return this.#rows.doubles[(this.#first + index) * ROW_DOUBLES + 1] ?? -1;
  }

  timestampType(index: number): TimestampType {
    return TIMESTAMP_TYPES[this.#rows.int(this.#first + index, ROW.timestampType)] ?? 'NO_TIMESTAMP_TYPE';
  }

  key(index: number): Buffer | null {
    const row = this.#first + index;
    const length = this.#rows.int(row, ROW.keyLength);
    if (length < 0) return null;
    const start = this.#rows.int(row, ROW.position);
    return this.#rows.view(start, length);
  }

  value(index: number): Buffer | null {
    const row = this.#first + index;
    const length = this.#rows.int(row, ROW.valueLength);
    if (length < 0) return null;
    const start = this.#rows.int(row, ROW.position) + Math.max(this.#rows.int(row, ROW.keyLength), 0);
    return this.#rows.view(start, length);
  }

  headers(index: number): RawHeader[] | null {
    const row = this.#first + index;
    const count = this.#rows.int(row, ROW.headerCount);
    if (count === 0) return null;
    const { data } = this.#rows;
    let position =
      this.#rows.int(row, ROW.position) +
      Math.max(this.#rows.int(row, ROW.keyLength), 0) +
      Math.max(this.#rows.int(row, ROW.valueLength), 0);
    const headers: RawHeader[] = [];
    for (let header = 0; header < count; header++) {
      const name = position + 8;
      const value = name + data.readInt32LE(position);
      const valueLength = data.readInt32LE(position + 4);
      position = value + Math.max(valueLength, 0);
      headers.push({
        key: data.toString('utf8', name, value),
        value: valueLength < 0 ? null : data.subarray(value, position),
      });
    }
    return headers;
  }
}

/** A batch without records. */
export const EMPTY_BATCH: ConsumedBatch = new PackedBatch(
  new PackedRows({ count: 0, rows: new ArrayBuffer(0), data: new ArrayBuffer(0), topics: [], runs: [] }),
  0,
  0,
);
