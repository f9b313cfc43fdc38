import { readFileSync, writeFileSync } from 'node:fs';
import { readPlannedOffsets, type PlannedOffsetsOptions } from '../../../src/cli/plan/planned-offsets';
import { OffsetFileError } from '../../../src/errors';
import { parseWorkerSettings } from '../../../src/runtime/standalone-config';
import { FileOffsetBackingStore } from '../../../src/storage/file-offset-backing-store';
import { FakeOffsetsTopic } from '../../support/fake-offsets-topic';
import { removeOffsetsFolders } from '../../support/offsets-set-up';
import { planSetUp } from '../../support/plan-set-up';

afterEach(removeOffsetsFolders);

const STRING = 'org.apache.kafka.connect.storage.StringConverter';

function setUp(settings: Readonly<Record<string, string>> = {}) {
  const base = planSetUp();
  const props = {
    'bootstrap.servers': 'k:1',
    'key.converter': STRING,
    'value.converter': STRING,
    ...(settings['offset.storage.topic'] === undefined ? { 'offset.storage.file.filename': base.offsetFile } : {}),
    ...settings,
  };
  const options: PlannedOffsetsOptions = {
    ...{ config: parseWorkerSettings(props), props, onCorruptOffsets: 'fail' },
    clients: base.options.clients!,
  };
  return { ...base, options };
}

describe('Planned offsets', () => {
  it('are those of the file, none where there is none', async () => {
    const { options, offsetFile } = setUp();
    expect((await readPlannedOffsets(options)).entries.length).toBeGreaterThan(0);
    const none = setUp({ 'offset.storage.file.filename': `${offsetFile}-none` });
    expect(await readPlannedOffsets(none.options)).toEqual({ entries: [], problem: undefined });
  });

  it('are read while a worker has the file, which is a problem of the run', async () => {
    const { options, offsetFile } = setUp();
    const store = new FileOffsetBackingStore({ path: offsetFile });
    await store.start();
    try {
      const { entries, problem } = await readPlannedOffsets(options);
      expect(entries.length).toBeGreaterThan(0);
      expect(problem).toMatchObject({ code: 75, message: expect.stringContaining(`process ${process.pid}`) as string });
    } finally {
      await store.stop();
    }
    expect((await readPlannedOffsets(options)).problem).toBeUndefined();
  });

  it('of a damaged file are what --on-corrupt-offsets chooses; nothing is put right', async () => {
    const { options, offsetFile } = setUp();
    writeFileSync(`${offsetFile}.bak`, readFileSync(offsetFile));
    for (const damage of ['rubbish', '']) {
      writeFileSync(offsetFile, damage);
      await expect(readPlannedOffsets(options)).rejects.toBeInstanceOf(OffsetFileError);
      const chosen = async (onCorruptOffsets: 'backup' | 'empty') =>
        (await readPlannedOffsets({ ...options, onCorruptOffsets })).entries.length;
      expect(await chosen('empty')).toBe(0);
      expect(await chosen('backup')).toBeGreaterThan(0);
      expect(readFileSync(offsetFile, 'utf8')).toBe(damage);
    }
  });

  it('are those of the topic where it is one, and nothing is written to it', async () => {
    const { options } = setUp({ 'offset.storage.topic': 'offsets' });
    const entry = [Buffer.from('["c",{"p":1}]'), Buffer.from('{"o":2}')] as const;
    const topic = new FakeOffsetsTopic('offsets', [entry]);
    topic.admin.configs.set('offsets', new Map([['cleanup.policy', 'compact']]));
    expect((await readPlannedOffsets({ ...options, clients: topic.clients })).entries).toEqual([entry]);
    expect(topic.producer.sent).toEqual([]);
  });

  it('in a topic that is not there are none, and it is not created', async () => {
    const { options } = setUp({ 'offset.storage.topic': 'offsets' });
    const topic = new FakeOffsetsTopic('offsets');
    topic.admin.topics.delete('offsets');
    const { clients, admin } = topic;
    expect(await readPlannedOffsets({ ...options, clients })).toEqual({ entries: [], problem: undefined });
    expect(admin.created).toEqual([]);
  });
});
