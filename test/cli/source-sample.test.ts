import { SourceRecord } from '../../src/api/source-record';
import { ConnectHeaders } from '../../src/data/headers';
import { takeSourceSample } from '../../src/cli/source-sample';
import { checkedPipeline } from '../support/checked-pipeline';

const SOURCE = ['name=f', 'connector.class=FileStreamSource', 'topic=t'];

describe('takeSourceSample', () => {
  const take = async (value: unknown, ...lines: string[]) => {
    const { checked, findings, shown } = await checkedPipeline([[...SOURCE, ...lines]]);
    const [connector] = checked.connectors;
    if (connector === undefined) throw new Error('there is no connector');
    const { worker, workerFindings } = checked;
    const headers = new ConnectHeaders();
    headers.add('h', 1, null);
    const record = new SourceRecord({
      ...{ topic: 't', kafkaPartition: 2, key: 'k', value: value as string, headers },
      ...{ sourcePartition: {}, sourceOffset: {} },
    });
    const sample = await takeSourceSample(record, { connector, findings: connector.findings, worker, workerFindings });
    return { sample, shown: shown(), all: findings.all() };
  };

  it('shows the record before and after its transforms, and the bytes that would be sent', async () => {
    const hoist = ['transforms=h', 'transforms.h.type=HoistField$Value', 'transforms.h.field=line'];
    const json = ['value.converter=JsonConverter', 'value.converter.schemas.enable=false'];
    const { sample, all } = await take('hello', ...hoist, ...json);
    expect(all).toEqual([]);
    expect(sample).toEqual({
      ...{ connector: 'f', topic: 't', partition: null, offset: null, isDropped: false },
      before: { topic: 't', key: 'k', value: 'hello' },
      after: { topic: 't', key: 'k', value: '{line=hello}' },
      sent: { topic: 't', partition: 2, key: 'k', value: '{"line":"hello"}', headers: [{ key: 'h', value: '1' }] },
    });
  });

  it('says that a transform drops it', async () => {
    const { sample } = await take('hello', 'transforms=f', 'transforms.f.type=Filter');
    expect(sample).toMatchObject({ after: null, isDropped: true, sent: null });
  });

  it('names the converter that refuses it, in the file where it is named', async () => {
    const { sample, shown } = await take('text', 'value.converter=ByteArrayConverter');
    expect(sample).toMatchObject({ after: { value: 'text' }, sent: null });
    expect(shown).toEqual(['c0:4 value.converter record']);
  });
});
