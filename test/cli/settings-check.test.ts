import { Findings } from '../../src/cli/findings';
import { checkSettings } from '../../src/cli/settings-check';
import { Secrets } from '../../src/config/secrets';
import { connectorSettings, settingsFile } from '../support/settings-files';
import { captureLog } from '../support/silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const WORKER = ['bootstrap.servers=k:1', `key.converter=${STRING}`, `value.converter=${STRING}`];
const sink = (name: string) =>
  connectorSettings(`${name}.properties`, 'name=a', 'connector.class=FileStreamSink', 'topics=t');

async function check(worker: readonly string[], connectors: Parameters<typeof checkSettings>[1]['connectors']) {
  const findings = new Findings();
  const pipeline = { worker: settingsFile('w', ...worker), connectors };
  const options = { secrets: new Secrets(), servesRest: false, log: captureLog().log };
  const checked = await checkSettings(findings, pipeline, options);
  return { checked, all: findings.all() };
}

describe('checkSettings', () => {
  it('goes on with the connectors where the settings of the worker are wrong', async () => {
    const { all } = await check(WORKER, [connectorSettings('c', 'name=c')]);
    expect(all.map(({ file, key }) => [file, key])).toEqual([
      ['w', 'offset.storage.file.filename'],
      ['c', 'connector.class'],
    ]);
  });

  it('refuses two connectors of one name, and says where the first is', async () => {
    const { all } = await check([...WORKER, 'offset.storage.file.filename=o'], [sink('x'), sink('y')]);
    expect(all).toEqual([
      expect.objectContaining({ kind: 'duplicate-name', file: 'y.properties', line: 1, key: 'name' }),
    ]);
    expect(all[0]?.message).toContain('x.properties:1');
  });

  it('complains of settings of clients, and only warns where nobody makes such a client', async () => {
    const worker = [...WORKER, 'offset.storage.file.filename=o', 'consumer.max.poll.records=x', 'producer.acks=maybe'];
    const { all } = await check(worker, [sink('x')]);
    expect(all.map(({ line, severity }) => [line, severity])).toEqual([
      [5, 'error'],
      [6, 'warning'],
    ]);
  });

  it('warns of a setting that stands there twice, at the line that counts', async () => {
    const worker = [...WORKER, 'bootstrap.servers=l:1', 'offset.storage.file.filename=o'];
    const { all } = await check(worker, [sink('x')]);
    expect(all).toEqual([expect.objectContaining({ severity: 'warning', kind: 'no-effect', line: 4, value: 'l:1' })]);
    expect(all[0]?.message).toMatch(/^is given on line 1 as well/);
  });

  it('hands on what it has found out of each connector', async () => {
    const { checked } = await check(WORKER, [sink('x')]);
    expect(checked.connectors).toEqual([expect.objectContaining({ type: 'sink', isClassKnown: true })]);
  });
});
