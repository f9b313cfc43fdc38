import path from 'node:path';
import { namedTarget, selectTargets, splitArguments } from '../../../src/cli/offsets/offsets-targets';
import { checkedPipeline } from '../../support/checked-pipeline';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const SINK = ['name=s', 'connector.class=FileStreamSink', 'topics=t', 'file=f'];
const SOURCE = ['name=q', 'connector.class=FileStreamSource', 'topic=t', 'file=f'];

async function select(
  files: readonly string[],
  names: readonly string[],
  { connectors = [SINK, SOURCE], worker = [] }: { connectors?: string[][]; worker?: string[] } = {},
) {
  const { checked, findings } = await checkedPipeline(connectors, worker);
  return selectTargets({ files, names, pipeline: checked, findings: findings.all() });
}

const namesOf = (targets: readonly { name: string }[]) => targets.map(({ name }) => name);

describe('An argument', () => {
  it('is a file if it is called like one, or describes a connector, else a name', async () => {
    const { file, sink } = offsetsSetUp();
    const bare = file('bare', 'name=x\nconnector.class=FileStreamSink\n');
    const other = file('other', 'one line\n');
    const given = [sink, bare, other, 'no-such.json', '-', 'some-name', path.dirname(sink)];
    await expect(splitArguments(given)).resolves.toEqual({
      files: [sink, bare, 'no-such.json', '-'],
      names: [other, 'some-name', path.dirname(sink)],
    });
  });
});

describe('The connectors that are meant', () => {
  it('are all of the files without names, with type and group', async () => {
    expect(await select([], [])).toMatchObject([
      { name: 's', type: 'sink', group: 'connect-s' },
      { name: 'q', type: 'source' },
    ]);
  });

  it('are those that are named, be they described or not', async () => {
    expect(namesOf(await select([], ['q', 'x']))).toEqual(['q', 'x']);
  });

  it('are also files that are arguments, unless a name picks among them', async () => {
    expect(namesOf(await select(['c0'], ['x']))).toEqual(['s', 'x']);
    expect(namesOf(await select(['c0', 'c1'], ['q']))).toEqual(['q']);
  });

  it('have the group that connector or worker give them', async () => {
    const own = [...SINK, 'consumer.override.group.id=mine'];
    expect((await select([], [], { connectors: [own] }))[0]?.group).toBe('mine');
    expect((await select([], [], { worker: ['consumer.group.id=ours'] }))[0]?.group).toBe('ours');
    expect(namedTarget('x', { 'consumer.group.id': 'ours' }).group).toBe('ours');
  });

  it('are of a kind that nobody knows where their class is not here', async () => {
    expect(
      (await select([], [], { connectors: [['name=s', 'connector.class=NoSuch', 'topics=t']] }))[0]?.type,
    ).toBeUndefined();
  });

  it('need names, each once', async () => {
    await expect(select([], [], { connectors: [SINK, SINK] })).rejects.toThrow('Connector s already exists');
    await expect(select([], [], { connectors: [SINK.slice(1)] })).rejects.toMatchObject({
      name: 'ConnectorStartError',
    });
    await expect(select([], ['x', 'x'])).rejects.toThrow('x is named twice');
  });
});
