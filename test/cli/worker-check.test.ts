import { FileFindings, Findings } from '../../src/cli/findings';
import { checkWorker } from '../../src/cli/worker-check';
import { Secrets } from '../../src/config/secrets';
import { settingsFile } from '../support/settings-files';
import { captureLog } from '../support/silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const GOOD = ['bootstrap.servers=k:1', `key.converter=${STRING}`, `value.converter=${STRING}`];
const COMPLETE = [...GOOD, 'offset.storage.file.filename=o'];

async function check(lines: readonly string[], servesRest = true) {
  const findings = new Findings();
  const own = new FileFindings(findings, settingsFile('w', ...lines));
  const options = { folders: [], secrets: new Secrets(), servesRest, log: captureLog().log };
  const worker = await checkWorker(own, options);
  return { worker, all: findings.all(), keys: findings.all().map(({ key, line }) => `${line ?? ''} ${key ?? ''}`) };
}

describe('checkWorker', () => {
  it('finds nothing in good settings, and parses them', async () => {
    const { worker, all } = await check([
      ...COMPLETE,
      'listeners=http://:0',
      'ssl.protocol=TLSv1.3',
      'producer.acks=1',
    ]);
    expect(all).toEqual([]);
    expect(worker.config?.['bootstrap.servers']).toEqual(['k:1']);
  });

  it('finds everything at once, each at its line', async () => {
    const { worker, keys } = await check([
      ...GOOD,
      'offset.flush.interval.ms=soon',
      'offset.flush.timeout.mss=1',
      'listeners=htp://x:1',
      'value.converter.x=1',
      'consumer.max.poll.recordz=0',
      'config.providers=a,b',
      'config.providers.a.class=Nope',
      'connector.client.config.override.policy=Some',
      'client.id=${env:CONNECT_TEST_NOT_THERE}',
      'header.converter=Nope',
    ]);
    expect(worker.config).toBeUndefined();
    expect(keys).toEqual([
      '4 offset.flush.interval.ms',
      '4 offset.storage.file.filename',
      '5 offset.flush.timeout.mss',
      '6 listeners',
      '7 value.converter.x',
      '8 consumer.max.poll.recordz',
      '9 config.providers.b.class',
      '10 config.providers.a.class',
      '11 connector.client.config.override.policy',
      '12 client.id',
      '13 header.converter',
    ]);
  });

  it('looks for extensions of the REST interface where requests are taken', async () => {
    const lines = [...COMPLETE, 'rest.extension.classes=Nope,AlsoNot', 'admin.listeners=http://127.0.0.1:0'];
    const { all } = await check(lines);
    expect(all.map(({ line, kind }) => `${line ?? ''} ${kind}`)).toEqual(['5 unknown-plugin', '5 unknown-plugin']);
    expect((await check(lines, false)).all).toEqual([]);
  });

  it('leaves listeners alone where no requests are taken', async () => {
    expect((await check([...COMPLETE, 'listeners=htp://x:1'], false)).all).toEqual([]);
  });

  it('says what is wrong with the settings of a converter where they stand', async () => {
    const lines = [...COMPLETE, 'header.converter=JsonConverter', 'header.converter.schemas.enable=perhaps'];
    expect((await check(lines)).keys).toEqual(['6 header.converter.schemas.enable']);
  });
});
