import { checkConnectorStart } from '../../src/cli/connector-start-check';
import { FileStreamSinkConnector } from '../../src/connectors/file-stream-sink-connector';
import { Secrets } from '../../src/config/secrets';
import { checkedPipeline } from '../support/checked-pipeline';
import { captureLog } from '../support/silent-log';

afterEach(() => jest.restoreAllMocks());

async function check() {
  const { checked, findings } = await checkedPipeline([['name=s', 'connector.class=FileStreamSink', 'topics=t']]);
  const [connector] = checked.connectors;
  if (connector === undefined) throw new Error('there is no connector');
  const options = { secrets: new Secrets(), log: captureLog().log };
  await checkConnectorStart(connector.findings, { connector, worker: checked.worker }, options);
  return findings.all().map(({ kind, line, message }) => `${line ?? ''} ${kind}: ${message}`);
}

describe('checkConnectorStart', () => {
  it('starts a connector, asks for its tasks, and stops it', async () => {
    const calls = (['start', 'taskConfigs', 'stop'] as const).map((name) =>
      jest.spyOn(FileStreamSinkConnector.prototype, name),
    );
    expect(await check()).toEqual([]);
    expect(calls.map((call) => call.mock.calls.length)).toEqual([1, 1, 1]);
  });

  it('says what it throws', async () => {
    jest.spyOn(FileStreamSinkConnector.prototype, 'start').mockImplementation(() => {
      throw new Error('no such server');
    });
    expect(await check()).toEqual(['2 connector: no such server']);
  });

  it('stops it also where it cannot split its work', async () => {
    const stop = jest.spyOn(FileStreamSinkConnector.prototype, 'stop');
    jest.spyOn(FileStreamSinkConnector.prototype, 'taskConfigs').mockReturnValue([{}, {}]);
    expect(await check()).toEqual([expect.stringContaining('2 connector: The connector s has generated 2 tasks')]);
    expect(stop).toHaveBeenCalledTimes(1);
  });
});
