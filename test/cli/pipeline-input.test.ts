import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPipeline } from '../../src/cli/pipeline-input';
import { ConfigError, ConnectorStartError, UsageError } from '../../src/errors';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-input-'));
const write = (name: string, content: string) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const worker = write('w.properties', 'a=1');
const connector = write('c.properties', 'name=c\nb=2');

afterAll(() => rmSync(folder, { recursive: true }));

describe('readPipeline', () => {
  it('reads a worker and connectors in their order, settings of the command line on top', async () => {
    const other = write('d.json', '{"name":"d"}');
    const pipeline = await readPipeline({ worker, connectors: [other, connector], set: ['c.b=3'] });
    expect(pipeline.worker.props).toEqual({ a: '1' });
    expect(pipeline.connectors.map(({ name, props }) => [name, props['b']])).toEqual([
      ['d', undefined],
      ['c', '3'],
    ]);
  });

  it('takes the connectors of a bundle first', async () => {
    const bundle = write('p.ini', '[worker]\na=1\n[connector "x"]\nb=1\n');
    const pipeline = await readPipeline({ worker: bundle, connectors: [connector] });
    expect(pipeline.connectors.map(({ name }) => name)).toEqual(['x', 'c']);
  });

  it('rejects for the first file that cannot be read', async () => {
    const missing = join(folder, 'missing');
    await expect(readPipeline({ worker: missing, connectors: [] })).rejects.toBeInstanceOf(ConfigError);
    await expect(readPipeline({ worker, connectors: [missing] })).rejects.toBeInstanceOf(ConnectorStartError);
  });

  it('tells of all of them where it is asked to, and goes on with the others', async () => {
    const told: string[] = [];
    const missing = join(folder, 'missing');
    const pipeline = await readPipeline(
      { worker: missing, connectors: [missing, connector] },
      (_error, _path, part) => {
        told.push(part);
      },
    );
    expect(told).toEqual(['worker', 'connector']);
    expect(pipeline.worker.props).toEqual({});
    expect(pipeline.connectors.map(({ name }) => name)).toEqual(['c']);
  });

  it('refuses standard input twice', async () => {
    await expect(readPipeline({ worker: '-', connectors: ['-'] })).rejects.toBeInstanceOf(UsageError);
  });
});
