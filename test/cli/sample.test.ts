import { takeSample } from '../../src/cli/sample';
import { checkedPipeline } from '../support/checked-pipeline';
import { batchOf } from '../support/fake-batch';

const SINK = ['name=s', 'connector.class=FileStreamSink', 'topics=t'];

interface Given {
  readonly worker?: string[];
  readonly key?: string;
}

async function take(value: string, lines: readonly string[] = [], { worker = [], key = 'k' }: Given = {}) {
  const { checked, findings, shown } = await checkedPipeline([[...SINK, ...lines]], worker);
  const [connector] = checked.connectors;
  if (connector === undefined) throw new Error('there is no connector');
  const batch = batchOf([{ topic: 't', partition: 1, offset: 7, key, value }]);
  const { worker: own, workerFindings } = checked;
  const sample = await takeSample(batch, { connector, findings: connector.findings, worker: own, workerFindings });
  return { sample, all: findings.all(), shown: shown() };
}

describe('takeSample', () => {
  it('shows a record before and after its transforms', async () => {
    const hoist = ['transforms=h', 'transforms.h.type=HoistField$Value', 'transforms.h.field=line'];
    const { sample, all } = await take('hello', hoist);
    expect(all).toEqual([]);
    expect(sample).toEqual({
      ...{ connector: 's', topic: 't', partition: 1, offset: 7, isDropped: false, sent: null },
      before: { topic: 't', key: 'k', value: 'hello' },
      after: { topic: 't', key: 'k', value: 'Struct{line=hello}' },
    });
  });

  it('says that a transform drops it', async () => {
    const { sample } = await take('hello', ['transforms=f', 'transforms.f.type=Filter']);
    expect(sample).toMatchObject({ after: null, isDropped: true });
  });

  it('names the setting that fits, where the converter is named', async () => {
    const { sample, all, shown } = await take('{"a":1}', ['value.converter=JsonConverter']);
    expect(sample).toMatchObject({ before: null, after: null });
    expect(shown).toEqual(['c0:4 value.converter record']);
    expect(all[0]).toMatchObject({
      severity: 'error',
      remedy: expect.stringContaining('schemas.enable=false') as string,
    });
    const other = ['value.converter=JsonConverter', 'value.converter.schemas.enable=false'];
    const envelope = await take('{"schema":null,"payload":1}', other);
    expect(envelope.shown).toEqual(['c0:5 value.converter.schemas.enable record']);
    expect(envelope.all[0]).toMatchObject({ severity: 'warning', remedy: expect.stringContaining('=true') as string });
  });

  it('names the setting that fits a key as well, both ways, and in the file of the worker where it is its converter', async () => {
    const own = await take('v', ['key.converter=JsonConverter'], { key: '{"id":1}' });
    expect(own.shown).toEqual(['c0:4 key.converter record']);
    expect(own.all[0]?.remedy).toContain('key.converter.schemas.enable=false');
    const worker = ['key.converter=JsonConverter', 'key.converter.schemas.enable=false'];
    const shared = await take('v', [], { key: '{"schema":{"type":"string"},"payload":"k"}', worker });
    expect(shared.shown.filter((text) => text.endsWith('record'))).toEqual(['w:6 key.converter.schemas.enable record']);
    expect(shared.all.find(({ kind }) => kind === 'record')).toMatchObject({
      severity: 'warning',
      remedy: expect.stringContaining('key.converter.schemas.enable=true') as string,
    });
  });

  it('says which transform refuses it', async () => {
    const cast = ['transforms=x,c', 'transforms.x.type=DropHeaders', 'transforms.x.headers=a'];
    const { sample, shown } = await take('word', [...cast, 'transforms.c.type=Cast$Value', 'transforms.c.spec=int32']);
    expect(sample).toMatchObject({ before: { value: 'word' }, after: null, isDropped: false });
    expect(shown).toEqual(['c0:7 transforms.c.type record']);
  });
});
