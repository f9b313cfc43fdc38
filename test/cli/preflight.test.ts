import { preflight } from '../../src/cli/preflight';
import { Secrets } from '../../src/config/secrets';
import { ConnectorStartError, WorkerStartError } from '../../src/errors';
import { connectorSettings, settingsFile } from '../support/settings-files';
import { captureLog } from '../support/silent-log';

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const WORKER = [
  'bootstrap.servers=k:1',
  `key.converter=${STRING}`,
  `value.converter=${STRING}`,
  'offset.storage.file.filename=o',
];
const SINK = ['name=c', 'connector.class=FileStreamSink', 'topics=t'];

async function check(worker: readonly string[], connector: readonly string[]) {
  const log = captureLog();
  const pipeline = { worker: settingsFile('w', ...worker), connectors: [connectorSettings('c', ...connector)] };
  await preflight(pipeline, { secrets: new Secrets(), servesRest: true, log: log.log });
  return log.text();
}

describe('preflight', () => {
  it('passes what is good, and says what nothing reads in the file of the worker', async () => {
    expect(await check([...WORKER, 'offset.flush.intervall.ms=1', 'producer.zzz=1'], [...SINK, 'flie=x'])).toBe(
      'w:5: offset.flush.intervall.ms=1: nothing reads this setting: did you mean offset.flush.interval.ms?',
    );
  });

  it('gives what it has checked', async () => {
    const pipeline = { worker: settingsFile('w', ...WORKER), connectors: [connectorSettings('c', ...SINK)] };
    const checked = await preflight(pipeline, { secrets: new Secrets(), servesRest: false, log: captureLog().log });
    expect(checked.connectors.map(({ type }) => type)).toEqual(['sink']);
  });

  it('refuses a worker, and says what is wrong with the connectors as well', async () => {
    const refused = check([...WORKER, 'offset.flush.interval.ms=x'], [...SINK, 'tasks.max=0']);
    await expect(refused).rejects.toBeInstanceOf(WorkerStartError);
    await expect(refused).rejects.toThrow(/^w:5: offset\.flush\.interval\.ms=x: .*\nc:4: tasks\.max=0: /);
  });

  it('refuses a connector', async () => {
    await expect(check(WORKER, [...SINK, 'tasks.max=0'])).rejects.toBeInstanceOf(ConnectorStartError);
  });
});
