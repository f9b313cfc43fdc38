import { KafkaError } from '../../src/errors';
import { ensureCompactedTopic } from '../../src/storage/compacted-topic';
import { FakeAdmin } from '../support/fake-admin';
import { FakeClock } from '../support/fake-clock';

const TOPIC = { name: 'offsets', partitions: 25, replicationFactor: 3, configs: { 'segment.bytes': '1' } };

function setUp() {
  const admin = new FakeAdmin();
  const warnings: string[] = [];
  const ensure = () =>
    ensureCompactedTopic(TOPIC, {
      ...{ admin, clock: new FakeClock(), onWarning: (message) => void warnings.push(message) },
      ...{ setting: 'offset.storage.topic', holds: 'source offsets' },
    });
  return { admin, warnings, ensure };
}

describe('ensureCompactedTopic', () => {
  it('creates a topic that is not there, compacted, and tells its number of partitions', async () => {
    const { admin, ensure } = setUp();
    await expect(ensure()).resolves.toBe(25);
    expect(admin.created).toEqual([{ ...TOPIC, configs: { 'segment.bytes': '1', 'cleanup.policy': 'compact' } }]);
  });

  it('takes a compacted topic as it is', async () => {
    const { admin, ensure } = setUp();
    admin.topics.set('offsets', 7);
    admin.configs.set('offsets', new Map([['cleanup.policy', 'compact']]));
    await expect(ensure()).resolves.toBe(7);
    expect(admin.created).toEqual([]);
  });

  test.each(['delete', 'delete, compact'])('refuses a topic with the policy %s', async (policy) => {
    const { admin, ensure } = setUp();
    admin.topics.set('offsets', 7);
    admin.configs.set('offsets', new Map([['cleanup.policy', policy]]));
    await expect(ensure()).rejects.toThrow(
      /offset\.storage\.topic.*must have cleanup\.policy=compact.*has cleanup\.policy=/,
    );
  });

  it('warns where the policy may not be read', async () => {
    const { admin, ensure, warnings } = setUp();
    admin.topics.set('offsets', 7);
    admin.topicConfig = () => Promise.reject(new KafkaError('not authorized', { kafkaCode: 29 }));
    await expect(ensure()).resolves.toBe(7);
    expect(warnings.join()).toContain('is not known: not authorized');
  });

  it('says what to do when the topic cannot be created', async () => {
    const { admin, ensure } = setUp();
    admin.createTopic = () => Promise.reject(new KafkaError('Replication factor is 3', { kafkaCode: 38 }));
    await expect(ensure()).rejects.toThrow('cannot be created: Replication factor is 3. Create it beforehand');
  });
});
