/** The sub-command `check` for a user of a secured broker who lacks permissions: each is named, and its advice helps. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckReport } from '../../src/cli/check-report';
import { describeWithJava } from '../support/describe-with-kafka';
import { runKafkaAcls } from '../support/kafka-acls';
import { runCommand } from '../support/our-command';
import { removeFolder, temporaryFolder } from '../support/our-worker';
import { propertiesText } from '../support/properties-text';
import { PASSWORD, sasl, startSecureKafka, type SecureKafka } from '../support/secure-kafka';
import { createTopic } from '../support/topics';

jest.setTimeout(240_000);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

describeWithJava('check of permissions', () => {
  let secure: SecureKafka;
  let folder: string;

  beforeAll(async () => {
    folder = temporaryFolder('check-acl-');
    secure = await startSecureKafka(folder);
    for (const topic of ['in', 'out', 'sourced']) await createTopic(secure.kafka.bootstrap, topic);
    const settings = sasl('PLAIN', 'bob');
    const under = (prefix: string) => Object.entries(settings).map(([key, value]) => [prefix + key, value]);
    write('w.properties', {
      'bootstrap.servers': secure.kafka.listener('SASL'),
      'key.converter': STRING,
      'value.converter': STRING,
      'offset.storage.file.filename': path.join(folder, 'offsets'),
      ...settings,
      ...(Object.fromEntries([...under('producer.'), ...under('consumer.')]) as Record<string, string>),
    });
    const dead = {
      'errors.deadletterqueue.topic.name': 'dead',
      'errors.deadletterqueue.topic.replication.factor': '1',
    };
    write('sink.properties', { name: 'sink', 'connector.class': 'FileStreamSink', topics: 'in,sourced', ...dead });
    const source = { 'connector.class': 'FileStreamSource', file: path.join(folder, 'in.txt') };
    write('out.properties', { name: 'out', ...source, topic: 'out' });
    const creation = {
      'topic.creation.default.partitions': '2',
      'topic.creation.default.replication.factor': '1',
    };
    write('new.properties', { name: 'new', ...source, topic: 'new', ...creation });
    writeFileSync(path.join(folder, 'in.txt'), '');
  });
  afterAll(async () => {
    await secure.kafka.stop();
    removeFolder(folder);
  });

  const write = (name: string, settings: Record<string, string>) =>
    writeFileSync(path.join(folder, name), propertiesText(settings));
  const check = async (...args: string[]) => {
    const files = ['w.properties', 'sink.properties', 'out.properties', 'new.properties'];
    const ended = await runCommand(['check', ...files, '--no-rest', '--json', ...args], { cwd: folder });
    if (ended.stdout === '') throw new Error(`code ${String(ended.code)}: ${ended.stderr}`);
    expect(ended.stdout).not.toContain(PASSWORD);
    return { code: ended.code, report: JSON.parse(ended.stdout) as CheckReport };
  };
  const shown = ({ findings }: CheckReport) =>
    findings.map(
      ({ file, line, key, kind, message }) => `${path.basename(file)}:${line ?? ''} ${key ?? ''} ${kind} ${message}`,
    );
  /** What was advised, asked for at the listener where everything is allowed. */
  const follow = async (remedy: string | null) => {
    const words = (/kafka-acls\.sh (?<words>.*)$/.exec(remedy ?? '')?.groups?.['words'] ?? '').split(' ');
    expect(words[1]).toBe(secure.kafka.listener('SASL'));
    await runKafkaAcls([words[0] ?? '', secure.kafka.bootstrap, ...words.slice(2)]);
  };
  const grant = (...args: string[]) =>
    runKafkaAcls(['--bootstrap-server', secure.kafka.bootstrap, '--add', '--allow-principal', 'User:bob', ...args]);

  it('names principal, operation and resource at the setting that needs it, and its advice is all that is needed', async () => {
    const none = await check();
    expect(shown(none.report)).toEqual([
      'sink.properties:1 name missing-acl User:bob is not allowed to READ the group connect-sink, nor to DESCRIBE it',
      'sink.properties:3 topics missing-acl User:bob is not allowed to READ the topic in, nor to DESCRIBE it',
      'sink.properties:3 topics missing-acl User:bob is not allowed to READ the topic sourced, nor to DESCRIBE it',
      'sink.properties:4 errors.deadletterqueue.topic.name missing-acl User:bob is not allowed to WRITE the topic dead, nor to DESCRIBE it: it may not exist at all',
      'out.properties:4 topic missing-acl User:bob is not allowed to WRITE the topic out, nor to DESCRIBE it',
      'new.properties:4 topic missing-acl User:bob is not allowed to WRITE the topic new, nor to DESCRIBE it: it may not exist at all',
    ]);
    expect(none.code).toBe(78);

    const topics = ['in', 'sourced', 'out', 'dead', 'new'].flatMap((topic) => ['--topic', topic]);
    await grant('--operation', 'Describe', ...topics, '--group', 'connect-sink');
    const described = await check();
    expect(shown(described.report)).toEqual([
      'sink.properties:1 name missing-acl User:bob is not allowed to READ the group connect-sink',
      'sink.properties:3 topics missing-acl User:bob is not allowed to READ the topic in',
      'sink.properties:3 topics missing-acl User:bob is not allowed to READ the topic sourced',
      'sink.properties:4 errors.deadletterqueue.topic.name missing-acl User:bob is not allowed to CREATE the topic dead',
      'out.properties:4 topic missing-acl User:bob is not allowed to WRITE the topic out',
      'new.properties:4 topic missing-acl User:bob is not allowed to CREATE the topic new',
    ]);

    for (const { remedy } of described.report.findings) await follow(remedy);
    const allowed = await check();
    expect([shown(allowed.report), allowed.code]).toEqual([[], 0]);
  });

  it('sees through overrides: who else a client is, and the group that it joins', async () => {
    const other = ['--set', 'sink.consumer.override.group.id=elsewhere'];
    const { report } = await check(...other);
    expect(shown(report)).toEqual([
      '--set: consumer.override.group.id missing-acl User:bob is not allowed to READ the group elsewhere, nor to DESCRIBE it',
    ]);
    const jaas = sasl('PLAIN', 'alice')['sasl.jaas.config'] ?? '';
    const asAlice = await check(...other, '--set', `sink.consumer.override.sasl.jaas.config=${jaas}`);
    expect([shown(asAlice.report), asAlice.code]).toEqual([[], 0]);
  });

  it('says what the cluster refuses of a topic that has to be created', async () => {
    const set = [
      'new.topic.creation.default.replication.factor=3',
      'sink.errors.deadletterqueue.topic.replication.factor=2',
    ];
    const { report } = await check(...set.flatMap((setting) => ['--set', setting]));
    expect(shown(report).map((line) => line.replace(/ invalid-value .*/, ''))).toEqual([
      '--set: errors.deadletterqueue.topic.replication.factor',
      '--set: topic.creation.default.replication.factor',
    ]);
  });

  it('has named all that a run needs, creation of topics included', async () => {
    writeFileSync(path.join(folder, 'in.txt'), 'one\n');
    const files = ['w.properties', 'out.properties', 'new.properties'];
    const ended = await runCommand([...files, '--once', '--no-rest'], { cwd: folder });
    expect([ended.code, ended.code === 0 ? '' : ended.stdout + ended.stderr]).toEqual([0, '']);
  });
});
