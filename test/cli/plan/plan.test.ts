import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { plan } from '../../../src/cli/plan/plan';
import {
  BrokerUnavailableError,
  ConnectorStartError,
  OffsetFileError,
  UsageError,
  WorkerStartError,
} from '../../../src/errors';
import { removeOffsetsFolders } from '../../support/offsets-set-up';
import { planSetUp } from '../../support/plan-set-up';

afterEach(removeOffsetsFolders);

describe('plan', () => {
  it('tells of each connector in the order of the command line, with totals, and ends with 0', async () => {
    const { planOf, source, sink, at } = planSetUp();
    writeFileSync(at('test.txt'), 'one\ntwo\n');
    const { code, json } = await planOf([source, sink]);
    expect(code).toBe(0);
    expect(json).toMatchObject({ ok: true, code: 0, problems: [], leftOut: [] });
    expect(json.connectors.map(({ name, type }) => [name, type])).toEqual([
      ['local-file-source', 'source'],
      ['sink', 'sink'],
    ]);
    expect(json.totals).toMatchObject({
      sources: 1,
      sourceRecords: 2,
      sourceBytes: 8,
      sinks: 1,
      sinkRecords: 2,
      lag: 2,
    });
  });

  it('changes nothing: no file, no offset, no topic', async () => {
    const { planOf, source, sink, at, admin, offsetFile, consumer } = planSetUp();
    writeFileSync(at('test.txt'), 'one\n');
    const before = readFileSync(offsetFile);
    await planOf([source, sink]);
    expect(readFileSync(offsetFile).equals(before)).toBe(true);
    expect([`${offsetFile}.lock`, at('out.txt')].filter((path) => existsSync(path))).toEqual([]);
    expect(admin.created).toEqual([]);
    expect(consumer.calls).toEqual(['connect', 'close']);
  });

  it('rejects as a run does: for a connector, for the worker, for what Kafka or the offset file say', async () => {
    const { worker, sink, options, connector, file, admin, offsetFile } = planSetUp();
    const refused = (...args: Parameters<typeof plan>) => plan(...args).catch((error: unknown) => error);
    const bad = connector('bad', { 'connector.class': 'FileStreamSnik', topics: 't' });
    expect(await refused(worker, [bad], options)).toBeInstanceOf(ConnectorStartError);
    expect(await refused(file('w2', 'bootstrap.servers=k:1\n'), [sink], options)).toBeInstanceOf(WorkerStartError);
    expect(await refused(worker, [], options)).toBeInstanceOf(UsageError);
    admin.connect = () => Promise.reject(new BrokerUnavailableError('no broker at k:1'));
    expect(await refused(worker, [sink], options)).toMatchObject({
      name: 'WorkerStartError',
      message: 'The worker could not reach Kafka: no broker at k:1',
    });
    writeFileSync(offsetFile, 'rubbish');
    expect(await refused(worker, [sink], options)).toBeInstanceOf(OffsetFileError);
  });

  it('leaves out, and says so, what is not to run', async () => {
    const { planOf, file } = planSetUp();
    const config = { 'connector.class': 'FileStreamSink', topics: 't' };
    const paused = file('p.json', JSON.stringify({ name: 'p', config, initial_state: 'paused' }));
    const { json, code } = await planOf([paused]);
    expect({ code, json }).toMatchObject({
      code: 0,
      json: { connectors: [], leftOut: [{ name: 'p', state: 'PAUSED' }] },
    });
  });

  it('ends with the code of the first problem', async () => {
    const { planOf, sink, source } = planSetUp();
    const { code, json } = await planOf([source, sink]);
    expect(code).toBe(69);
    expect(json).toMatchObject({ ok: false, code: 69, problems: [{ code: 69 }] });
  });

  it('says no secret', async () => {
    const { planOf, connector, options } = planSetUp();
    options.secrets.add('hunter22');
    const file = connector('s', { 'connector.class': 'FileStreamSink', topics: 't', file: '/tmp/hunter22' });
    expect((await planOf([file])).text).not.toContain('hunter22');
  });

  it('takes settings of the command line', async () => {
    const { planOf, sink } = planSetUp();
    const { json } = await planOf([sink], { set: ['sink.consumer.override.group.id=ours'] });
    expect(json.connectors[0]?.['group']).toBe('ours');
  });
});
