import { parseStandaloneConfig, WORKER_SETTINGS, workerKeyFamilies } from '../../src/runtime/standalone-config';
import {
  isExactlyOnce,
  OFFSET_STORAGE_CONFIG,
  offsetsTopic,
  requireTopicForTransactions,
  usesOffsetsTopic,
} from '../../src/runtime/offset-storage-config';

const WORKER = { 'bootstrap.servers': 'a:1', 'key.converter': 'K', 'value.converter': 'V' };
const TOPIC = { 'offset.storage.topic': 'offsets' };

describe('the settings of an offsets topic', () => {
  it('have the defaults of distributed mode', () => {
    expect(OFFSET_STORAGE_CONFIG.parse({})).toEqual({
      'offset.storage.topic': null,
      'offset.storage.partitions': 25,
      'offset.storage.replication.factor': 3,
      'exactly.once.source.support': 'disabled',
      'group.id': 'connect-cluster',
    });
  });

  test.each([
    ['offset.storage.partitions', '0', "Number of partitions must be positive, or -1 to use the broker's default"],
    [
      'offset.storage.replication.factor',
      '-2',
      "Replication factor must be positive, or -1 to use the broker's default",
    ],
    ['offset.storage.topic', '', 'String must be non-empty'],
    ['exactly.once.source.support', 'yes', 'String must be one of (case insensitive): DISABLED, ENABLED, PREPARING'],
  ])('refuse %s=%j', (key, value, message) => {
    expect(() => OFFSET_STORAGE_CONFIG.parse({ [key]: value })).toThrow(message);
  });

  it('make the file unnecessary', () => {
    expect(() => parseStandaloneConfig(WORKER)).toThrow('offset.storage.file.filename');
    const config = parseStandaloneConfig({ ...WORKER, ...TOPIC });
    expect(config).toMatchObject({ 'offset.storage.file.filename': '', 'offset.storage.topic': 'offsets' });
  });

  it('are known to the worker, and what else lies below offset.storage. belongs to the topic', () => {
    expect(WORKER_SETTINGS.configKeys.has('group.id')).toBe(true);
    expect(usesOffsetsTopic(TOPIC)).toBe(true);
    expect(workerKeyFamilies(TOPIC)).toContain('offset.storage.');
    expect(workerKeyFamilies({})).not.toContain('offset.storage.');
  });
});

describe('exactly.once.source.support', () => {
  test.each([
    ['ENABLED', true],
    ['enabled', true],
    ['preparing', false],
    ['disabled', false],
  ])('%s means %s', (value, isEnabled) => {
    expect(isExactlyOnce({ 'exactly.once.source.support': value })).toBe(isEnabled);
  });

  it('needs a topic, and says how to get one', () => {
    const config = OFFSET_STORAGE_CONFIG.parse({ 'exactly.once.source.support': 'enabled' });
    expect(() => requireTopicForTransactions(config)).toThrow(
      /cannot be part of a transaction\. Set offset\.storage\.topic/,
    );
    expect(() => requireTopicForTransactions({ ...config, 'offset.storage.topic': 'o' })).not.toThrow();
  });
});

describe('offsetsTopic', () => {
  it('takes the settings below offset.storage., but no policy', () => {
    const warnings: string[] = [];
    const props = {
      ...TOPIC,
      ...{
        'offset.storage.partitions': '5',
        'offset.storage.file.filename': '/x',
        'offset.storage.cleanup.policy': 'delete',
      },
      'offset.storage.segment.bytes': '1048576',
    };
    expect(offsetsTopic(OFFSET_STORAGE_CONFIG.parse(props), props, (message) => void warnings.push(message))).toEqual({
      ...{ name: 'offsets', partitions: 5, replicationFactor: 3, configs: { 'segment.bytes': '1048576' } },
    });
    expect(warnings).toEqual([
      'offset.storage.cleanup.policy=delete is ignored: the offsets topic is always compacted',
    ]);
  });

  it('is none where none is named', () => {
    expect(offsetsTopic(OFFSET_STORAGE_CONFIG.parse({}), {}, () => undefined)).toBeUndefined();
  });
});
