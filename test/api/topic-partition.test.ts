import { topicPartitionKey, TopicPartitionMap } from '../../src/api/topic-partition';

const A = { topic: 'a', partition: 0 };
const B = { topic: 'b', partition: 1 };

describe('topicPartitionKey', () => {
  it('is what Kafka prints, and tells partitions apart whose topics end in digits', () => {
    expect(topicPartitionKey({ topic: 'my-topic', partition: 12 })).toBe('my-topic-12');
    expect(topicPartitionKey({ topic: 'a-1', partition: 1 })).not.toBe(
      topicPartitionKey({ topic: 'a', partition: 11 }),
    );
  });
});

describe('TopicPartitionMap', () => {
  it('compares partitions by content', () => {
    const map = new TopicPartitionMap([[A, 1]]);
    expect(map.get({ ...A })).toBe(1);
    expect(map.has({ ...A })).toBe(true);
    expect(map.set({ ...A }, 2).size).toBe(1);
    expect(map.get(A)).toBe(2);
    expect(map.get(B)).toBeUndefined();
  });

  it('keeps the order of insertion, and copies partitions so that nobody can change its keys', () => {
    const key = { topic: 'b', partition: 1 };
    const map = new TopicPartitionMap<number>([[key, 2]]).set(A, 1);
    key.partition = 99;
    expect(map.keys()).toEqual([B, A]);
    expect([...map]).toEqual([
      [B, 2],
      [A, 1],
    ]);
  });

  it('holds undefined-like values apart from absence, deletes and clears', () => {
    const map = new TopicPartitionMap<number | null>([
      [A, null],
      [B, 0],
    ]);
    expect(map.has(A)).toBe(true);
    expect(map.get(A)).toBeNull();
    expect(map.delete({ ...A })).toBe(true);
    expect(map.delete(A)).toBe(false);
    expect(map.size).toBe(1);
    map.clear();
    expect([...map]).toEqual([]);
  });

  it('is independent of the map that it was made of', () => {
    const original = new TopicPartitionMap([[A, 1]]);
    const copy = new TopicPartitionMap(original);
    copy.set(A, 2);
    expect(original.get(A)).toBe(1);
  });
});
