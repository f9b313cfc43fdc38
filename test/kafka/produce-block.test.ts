import type { ProducerRecord } from '../../src/kafka/clients';
import { PackedBatch, PackedRows } from '../../src/kafka/packed-batch';
import { ProduceBlock } from '../../src/kafka/produce-block';

function record(value: string | Buffer, topic = 't'): ProducerRecord {
  return { topic, partition: 0, key: 'key', value, timestamp: 5, headers: [{ key: 'h', value: Buffer.from(value) }] };
}

function rowsOf(block: ProduceBlock): PackedRows {
  const copy = (buffer: Buffer) => new Uint8Array(buffer).buffer;
  const { count, topics } = block;
  return new PackedRows({ count, topics, rows: copy(block.rows), data: copy(block.data), runs: [] });
}

function valuesOf(block: ProduceBlock): string[] {
  const batch = new PackedBatch(rowsOf(block), 0, block.count);
  return Array.from({ length: block.count }, (_, index) => String(batch.value(index)));
}

describe('ProduceBlock', () => {
  it('grows with its records', () => {
    const block = new ProduceBlock();
    const values = Array.from({ length: 5000 }, (_, index) => `${index}${'ö'.repeat(index % 90)}`);
    values.forEach((value, index) => block.append(record(value), index));
    expect(valuesOf(block)).toEqual(values);
    expect(block.topics).toEqual(['t']);
  });

  it('takes values larger than all before', () => {
    const block = new ProduceBlock();
    const large = 'x'.repeat(1_000_000);
    [large, 'small', large].forEach((value, index) => block.append(record(value), index));
    expect(valuesOf(block)).toEqual([large, 'small', large]);
  });

  it('keeps the rows that were not taken', () => {
    const block = new ProduceBlock();
    ['a', 'b', 'c'].forEach((value, index) => block.append(record(value), index));
    block.drop(2);
    block.append(record('d'), 3);
    expect([block.first, block.count, block.isEmpty]).toEqual([2, 4, false]);
    expect(valuesOf(block).slice(block.first)).toEqual(['c', 'd']);
  });

  it('begins anew when all was taken', () => {
    const block = new ProduceBlock();
    block.append(record('a', 'old'), 0);
    block.drop(1);
    expect([block.isEmpty, block.first, block.count, block.topics]).toEqual([true, 0, 0, []]);
    block.append(record('b', 'new'), 1);
    expect([block.topics, valuesOf(block)]).toEqual([['new'], ['b']]);
  });

  it('copies rows of another block with all that belongs to them', () => {
    const source = new ProduceBlock();
    ['a', 'b', 'c'].forEach((value, index) => source.append(record(value, `topic-${value}`), index + 10));
    const target = new ProduceBlock();
    for (const row of [2, 0]) target.appendRow(rowsOf(source), row);
    const batch = new PackedBatch(rowsOf(target), 0, 2);
    const read = [0, 1].map((index) => [batch.topic(index), batch.offset(index), String(batch.key(index))]);
    expect(read).toEqual([
      ['topic-c', 12, 'key'],
      ['topic-a', 10, 'key'],
    ]);
    expect([batch.headers(0), batch.timestamp(1)]).toEqual([[{ key: 'h', value: Buffer.from('c') }], 5]);
  });
});
