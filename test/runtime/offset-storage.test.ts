import { systemClock } from '../../src/clock';
import { createOffsetStorage } from '../../src/runtime/offset-storage';
import { parseStandaloneConfig } from '../../src/runtime/standalone-config';
import { ZombieFencing } from '../../src/runtime/zombie-fencing';
import { FileOffsetBackingStore } from '../../src/storage/file-offset-backing-store';
import { KafkaOffsetBackingStore } from '../../src/storage/kafka-offset-backing-store';
import { FakeOffsetsTopic } from '../support/fake-offsets-topic';
import { captureLog } from '../support/silent-log';

function make(more: Record<string, string>) {
  const props = { 'bootstrap.servers': 'a:1', 'key.converter': 'K', 'value.converter': 'V', ...more };
  const log = captureLog();
  const config = parseStandaloneConfig(props);
  const { clients } = new FakeOffsetsTopic('offsets');
  const made = createOffsetStorage({
    config,
    props,
    clients,
    clock: systemClock,
    log: log.log,
    onCorruptOffsets: 'fail',
  });
  return { ...made, log };
}

describe('createOffsetStorage', () => {
  it('takes the file where no topic is named', () => {
    const { store, exactlyOnce } = make({ 'offset.storage.file.filename': '/tmp/x' });
    expect(store).toBeInstanceOf(FileOffsetBackingStore);
    expect(exactlyOnce).toBeUndefined();
  });

  it('takes the topic where both are named, and says so', () => {
    const { store, exactlyOnce, log } = make({
      'offset.storage.file.filename': '/tmp/x',
      'offset.storage.topic': 'offsets',
    });
    expect(store).toBeInstanceOf(KafkaOffsetBackingStore);
    expect(exactlyOnce).toBeUndefined();
    expect(log.text()).toContain('kept in the topic offsets: offset.storage.file.filename=/tmp/x is not read');
  });

  it('lets tasks write in transactions where these are enabled', () => {
    const { store, exactlyOnce } = make({
      ...{ 'offset.storage.topic': 'offsets', 'exactly.once.source.support': 'enabled', 'group.id': 'g' },
    });
    expect(exactlyOnce).toEqual({ groupId: 'g', store, fencing: expect.any(ZombieFencing) as unknown });
  });
});
