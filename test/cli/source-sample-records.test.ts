import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeSourceSamples } from '../../src/cli/source-sample-records';
import { Secrets } from '../../src/config/secrets';
import type { KafkaClients } from '../../src/kafka/clients';
import { FileOffsetBackingStore } from '../../src/storage/file-offset-backing-store';
import { encodeOffsetKey } from '../../src/storage/offset-key';
import { checkedPipeline } from '../support/checked-pipeline';
import { captureLog } from '../support/silent-log';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'source-sample-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const sourceOf = (name: string) => [
  'name=f',
  'connector.class=FileStreamSource',
  'topic=t',
  `file=${join(folder, name)}`,
];

async function take(lines: readonly string[], offsets = join(folder, 'offsets')) {
  const { checked, shown, findings } = await checkedPipeline([lines], [`offset.storage.file.filename=${offsets}`]);
  const options = { clients: {} as KafkaClients, secrets: new Secrets(), log: captureLog().log };
  const samples = await takeSourceSamples(checked, options);
  const news = shown().filter((text) => !text.endsWith('no-effect'));
  return { values: samples.map(({ before, sent }) => [before?.value, sent?.value]), shown: news, findings };
}

describe('takeSourceSamples', () => {
  it('shows the record that a task would poll next, where it stands, and changes nothing', async () => {
    const file = join(folder, 'in.txt');
    writeFileSync(file, 'one\ntwo\n');
    const path = join(folder, 'offsets');
    expect((await take(sourceOf('in.txt'))).values).toEqual([['one', 'one']]);
    expect(readdirSync(folder)).toEqual(['in.txt']);
    const store = new FileOffsetBackingStore({ path });
    await store.start();
    await store.set([[encodeOffsetKey('f', { filename: file }), Buffer.from('{"position":4}')]]);
    const before = readFileSync(path);
    // Also while a worker runs.
    expect(await take(sourceOf('in.txt'))).toMatchObject({ values: [['two', 'two']], shown: [] });
    await store.stop();
    expect(readFileSync(path)).toEqual(before);
  });

  it('shows nothing where there is nothing', async () => {
    writeFileSync(join(folder, 'empty.txt'), '');
    expect(await take(sourceOf('empty.txt'))).toMatchObject({ values: [], shown: [] });
  });

  it('warns of an input that is not there', async () => {
    const { shown, findings } = await take(sourceOf('missing.txt'));
    expect(shown).toEqual(['c0:2 connector.class connector']);
    const [warning] = findings.all().filter(({ kind }) => kind === 'connector');
    expect(warning).toMatchObject({ severity: 'warning', message: expect.stringContaining('missing.txt') as string });
  });

  it('does not guess where offsets cannot be read', async () => {
    writeFileSync(join(folder, 'in.txt'), 'one\n');
    writeFileSync(join(folder, 'damaged'), 'no offsets');
    const { values, shown } = await take(sourceOf('in.txt'), join(folder, 'damaged'));
    expect([values, shown]).toEqual([[], ['w:5 offset.storage.file.filename offset-file']]);
  });
});
