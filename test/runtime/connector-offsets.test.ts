import { TopicPartitionMap } from '../../src/api/topic-partition';
import { BadRequestError, ConnectError, KafkaError } from '../../src/errors';
import type { ConnectorFactory } from '../../src/runtime/connector-factory';
import { ConnectorOffsets, type OffsetsOwner } from '../../src/runtime/connector-offsets';
import { MemoryOffsetBackingStore } from '../../src/storage/memory-offset-backing-store';
import { encodeOffsetKey, encodeOffsetValue } from '../../src/storage/offset-key';
import { FakeAdmin } from '../support/fake-admin';
import { captureLog } from '../support/silent-log';

const OWNER: OffsetsOwner = { name: 'c', config: { name: 'c' }, folder: undefined, isStopped: true };

function setUp(type: 'source' | 'sink') {
  const admin = new FakeAdmin();
  const close = jest.spyOn(admin, 'close');
  const alterOffsets = jest.fn((_props: unknown, _offsets: unknown): boolean => true);
  const store = new MemoryOffsetBackingStore([
    [encodeOffsetKey('c', { file: 'a' }), encodeOffsetValue({ position: 9007199254740993n })],
    [encodeOffsetKey('c', { file: 'gone' }), null],
    [encodeOffsetKey('other', { file: 'a' }), encodeOffsetValue({ position: 1 })],
    [Buffer.from('no key'), Buffer.from('x')],
  ]);
  const offsets = new ConnectorOffsets({
    connectors: {
      build: async () => ({ name: '', type, className: 'C', props: {}, version: '1', connector: { alterOffsets } }),
    } as unknown as ConnectorFactory,
    offsets: store,
    clients: { admin: () => admin, consumer: () => undefined as never, producer: () => undefined as never },
    workerProps: { 'bootstrap.servers': 'k:9092' },
    log: captureLog().log,
  });
  return { admin, close, alterOffsets, store, offsets };
}

describe('ConnectorOffsets of a source', () => {
  it('are those of the connector that are not removed, every digit of them', async () => {
    const { offsets } = setUp('source');
    await expect(offsets.read(OWNER)).resolves.toEqual([
      { partition: { file: 'a' }, offset: { position: 9007199254740993n } },
    ]);
  });

  it('are stored when the connector agrees; null removes', async () => {
    const { offsets, alterOffsets } = setUp('source');
    const message = await offsets.alter(OWNER, [
      { partition: { file: 'b' }, offset: { position: 5 } },
      { partition: { file: 'a' }, offset: null },
    ]);
    expect(message).toBe('The offsets for this connector have been altered successfully');
    expect(alterOffsets.mock.calls[0]?.[1]).toEqual([
      [{ file: 'b' }, { position: 5 }],
      [{ file: 'a' }, null],
    ]);
    await expect(offsets.read(OWNER)).resolves.toEqual([{ partition: { file: 'b' }, offset: { position: 5 } }]);
  });

  it('are stored, with a word about it, when the connector does not check them', async () => {
    const { offsets, alterOffsets } = setUp('source');
    alterOffsets.mockReturnValue(false);
    await expect(offsets.reset(OWNER)).resolves.toContain(
      'framework-managed offsets for this connector have been reset',
    );
    await expect(offsets.read(OWNER)).resolves.toEqual([]);
  });

  it('stay as they are when the connector refuses', async () => {
    const { offsets, alterOffsets } = setUp('source');
    alterOffsets.mockImplementation(() => {
      throw new ConnectError('negative');
    });
    const altered = offsets.alter(OWNER, [{ partition: { file: 'a' }, offset: { position: -1 } }]);
    await expect(altered).rejects.toMatchObject({ name: 'BadRequestError', message: 'negative' });
    await expect(offsets.read(OWNER)).resolves.toHaveLength(1);
  });

  it('are refused when they are no offsets, when there are none, and when the connector runs', async () => {
    const { offsets } = setUp('source');
    const bad = { name: 'BadRequestError' };
    await expect(offsets.alter(OWNER, [{ partition: { a: [1] }, offset: null }])).rejects.toMatchObject(bad);
    await expect(offsets.alter(OWNER, [])).rejects.toMatchObject(bad);
    const running = { ...OWNER, isStopped: false };
    await expect(offsets.alter(running, [{ partition: null, offset: null }])).rejects.toMatchObject(bad);
    await expect(offsets.reset(running)).rejects.toThrow("'PUT' request to the '/connectors/c/stop' endpoint");
  });
});

describe('ConnectorOffsets of a sink', () => {
  const ALTER = [{ partition: { kafka_topic: 't', kafka_partition: 0 }, offset: { kafka_offset: 4 } }];

  it('are those of its consumer group', async () => {
    const { offsets, admin, close } = setUp('sink');
    admin.groups.set('connect-c', new TopicPartitionMap([[{ topic: 't', partition: 1 }, 7]]));
    await expect(offsets.read(OWNER)).resolves.toEqual([
      { partition: { kafka_topic: 't', kafka_partition: 1 }, offset: { kafka_offset: 7 } },
    ]);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('are altered in the group, and removed where the offset is null', async () => {
    const { offsets, admin } = setUp('sink');
    const remove = jest.spyOn(admin, 'deleteGroupOffsets');
    await offsets.alter(OWNER, [...ALTER, { partition: { kafka_topic: 't', kafka_partition: 1 }, offset: null }]);
    expect([...(admin.groups.get('connect-c') ?? [])]).toEqual([[{ topic: 't', partition: 0 }, 4]]);
    expect(remove).toHaveBeenCalledWith('connect-c', [{ topic: 't', partition: 1 }]);
  });

  it('are reset with the group', async () => {
    const { offsets, admin, alterOffsets } = setUp('sink');
    admin.groups.set('connect-c', new TopicPartitionMap([[{ topic: 't', partition: 1 }, 7]]));
    await expect(offsets.reset(OWNER)).resolves.toBe('The offsets for this connector have been reset successfully');
    expect([...(alterOffsets.mock.calls[0]?.[1] as Iterable<unknown>)]).toEqual([[{ topic: 't', partition: 1 }, null]]);
    expect(admin.groups.size).toBe(0);
  });

  it.each([
    [3, 'BadRequestError', 'does not exist'],
    [68, 'GroupNotEmptyError', 'zombie sink task'],
    [-185, 'KafkaError', 'failed'],
  ])('cannot be altered when Kafka answers %p: %s', async (kafkaCode, name, message) => {
    const { offsets, admin, close } = setUp('sink');
    admin.alterGroupOffsets = () => Promise.reject(new KafkaError('failed', { kafkaCode }));
    const altered = offsets.alter(OWNER, ALTER);
    await expect(altered).rejects.toMatchObject({ name });
    await expect(altered).rejects.toBeInstanceOf(kafkaCode < 0 ? KafkaError : BadRequestError);
    await expect(altered).rejects.toThrow(message);
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('need no group to be removed', async () => {
    const { offsets, admin } = setUp('sink');
    admin.deleteGroupOffsets = () => Promise.reject(new KafkaError('no group', { kafkaCode: 69 }));
    await expect(offsets.alter(OWNER, ALTER)).resolves.toContain('altered');
  });
});
