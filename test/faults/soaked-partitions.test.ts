import { SoakedPartitions } from './soaked-partitions';

function soaked(): SoakedPartitions {
  const account = new SoakedPartitions(2);
  for (const offset of [0, 1, 2]) account.take(1, offset, offset);
  return account;
}

describe('SoakedPartitions', () => {
  it('is exact where every record came once', () => {
    const account = soaked();
    account.take(0, 0, 0);
    expect([account.isExact, account.distinct, account.received, account.next(1)]).toEqual([true, 4, 4, 3]);
  });

  it('sees a record that was passed over', () => {
    const account = soaked();
    account.take(1, 4, 4);
    expect([account.isExact, account.lost, account.distinct]).toEqual([false, 1, 4]);
  });

  it('sees a record that came twice', () => {
    const account = soaked();
    account.take(1, 2, 2);
    expect([account.isExact, account.repeated]).toEqual([false, 1]);
  });

  it('sees a record in another place', () => {
    const account = soaked();
    account.take(1, 3, 4);
    expect([account.isExact, account.strange]).toEqual([false, 1]);
  });

  it('takes what a seek wanted again for no repetition, and wants all of it', () => {
    const account = soaked();
    account.sought(1, 1);
    account.take(1, 1, 1);
    account.take(1, 2, 2);
    expect([account.isExact, account.wanted, account.distinct]).toEqual([true, 2, 3]);
    account.sought(1, 0);
    account.take(1, 1, 1);
    expect(account.lost).toBe(1);
  });

  it('expects a partition that was lost from where it was committed', () => {
    const account = soaked();
    account.noteCommitted(1, 2);
    account.wasLost(1);
    account.take(1, 2, 2);
    expect([account.isExact, account.wanted]).toEqual([true, 1]);
  });
});
