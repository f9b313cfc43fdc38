import { OffsetTable } from '../../src/storage/offset-table';

const KEY = Buffer.from('["c",{"p":1}]');

describe('OffsetTable', () => {
  it('is not changed by a change', () => {
    const before = OffsetTable.of([[KEY, Buffer.from('1')]]);
    const after = before.with([[KEY, null]]);
    expect(before.get(KEY)?.toString()).toBe('1');
    expect(after.get(KEY)).toBeNull();
  });

  it('holds one entry for a key that a batch names twice', () => {
    const table = OffsetTable.EMPTY.with([
      [Buffer.from('["c",{"a":1,"b":2}]'), Buffer.from('1')],
      [Buffer.from('["c",{"b":2,"a":1}]'), Buffer.from('2')],
    ]);
    expect(table.entries().map(([key, value]) => [String(key), String(value)])).toEqual([['["c",{"a":1,"b":2}]', '2']]);
  });

  it('keeps apart what a log keeps apart by its bytes', () => {
    const [first, second] = [Buffer.from('["c",{"a":1,"b":2}]'), Buffer.from('["c",{"b":2,"a":1}]')];
    const table = OffsetTable.EMPTY.withExactly([
      [first, Buffer.from('1')],
      [second, Buffer.from('2')],
    ]);
    expect(table.entries()).toHaveLength(2);
    expect(
      table
        .withExactly([[second, Buffer.from('3')]])
        .get(second)
        ?.toString(),
    ).toBe('3');
  });

  it('knows under which bytes a key is stored', () => {
    const [stored, other] = [Buffer.from('["c",{"a":1,"b":2}]'), Buffer.from('["c",{"b":2,"a":1}]')];
    expect(OffsetTable.of([[stored, null]]).storedKey(other)).toEqual(stored);
    expect(OffsetTable.EMPTY.storedKey(other)).toEqual(other);
  });
});
