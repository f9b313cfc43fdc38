import { checkCluster, connectionOf } from '../../src/cli/cluster-check';
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

  it('says which permission is missing', async () => {
    const admin = new FakeAdmin();
    admin.describeAnswer = () => Promise.reject(new KafkaError('not for you', { kafkaCode: 29 }));
    admin.listGroupOffsets = () => Promise.reject(new KafkaError('not for you', { kafkaCode: 30 }));
    const { all, shown } = await check([[...SINK, 'topics=mine'], SOURCE], admin);
    expect(shown).toEqual(['c0:1 name missing-acl', 'c0:3 topics missing-acl', 'c1:3 topic missing-acl']);
    expect(all.map(({ remedy }) => remedy)).toEqual([
      'Allow READ on the group connect-s',
      'Allow READ on the topic mine',
      'Allow WRITE on the topic t',
    ]);
  });
});

test('connectionOf keeps what says to whom a client talks, and as whom', () => {
  expect(connectionOf({ 'bootstrap.servers': 'k', 'sasl.mechanism': 'PLAIN', 'group.id': 'g' })).toEqual({
    'bootstrap.servers': 'k',
    'sasl.mechanism': 'PLAIN',
  });
});
