import { checkCluster } from '../../src/cli/cluster-check';
import { BrokerUnavailableError, KafkaError } from '../../src/errors';
import type { KafkaClients } from '../../src/kafka/clients';
import { checkedPipeline } from '../support/checked-pipeline';
import { FakeAdmin } from '../support/fake-admin';

const SINK = ['name=s', 'connector.class=FileStreamSink'];
const SOURCE = ['name=f', 'connector.class=FileStreamSource', 'topic=t'];

async function check(connectors: readonly (readonly string[])[], admin = new FakeAdmin(), worker: string[] = []) {
  const { checked, shown, findings } = await checkedPipeline(connectors, worker);
  const clients = { admin: () => admin } as unknown as KafkaClients;
  const answer = await checkCluster(checked, clients);
  return { ...answer, shown: shown(), all: findings.all() };
}

describe('checkCluster', () => {
  it('names the line of bootstrap.servers when no broker answers', async () => {
    const admin = new FakeAdmin();
    admin.connect = () => Promise.reject(new BrokerUnavailableError('nobody at k:1'));
    const { isReached, shown } = await check([[...SINK, 'topics=t']], admin);
    expect(isReached).toBe(false);
    expect(shown).toEqual(['w:1 bootstrap.servers unreachable-broker']);
  });

  it('asks where a connector has brokers of its own, also when those of the worker do not answer', async () => {
    const admin = new FakeAdmin();
    admin.connect = () => Promise.reject(new BrokerUnavailableError('nobody at k:1'));
    const own = [...SINK, 'topics=t', 'consumer.override.bootstrap.servers=l:1'];
    expect((await check([own, ['name=o', ...SINK.slice(1), 'topics=t']], admin)).shown).toEqual([
      'w:1 bootstrap.servers unreachable-broker',
      'c0:4 consumer.override.bootstrap.servers unreachable-broker',
    ]);
    const { isReached, shown } = await check([own], admin, ['bootstrap.servers=']);
    expect(isReached).toBe(false);
    expect(shown.filter((text) => !text.includes('no-effect'))).toEqual([
      'w:5 bootstrap.servers invalid-value',
      'c0:4 consumer.override.bootstrap.servers unreachable-broker',
    ]);
  });

  it('warns of topics that a sink would wait for, unless a source of the same worker writes to them', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('there', 1);
    const { all, shown } = await check([[...SINK, 'topics=there,t,missing'], SOURCE], admin);
    expect(shown).toEqual(['c0:3 topics missing-topic']);
    expect(all[0]).toMatchObject({ severity: 'warning', message: expect.stringContaining('missing') as string });
  });

  it('warns of a pattern that matches nothing', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('there', 1);
    expect((await check([[...SINK, 'topics.regex=the.*']], admin)).shown).toEqual([]);
    expect((await check([[...SINK, 'topics.regex=x.*']], admin)).shown).toEqual(['c0:3 topics.regex missing-topic']);
  });

  it('says which permission is missing, at the setting that needs it', async () => {
    const admin = new FakeAdmin();
    admin.permissions.set('mine', { state: 'hidden', operations: new Set() });
    admin.permissions.set('t', { state: 'exists', operations: new Set(['READ', 'DESCRIBE']) });
    admin.permissions.set('dead', { state: 'exists', operations: new Set(['DESCRIBE']) });
    admin.groupPermissions.set('connect-s', new Set(['DESCRIBE']));
    admin.groupPermissions.set('g', new Set(['DESCRIBE']));
    const dead = 'errors.deadletterqueue.topic.name=dead';
    const other = ['name=o', 'connector.class=FileStreamSink', 'topics=t', 'consumer.override.group.id=g'];
    const { all, shown } = await check([[...SINK, 'topics=mine', dead], SOURCE, other], admin);
    expect(shown).toEqual([
      'c0:1 name missing-acl',
      'c0:3 topics missing-acl',
      'c0:4 errors.deadletterqueue.topic.name missing-acl',
      'c1:3 topic missing-acl',
      'c2:4 consumer.override.group.id missing-acl',
    ]);
    expect(all.map(({ remedy }) => /^Allow \w+ on the \w+ \S+(?=:)/.exec(remedy ?? '')?.[0])).toEqual([
      'Allow READ on the group connect-s',
      'Allow READ on the topic mine',
      'Allow WRITE on the topic dead',
      'Allow WRITE on the topic t',
      'Allow READ on the group g',
    ]);
  });

  it('takes a group that may not even be described for one that may not be read', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('t', 1);
    admin.groupOperations = () => Promise.reject(new KafkaError('not for you', { kafkaCode: 30 }));
    expect((await check([[...SINK, 'topics=t']], admin)).shown).toEqual(['c0:1 name missing-acl']);
    admin.groupOperations = () => Promise.reject(new KafkaError('later', { kafkaCode: 15, isRetriable: true }));
    expect((await check([[...SINK, 'topics=t']], admin)).shown).toEqual([]);
  });

  it('asks whether topics that are missing would be created as the settings say', async () => {
    const admin = new FakeAdmin();
    admin.topics.set('in', 1);
    const asked: unknown[] = [];
    admin.tryAnswer = ({ name, partitions, replicationFactor }) => {
      asked.push([name, partitions, replicationFactor]);
      return Promise.reject(new KafkaError('only 1 broker', { kafkaCode: 38 }));
    };
    const creation = ['topic.creation.default.partitions=2', 'topic.creation.default.replication.factor=2'];
    const dead = 'errors.deadletterqueue.topic.name=dead';
    const { shown } = await check(
      [
        [...SOURCE, ...creation],
        [...SINK, 'topics=in', dead],
      ],
      admin,
      ['offset.storage.topic=offsets'],
    );
    expect(asked).toEqual([
      ['offsets', 25, 3],
      ['t', 2, 2],
      ['dead', 1, 3],
    ]);
    expect(shown).toEqual([
      'w:5 offset.storage.topic invalid-value',
      'c0:5 topic.creation.default.replication.factor invalid-value',
      'c1:4 errors.deadletterqueue.topic.name invalid-value',
    ]);
  });

  it('warns of a topic that neither source nor broker creates', async () => {
    const admin = new FakeAdmin();
    expect((await check([SOURCE], admin)).shown).toEqual([]);
    admin.brokerSettings.set('auto.create.topics.enable', 'false');
    expect((await check([SOURCE], admin)).shown).toEqual(['c0:3 topic missing-topic']);
  });

  it('says what a broker has against the name of a topic', async () => {
    const admin = new FakeAdmin();
    admin.topicPermissions = () => Promise.reject(new KafkaError('no such name', { kafkaCode: 17 }));
    const { all } = await check([[...SINK, 'topics=a b']], admin);
    expect(all).toEqual([expect.objectContaining({ key: 'topics', message: 'no such name', severity: 'error' })]);
  });
});
