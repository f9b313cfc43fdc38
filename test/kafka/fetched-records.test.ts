import { FetchedRecords } from '../../src/kafka/fetched-records';
import type { NativeBlock } from '../../src/kafka/native-companion';
import { ROW, ROW_DOUBLES, ROW_INTS } from '../../src/kafka/produce-block';

const [P0, P1] = [
  { topic: 't', partition: 0 },
  { topic: 't', partition: 1 },
] as const;

/** A block of [partition, first offset, count] runs. */
function block(...runs: readonly (readonly [number, number, number])[]): NativeBlock {
  const count = runs.reduce((sum, [, , size]) => sum + size, 0);
  const rows = new ArrayBuffer(count * ROW_DOUBLES * 8);
  const [doubles, ints] = [new Float64Array(rows), new Int32Array(rows)];
  const table: number[] = [];
  let row = 0;
  for (const [partition, offset, size] of runs) {
    table.push(0, partition, row);
    for (let index = 0; index < size; index++, row++) {
      doubles[row * ROW_DOUBLES] = offset + index;
      ints[row * ROW_INTS + ROW.partition] = partition;
    }
  }
  return { count, rows, data: new ArrayBuffer(0), topics: ['t'], runs: table };
}

/** Everything that may be taken, as `partition:offset`. */
function drain(records: FetchedRecords, most = 100): string[][] {
  const batches: string[][] = [];
  for (let batch = records.take(most); batch !== undefined; batch = records.take(most)) {
    const { size } = batch;
    const taken = batch;
    batches.push(Array.from({ length: size }, (_, index) => `${taken.partition(index)}:${taken.offset(index)}`));
  }
  return batches;
}

describe('FetchedRecords', () => {
  it('returns records in their order, never more than asked for', () => {
    const records = new FetchedRecords();
    records.add(block([0, 5, 3], [1, 0, 2]));
    records.add(block([0, 8, 1]));
    expect(drain(records, 2)).toEqual([['0:5', '0:6'], ['0:7', '1:0'], ['1:1'], ['0:8']]);
    expect(records.isEmpty).toBe(true);
  });

  it('knows the next offset of each partition', () => {
    const records = new FetchedRecords();
    expect(records.position(P0)).toBeUndefined();
    records.start({ ...P0, offset: 5 });
    expect(records.position(P0)).toBe(5);
    records.add(block([0, 6, 3]));
    expect(records.position(P0)).toBe(6);
    records.take(2);
    expect(records.position(P0)).toBe(8);
    records.take(1);
    expect(records.position(P0)).toBe(9);
  });

  it('stands at the end of a partition behind markers that are no records', () => {
    const records = new FetchedRecords();
    records.add(block([0, 0, 1]));
    records.noteEnd({ ...P0, offset: 3 });
    expect(records.position(P0)).toBe(0);
    records.take(1);
    expect(records.position(P0)).toBe(3);
    records.add(block([0, 3, 1]));
    records.take(1);
    expect(records.position(P0)).toBe(4);
  });

  it('lets others pass records of a paused partition, and returns these first when it is resumed', () => {
    const records = new FetchedRecords();
    records.add(block([0, 0, 2], [1, 0, 1], [0, 2, 1], [1, 1, 1]));
    records.pause([P0], false);
    expect(drain(records)).toEqual([['1:0'], ['1:1']]);
    expect([records.isEmpty, records.position(P0)]).toEqual([true, 0]);
    records.add(block([1, 2, 1]));
    records.resume([P0]);
    expect(drain(records)).toEqual([['0:0', '0:1'], ['0:2'], ['1:2']]);
  });

  it('is empty while all it has is paused', () => {
    const records = new FetchedRecords();
    records.add(block([0, 0, 2]));
    records.pause([P0], false);
    expect([records.isEmpty, records.take(10)]).toEqual([true, undefined]);
    records.resume([P0]);
    expect(records.isEmpty).toBe(false);
  });

  it.each(['start', 'stop'] as const)('returns nothing of before after %s, neither queued nor held', (change) => {
    const records = new FetchedRecords();
    records.add(block([0, 0, 2], [1, 0, 1]));
    records.pause([P0], false);
    records.take(10);
    records.add(block([0, 2, 2]));
    if (change === 'start') records.start({ ...P0, offset: 50 });
    else records.stop(P0);
    records.resume([P0]);
    expect(drain(records)).toEqual([]);
    expect(records.position(P0)).toBe(change === 'start' ? 50 : undefined);
  });

  it('is not paused any more when it is assigned again', () => {
    const records = new FetchedRecords();
    records.pause([P0, P1], false);
    records.stop(P0);
    expect([records.isPaused(P0), records.isPaused(P1)]).toEqual([false, true]);
  });

  it('drops the record that librdkafka gives twice when a pause meets a fetch', () => {
    const records = new FetchedRecords();
    records.fetchStarts();
    records.pause([P0], true);
    records.add(block([0, 0, 3]));
    records.resume([P0]);
    records.fetchStarts();
    records.add(block([0, 2, 2]));
    expect(drain(records).flat()).toEqual(['0:0', '0:1', '0:2', '0:3']);
  });

  it('drops it also where pause and resume fell into one fetch', () => {
    const records = new FetchedRecords();
    records.fetchStarts();
    records.pause([P0], true);
    records.resume([P0]);
    records.add(block([0, 0, 3], [0, 2, 1]));
    expect(drain(records).flat()).toEqual(['0:0', '0:1', '0:2']);
  });

  it('takes a partition that begins anew for what it is', () => {
    const records = new FetchedRecords();
    records.add(block([0, 0, 1]));
    records.fetchStarts();
    records.add(block([0, 0, 1]));
    expect(drain(records).flat()).toEqual(['0:0', '0:0']);
  });
});
