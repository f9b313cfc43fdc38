import { FileFindings, Findings } from '../../src/cli/findings';
import { checkCreatable, checkReadable, checkWritable } from '../../src/cli/topic-check';
import { KafkaError } from '../../src/errors';
import type { AclOperation } from '../../src/kafka/clients';
import { FakeAdmin } from '../support/fake-admin';
import { connectorSettings } from '../support/settings-files';

function setUp() {
  const findings = new Findings();
  const file = connectorSettings('c', 'name=c', 'topic=t', 'topic.creation.default.partitions=1');
  const setting = { findings: new FileFindings(findings, file, 'c'), key: 'topic' };
  const admin = new FakeAdmin();
  const allow = (topic: string, ...operations: AclOperation[]) =>
    admin.permissions.set(topic, { state: 'exists', operations: new Set(operations) });
  const hide = (topic: string) => admin.permissions.set(topic, { state: 'hidden', operations: new Set() });
  const shown = () => findings.all().map(({ line, kind, message }) => `${line ?? ''} ${kind}: ${message}`);
  return { setting, admin, allow, hide, shown, asker: { admin, principal: 'User:b', bootstrap: 'k' } };
}

const birth = (prefix?: string) => {
  return { topic: { name: 't', partitions: 1, replicationFactor: 3, configs: {} }, prefix };
};

describe('checkReadable', () => {
  it('complains of each topic that may not be read, and gives those that are missing', async () => {
    const { setting, allow, hide, shown, asker } = setUp();
    allow('good', 'READ', 'DESCRIBE');
    allow('bad', 'WRITE', 'DESCRIBE');
    hide('hidden');
    expect(await checkReadable(setting, ['good', 'bad', 'hidden', 'gone'], asker)).toEqual(['gone']);
    expect(shown()).toEqual([
      '2 missing-acl: User:b is not allowed to READ the topic bad',
      '2 missing-acl: User:b is not allowed to READ the topic hidden, nor to DESCRIBE it',
    ]);
  });
});

describe('checkWritable', () => {
  it('complains where WRITE is missing, and tells whether the topic is there', async () => {
    const { setting, allow, hide, shown, asker } = setUp();
    expect(await checkWritable(setting, birth(), asker)).toEqual({ state: 'missing', operations: undefined });
    allow('t', 'WRITE');
    await checkWritable(setting, birth(), asker);
    expect(shown()).toEqual([]);
    allow('t', 'READ');
    await checkWritable(setting, birth(), asker);
    hide('t');
    await checkWritable(setting, birth('topic.creation.default.'), asker);
    expect(shown()).toEqual([
      '2 missing-acl: User:b is not allowed to WRITE the topic t',
      '2 missing-acl: User:b is not allowed to WRITE the topic t, nor to DESCRIBE it: it may not exist at all',
    ]);
  });
});

describe('checkCreatable', () => {
  const refuse = async (kafkaCode: number, prefix?: string) => {
    const { setting, admin, shown, asker } = setUp();
    admin.tryAnswer = () => Promise.reject(new KafkaError('because', { kafkaCode }));
    await checkCreatable(setting, birth(prefix), asker);
    return shown();
  };

  it('says that CREATE is missing', async () => {
    for (const kafkaCode of [29, 31]) {
      expect(await refuse(kafkaCode)).toEqual(['2 missing-acl: User:b is not allowed to CREATE the topic t']);
    }
  });

  it('blames the setting of the new topic that the broker refuses', async () => {
    // Where it is not given, the topic is the nearest.
    expect(await refuse(38, 'topic.creation.default.')).toEqual(['2 invalid-value: because']);
    expect(await refuse(37, 'topic.creation.default.')).toEqual(['3 invalid-value: because']);
    expect(await refuse(38)).toEqual([]);
  });

  it('does not take a broker that is busy for one that refuses', async () => {
    const { setting, admin, asker } = setUp();
    admin.tryAnswer = () => Promise.reject(new KafkaError('later', { kafkaCode: 7, isRetriable: true }));
    await expect(checkCreatable(setting, birth(), asker)).rejects.toThrow('later');
  });
});
