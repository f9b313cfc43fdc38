import { KafkaError } from '../../../src/errors';
import { TopicCreation } from '../../../src/runtime/source/topic-creation';
import { FakeAdmin } from '../../support/fake-admin';
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

  it.each([
    ['may not create topics', 29],
    ['may not change the cluster', 31],
    ['asks an old broker', 35],
  ])('tells who %s to get the right, or to create the topic beforehand', async (_who, kafkaCode) => {
    const admin = new FakeAdmin();
    admin.describeAnswer = () => Promise.reject(new KafkaError('not authorized to describe', { kafkaCode: 29 }));
    const refusal = new KafkaError('Broker: refused', { kafkaCode });
    jest.spyOn(admin, 'createTopic').mockRejectedValue(refusal);
    const creation = new TopicCreation([group('default', () => true)], admin, captureLog().log);
    await expect(creation.ensure('t')).rejects.toMatchObject({
      name: 'ConnectError',
      message: expect.stringMatching(/create new topic t: Broker: refused.*authorized.*beforehand/) as string,
      cause: refusal,
    });
  });

  it('takes a topic for there that it may not describe and that exists', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('t', 1);
    admin.describeAnswer = () => Promise.reject(new KafkaError('not authorized', { kafkaCode: 29 }));
    const { log, text } = captureLog();
    const creation = new TopicCreation([group('default', () => true)], admin, log);
    await creation.ensure('t');
    expect(creation.ensure('t')).toBeUndefined();
    expect(text()).toContain('Found existing topic t');
  });

  it('fails with the words of the broker for anything else', async () => {
    const admin = new FakeAdmin();
    const refusal = new KafkaError('Replication factor is larger than brokers', { kafkaCode: 38 });
    jest.spyOn(admin, 'createTopic').mockRejectedValue(refusal);
    const creation = new TopicCreation([group('default', () => true)], admin, captureLog().log);
    await expect(creation.ensure('t')).rejects.toBe(refusal);
  });
});
