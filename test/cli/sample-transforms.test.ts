import { SourceRecord } from '../../src/api/source-record';
import { transformSample } from '../../src/cli/sample-transforms';
import { createTransformationChain } from '../../src/runtime/transformation-chain';
import { checkedPipeline } from '../support/checked-pipeline';

describe('transformSample', () => {
  const take = async (...lines: string[]) => {
    const { checked, findings } = await checkedPipeline([
      ['name=f', 'connector.class=FileStreamSource', 'topic=t', ...lines],
    ]);
    const [connector] = checked.connectors;
    if (connector === undefined) throw new Error('there is no connector');
    const chain = await createTransformationChain<SourceRecord>(checked.worker.plugins, connector.props, []);
    const record = new SourceRecord({
      topic: 't',
      valueSchema: null,
      value: 'v',
      sourcePartition: {},
      sourceOffset: {},
    });
    const owner = { connector, findings: connector.findings };
    const after = await transformSample(record, chain, { owner, what: 'It' });
    return { after, messages: findings.all().map(({ line, message }) => `${line ?? ''} ${message}`) };
  };

  it('gives the record as the last transform leaves it', async () => {
    const route = [
      'transforms=r',
      'transforms.r.type=RegexRouter',
      'transforms.r.regex=t',
      'transforms.r.replacement=u',
    ];
    expect((await take(...route)).after?.topic).toBe('u');
    expect((await take('transforms=f', 'transforms.f.type=Filter')).after).toBeNull();
  });

  it('names the transform that fails', async () => {
    const cast = ['transforms=c', 'transforms.c.type=Cast$Value', 'transforms.c.spec=int32'];
    const { after, messages } = await take(...cast);
    expect(after).toBeUndefined();
    expect(messages).toEqual([expect.stringMatching(/^5 It cannot be transformed: /)]);
  });
});
