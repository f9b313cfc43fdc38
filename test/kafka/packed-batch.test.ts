import type { ProducerRecord } from '../../src/kafka/clients';
import { PackedBatch, PackedRows } from '../../src/kafka/packed-batch';
import { ProduceBlock, ROW, ROW_INTS } from '../../src/kafka/produce-block';

const RECORD: ProducerRecord = { topic: 't', partition: 3, key: null, value: null, timestamp: null, headers: null };

/** What was appended, read as a fetched block: both directions have one layout. */
function read(...records: Partial<ProducerRecord>[]): PackedBatch {
  return batchOf(blockOf(records), 0, records.length);
}

function blockOf(records: readonly Partial<ProducerRecord>[]): ProduceBlock {
  const block = new ProduceBlock();
  records.forEach((record, index) => block.append({ ...RECORD, ...record }, 40 + index));
  return block;
}

function batchOf(block: ProduceBlock, first: number, size: number): PackedBatch {
  const bytes = (buffer: Buffer) => new Uint8Array(buffer).buffer;
  const { count, topics } = block;
  return new PackedBatch(
    new PackedRows({ count, topics, rows: bytes(block.rows), data: bytes(block.data), runs: [] }),
    first,
    size,
  );
}

describe('PackedBatch', () => {
  it('tells null and empty keys and values apart', () => {
    const batch = read(
      { key: null, value: '' },
      { key: '', value: null },
      { key: Buffer.from([255, 0]), value: 'ü' },
      { key: 'k', value: Buffer.alloc(0) },
    );
    const all = Array.from({ length: 4 }, (_, index) => [batch.key(index), batch.value(index)]);
    expect(all).toEqual([
      [null, Buffer.alloc(0)],
      [Buffer.alloc(0), null],
      [Buffer.from([255, 0]), Buffer.from('ü')],
      [Buffer.from('k'), Buffer.alloc(0)],
    ]);
  });

  it('adds up the bytes of its own keys and values, headers left out', () => {
    const headers = [{ key: 'h', value: Buffer.from('not counted') }];
    const block = blockOf([
      { value: 'before' },
      { key: 'ü', value: null, headers },
      { value: 'abc' },
      { value: 'after' },
    ]);
    expect(batchOf(block, 1, 2).byteSize).toBe(5);
    expect(block.bytesAppended).toBe(16);
  });

  it('has all headers in their order, equal names, null and binary values included', () => {
    const headers = [
      { key: 'a', value: Buffer.from([255, 0, 1]) },
      { key: 'ä', value: null },
      { key: 'a', value: Buffer.alloc(0) },
    ];
    const batch = read({ key: 'k', value: 'v', headers }, { headers: [] }, { headers: null });
    expect(batch.headers(0)).toEqual(headers);
    expect([batch.headers(1), batch.headers(2)]).toEqual([null, null]);
  });

  it('reads place and time of each record', () => {
    const batch = read(
      { topic: 'one', timestamp: 0 },
      { topic: 'two', partition: null },
      { topic: 'one', timestamp: 7 },
    );
    const all = [0, 1, 2].map((index) => [
      batch.topic(index),
      batch.partition(index),
      batch.offset(index),
      batch.timestamp(index),
    ]);
    expect(all).toEqual([
      ['one', 3, 40, 0],
      ['two', -1, 41, -1],
      ['one', 3, 42, 7],
    ]);
  });

  it('names who stamped a record', () => {
    const block = blockOf([{}, {}, {}]);
    const ints = new Int32Array(block.rows.buffer);
    [0, 1, 2].forEach((type) => (ints[type * ROW_INTS + ROW.timestampType] = type));
    const batch = batchOf(block, 0, 3);
    const types = [0, 1, 2].map((index) => batch.timestampType(index));
    expect(types).toEqual(['NO_TIMESTAMP_TYPE', 'CREATE_TIME', 'LOG_APPEND_TIME']);
  });

  it('begins at its first row', () => {
    const batch = batchOf(blockOf([{ value: 'a' }, { value: 'b' }, { value: 'c' }]), 1, 2);
    expect([batch.size, String(batch.value(0)), batch.offset(1)]).toEqual([2, 'b', 42]);
  });
});
