import { checkConnector } from '../../src/cli/connector-check';
import { FileFindings, Findings } from '../../src/cli/findings';
import { checkWorker } from '../../src/cli/worker-check';
import { Secrets } from '../../src/config/secrets';
import { connectorSettings, settingsFile } from '../support/settings-files';
import { captureLog } from '../support/silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const WORKER = settingsFile(
  'w',
  'bootstrap.servers=k:1',
  `key.converter=${STRING}`,
  `value.converter=${STRING}`,
  'offset.storage.file.filename=o',
);

async function check(...lines: string[]) {
  const secrets = new Secrets();
  const findings = new Findings();
  const workerFindings = new FileFindings(findings, WORKER);
  const worker = await checkWorker(workerFindings, { folders: [], secrets, servesRest: false, log: captureLog().log });
  const file = connectorSettings('c', ...lines);
  const own = new FileFindings(findings, file, file.name ?? null);
  const checked = await checkConnector(own, file, { worker, workerFindings, secrets });
  const shown = findings.all().map(({ line, key, kind }) => `${line ?? ''} ${key ?? ''} ${kind}`);
  return { checked, shown, all: findings.all() };
}

const SINK = ['name=c', 'connector.class=FileStreamSink'];
const SOURCE = ['name=c', 'connector.class=FileStreamSource', 'topic=t', 'file=f'];

describe('checkConnector', () => {
  it('finds nothing in good settings', async () => {
    const { checked, shown } = await check(
      ...SOURCE,
      'topic.creation.default.partitions=1',
      'topic.creation.default.replication.factor=1',
      'topic.creation.default.cleanup.policy=compact',
      'producer.override.linger.ms=5',
      'confluent.license=x',
      'transforms=r',
      'transforms.r.type=RegexRouter',
      'transforms.r.regex=(.*)',
      'transforms.r.replacement=a-$1',
    );
    expect(shown).toEqual([]);
    expect(checked).toMatchObject({ type: 'source', isClassKnown: true });
  });

  it('finds what it can where the class is not known, and what it cannot know it does not say', async () => {
    const { checked, shown, all } = await check(
      'name=c',
      'connector.class=FileStreamSnk',
      'topics=t',
      'own.setting=1',
      'task.max=1',
      'tasks.max=0',
      'transforms=x',
      'transforms.x.type=Nope',
      'transforms.x.field=f',
    );
    expect(checked).toMatchObject({ type: 'sink', isClassKnown: false });
    expect(shown).toEqual([
      '2 connector.class unknown-plugin',
      '5 task.max unknown-key',
      '6 tasks.max invalid-value',
      '8 transforms.x.type unknown-plugin',
    ]);
    expect(all[0]?.nearest).toBe('org.apache.kafka.connect.file.FileStreamSinkConnector');
  });

  it('says once that topics are missing, but names both of two that exclude each other', async () => {
    expect((await check(...SINK)).shown).toEqual(['2 topics missing-key']);
    expect((await check(...SINK, 'topics=t', 'topics.regex=r')).shown).toEqual([
      '3 topics exclusive-keys',
      '4 topics.regex exclusive-keys',
    ]);
  });

  it('names what is missing beside what asks for it', async () => {
    const lines = [...SINK, 'topics=t', 'transforms=x', 'transforms.x.type=HoistField$Value'];
    expect((await check(...lines)).shown).toEqual(['5 transforms.x.field missing-key']);
    expect((await check('connector.class=FileStreamSink', 'topics=t')).shown).toEqual(['1 name missing-key']);
    expect((await check('name=c', 'topics=t')).shown).toEqual(['1 connector.class missing-key']);
  });

  it('makes transforms and converters as the run does, and says what they refuse', async () => {
    const { shown } = await check(
      ...SINK,
      'topics=t',
      'transforms=c,p',
      'transforms.c.type=Cast$Value',
      'transforms.c.spec=int99',
      'transforms.p.type=Filter',
      'transforms.p.predicate=nowhere',
      'value.converter=JsonConverter',
      'value.converter.schema.content={',
    );
    expect(shown).toEqual([
      '6 transforms.c.spec invalid-value',
      '8 transforms.p.predicate invalid-value',
      '9 value.converter invalid-value',
    ]);
  });

  it('tells what has no effect', async () => {
    const { shown, all } = await check(...SOURCE, 'value.converter.schemas.enable=false', 'transforms.x.type=Filter');
    expect(shown).toEqual(['5 value.converter.schemas.enable no-effect', '6 transforms.x.type no-effect']);
    expect(all.map(({ severity }) => severity)).toEqual(['warning', 'warning']);
  });

  it('says of a setting that cannot be looked up only that', async () => {
    expect((await check(...SOURCE, 'tasks.max=${env:CONNECT_TEST_NOT_THERE}')).shown).toEqual([
      '5 tasks.max undefined-variable',
    ]);
  });

  it('checks the settings of clients, in either file', async () => {
    const { shown } = await check(...SOURCE, 'producer.override.acks=maybe', 'producer.override.liger.ms=1');
    expect(shown).toEqual(['5 producer.override.acks invalid-value', '6 producer.override.liger.ms unknown-key']);
  });

  it('checks the groups of topics to create', async () => {
    expect((await check(...SOURCE, 'topic.creation.default.partitions=0')).shown).toEqual([
      '5 topic.creation.default.replication.factor missing-key',
      '5 topic.creation.default.partitions invalid-value',
    ]);
  });
});
