import { writeFileSync } from 'node:fs';
import { BrokerUnavailableError } from '../../../src/errors';
import { removeOffsetsFolders } from '../../support/offsets-set-up';
import { planSetUp } from '../../support/plan-set-up';

afterEach(removeOffsetsFolders);

const SILENT_SOURCE = `const { ConfigDef, SourceConnector } = require('connect-standalone');
  exports.Silent = class extends SourceConnector {
    version() { return '1'; } config() { return new ConfigDef(); }
    start() {} taskClass() {} taskConfigs() { return []; } stop() {}
  };`;
const OWN_SOURCE = SILENT_SOURCE.replace(
  'start() {}',
  `start() {} async plannedInputs(props, offsets) {
     if (props.fails) throw new Error('so it fails');
     const stored = await offsets.offset({ table: 'orders' });
     return [{ name: 'table orders', exists: true, unit: 'records', from: stored?.id ?? 0, to: 9, records: 9 }];
   }`,
);

describe('The plan of a source', () => {
  it('has what it would read, what is stored, and its topic', async () => {
    const { planOf, source, at } = planSetUp();
    writeFileSync(at('test.txt'), 'one\ntwo\nun');
    const [plan] = (await planOf([source])).json.connectors;
    expect(plan).toMatchObject({
      ...{
        name: 'local-file-source',
        type: 'source',
        class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
      },
      inputs: [{ name: at('test.txt'), exists: true, unit: 'bytes', from: 0, to: 10, records: 2 }],
      topic: { name: 't', exists: true, partitions: 2, createdBy: null },
      ...{ notes: [], problems: [] },
    });
    expect(plan?.['offsets']).toContainEqual({ partition: { filename: 'test.txt' }, offset: { position: 30 } });
  });

  it('has a problem with an input that is not there', async () => {
    const { planOf, source, at } = planSetUp();
    const { code, json } = await planOf([source]);
    expect({ code, problems: json.problems }).toEqual({
      code: 69,
      problems: [{ code: 69, message: `The source local-file-source reads ${at('test.txt')}, which does not exist` }],
    });
  });

  it('tells who would create a topic that is not there, and with how many partitions', async () => {
    const { planOf, connector, admin, at } = planSetUp();
    writeFileSync(at('in.txt'), '');
    const topicOf = async (more: Readonly<Record<string, string>>) => {
      const settings = { 'connector.class': 'FileStreamSource', file: at('in.txt'), topic: 'new' };
      const [plan] = (await planOf([connector('s', { ...settings, ...more })])).json.connectors;
      return { ...(plan?.['topic'] as object), notes: plan?.notes.length };
    };
    const creation = { 'topic.creation.default.partitions': '4', 'topic.creation.default.replication.factor': '1' };
    expect(await topicOf(creation)).toMatchObject({ exists: false, partitions: 4, createdBy: 'source' });
    expect(await topicOf({ ...creation, 'topic.creation.default.partitions': '-1' })).toMatchObject({
      partitions: null,
    });
    admin.brokerSettings.set('num.partitions', '6');
    expect(await topicOf({ ...creation, 'topic.creation.default.partitions': '-1' })).toMatchObject({ partitions: 6 });
    expect(await topicOf({})).toMatchObject({ partitions: 6, createdBy: 'broker', notes: 0 });
    admin.brokerSettings.set('auto.create.topics.enable', 'false');
    expect(await topicOf({})).toMatchObject({ partitions: null, createdBy: null, notes: 1 });
  });

  it('is what a connector of one’s own says; where it does not, stored offsets are all there is', async () => {
    const { planOf, connector, file } = planSetUp();
    file('own.ts', OWN_SOURCE);
    file('silent.ts', SILENT_SOURCE);
    const own = connector('own', { 'connector.class': './own.ts' });
    const silent = connector('silent', { 'connector.class': './silent.ts' });
    const { code, json } = await planOf([own, silent]);
    expect(code).toBe(0);
    expect(json.connectors[0]).toMatchObject({ inputs: [{ name: 'table orders', from: 0, records: 9 }], topic: null });
    expect(json.connectors[1]).toMatchObject({ inputs: null, offsets: [] });
    expect(json.totals).toMatchObject({ sources: 2, sourceRecords: null, sourceBytes: 0 });
  });

  it('has a problem with what a connector throws, and with a broker that does not answer it', async () => {
    const { planOf, connector, file, source, admin, at } = planSetUp();
    file('own.ts', OWN_SOURCE);
    writeFileSync(at('test.txt'), '');
    const own = connector('own', { 'connector.class': './own.ts', fails: 'yes' });
    expect((await planOf([own])).json.connectors[0]?.problems).toEqual([
      { message: expect.stringContaining('so it fails') as string, code: 70 },
    ]);
    admin.describeAnswer = () => Promise.reject(new BrokerUnavailableError('no broker'));
    expect((await planOf([source])).json.connectors[0]?.problems).toEqual([{ message: 'no broker', code: 69 }]);
  });
});
