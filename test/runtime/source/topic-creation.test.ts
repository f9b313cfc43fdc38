import { KafkaError } from '../../../src/errors';
import { TopicCreation } from '../../../src/runtime/source/topic-creation';
import { FakeAdmin } from '../../support/fake-kafka';
import { captureLog } from '../../support/silent-log';

const group = (name: string, includes: (topic: string) => boolean) => ({
  name,
  includes,
  partitions: 3,
  replicationFactor: -1,
  configs: { 'cleanup.policy': 'compact' },
});

describe('TopicCreation', () => {
  it('creates a missing topic with the first group that includes it, and asks only once', async () => {
    const admin = new FakeAdmin();
    const creation = new TopicCreation(
      [group('logs', (topic) => topic === 'log'), group('default', () => true)],
      admin,
      captureLog().log,
    );
    await creation.ensure('other');
    expect(admin.created).toEqual([
      { name: 'other', partitions: 3, replicationFactor: -1, configs: { 'cleanup.policy': 'compact' } },
    ]);
    expect(creation.ensure('other')).toBeUndefined();
  });

  it('leaves a topic alone that exists', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('t', 1);
    await new TopicCreation([group('default', () => true)], admin, captureLog().log).ensure('t');
    expect(admin.created).toEqual([]);
  });

  it('passes on what the broker says and asks again the next time', async () => {
    const admin = new FakeAdmin();
    const creation = new TopicCreation([group('default', () => true)], admin, captureLog().log);
    admin.describeAnswer = () => Promise.reject(new KafkaError('timed out', { kafkaCode: -185, isRetriable: true }));
    await expect(creation.ensure('t')).rejects.toThrow('timed out');
    admin.describeAnswer = () => Promise.resolve(undefined);
    await creation.ensure('t');
    expect(admin.created).toHaveLength(1);
  });
});
