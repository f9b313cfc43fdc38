import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isPipelineFile, readPipelineFile } from '../../src/cli/pipeline-file';
import { removeFolder, temporaryFolder } from '../support/our-worker';

let folder: string;

beforeEach(() => (folder = temporaryFolder('pipeline-')));
afterEach(() => removeFolder(folder));

function read(text: string) {
  const file = path.join(folder, 'pipeline.ini');
  writeFileSync(file, text);
  return readPipelineFile(file);
}

describe('readPipelineFile', () => {
  it('reads the worker and the connectors in order, every value as text, with its line', async () => {
    const { worker, connectors } = await read(
      [
        '; a pipeline',
        '[worker]',
        'bootstrap.servers=localhost:9092',
        'key.converter.schemas.enable=true',
        '',
        '[connector "files.in"]',
        'connector.class=FileStreamSource',
        'file = in.txt',
        '[connector "out"]',
        'connector.class=FileStreamSink',
      ].join('\n'),
    );
    expect(worker.props).toEqual({ 'bootstrap.servers': 'localhost:9092', 'key.converter.schemas.enable': 'true' });
    expect(worker.lines.get('key.converter.schemas.enable')).toBe(4);
    expect(connectors.map(({ name, props }) => [name, props])).toEqual([
      ['files.in', { name: 'files.in', 'connector.class': 'FileStreamSource', file: 'in.txt' }],
      ['out', { name: 'out', 'connector.class': 'FileStreamSink' }],
    ]);
    expect(connectors[0]?.lines.get('file')).toBe(8);
  });

  it('knows the lines of keys in quotation marks', async () => {
    const { worker } = await read('[worker]\r\n"a.b" = 1\r\n\'c\'=2');
    expect([...worker.lines]).toEqual([
      ['a.b', 2],
      ['c', 3],
    ]);
    expect(worker.props).toEqual({ 'a.b': '1', c: '2' });
  });

  it.each([
    ['a section that it does not know', '[worker]\na=b\n[conector "x"]\nc=d', /\[conector "x"\]/],
    ['a setting before the first section', 'a=b\n[worker]\nc=d', /before the first section/],
    ['no worker', '[connector "x"]\nc=d', /\[worker\] is missing/],
    ['a list', '[worker]\na[]=1\na[]=2', /\[worker\] a: a list/],
  ])('refuses %s, naming the file', async (_what, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
    await expect(read(text)).rejects.toThrow('pipeline.ini');
  });

  it('is asked for by the name of the file', () => {
    expect([isPipelineFile('a/B.INI'), isPipelineFile('worker.properties')]).toEqual([true, false]);
  });
});
