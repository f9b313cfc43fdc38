import { requireReadable } from '../../../src/cli/offsets/offsets-session';
import { jsonNodeText } from '../../../src/cli/offsets/stored-offset';
import { BrokerUnavailableError } from '../../../src/errors';
import { FileOffsetBackingStore } from '../../../src/storage/file-offset-backing-store';
import { FakeOffsetsTopic } from '../../support/fake-offsets-topic';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

describe('A session', () => {
  it('means all sources with offsets where nothing is named', async () => {
    const { inSession } = offsetsSetUp();
    const targets = await inSession([], (session) => session.targets());
    expect(targets.map(({ name, type }) => [name, type])).toEqual([
      ['jdbc-src', 'source'],
      ['local-file-source', 'source'],
    ]);
  });

  it('knows a source by what is stored, a sink by its group, and nobody else', async () => {
    const { inSession } = offsetsSetUp();
    const types = await inSession(['jdbc-src', 'sink', 'nobody'], async (session) => {
      const known = [];
      for (const target of session.named) known.push((await session.know(target))?.type);
      const nobody = session.named[2];
      if (nobody !== undefined) await expect(session.require(nobody)).rejects.toMatchObject({ name: 'UsageError' });
      return known;
    });
    expect(types).toEqual(['source', 'sink', undefined]);
  });

  it('reads a sink of its group, partitions in order, over a client that does not wait for a minute', async () => {
    const { inSession, sink, adminProperties } = offsetsSetUp({ 'admin.retries': '1' });
    const list = await inSession([sink], async (session) => session.read({ ...session.named[0]!, type: 'sink' }));
    expect(list.where).toBe('in consumer group connect-sink');
    expect(list.offsets.map(({ offset, end }) => [jsonNodeText(offset ?? null), end])).toEqual([
      ['{"kafka_offset":5}', 7],
      ['{"kafka_offset":1}', 1],
    ]);
    expect(adminProperties[0]).toMatchObject({
      'bootstrap.servers': 'k:1',
      'default.api.timeout.ms': '30000',
      retries: '1',
    });
  });

  it('says which name it could not ask about where no broker answers', async () => {
    const { inSession, admin } = offsetsSetUp();
    admin.connect = () => Promise.reject(new BrokerUnavailableError('No Kafka broker answered'));
    const asked = inSession(['x'], (session) => session.require(session.named[0]!));
    await expect(asked).rejects.toMatchObject({
      name: 'UnavailableError',
      message: expect.stringContaining('nothing of x') as string,
    });
  });

  it('needs only the settings that it goes by', async () => {
    const { inSession } = offsetsSetUp({ 'key.converter': 'NoSuch', 'offset.storage.file.filename': '' });
    await expect(inSession(['sink'], (session) => session.know(session.named[0]!))).resolves.toMatchObject({
      type: 'sink',
    });
    await expect(inSession([], (session) => session.targets())).rejects.toMatchObject({ name: 'WorkerStartError' });
  });

  it('does not take another group for one that cannot be looked up', async () => {
    const { inSession, file } = offsetsSetUp();
    const broken = file(
      's.properties',
      'name=s\nconnector.class=FileStreamSink\ntopics=t\nfile=f\nconsumer.override.group.id=${env:NOPE_X}\n',
    );
    const read = inSession([broken], (session) => session.read({ ...session.named[0]!, type: 'sink' }));
    await expect(read).rejects.toThrow('consumer.override.group.id cannot be looked up');
  });

  it('takes the topic where the worker keeps its offsets in one, with all settings that it needs', async () => {
    const topic = new FakeOffsetsTopic('offsets', [[Buffer.from('["in-topic",{"a":1}]'), Buffer.from('{"b":1}')]]);
    const { inSession } = offsetsSetUp({ 'offset.storage.topic': 'offsets' }, topic.clients);
    const list = await inSession([], async (session) => {
      const [target] = await session.targets();
      return session.read(await session.require(target!));
    });
    expect(list).toMatchObject({ target: { name: 'in-topic', type: 'source' }, where: 'in offsets topic offsets' });
    for (const wrong of [{ 'offset.storage.partitions': 'x' }, { 'offset.storage.topic': '' }]) {
      const { inSession: withWrong } = offsetsSetUp({ 'offset.storage.topic': 'offsets', ...wrong }, topic.clients);
      await expect(withWrong([], (session) => session.targets())).rejects.toMatchObject({ name: 'WorkerStartError' });
    }
  });

  it('asks for a store where the worker has none', async () => {
    const { inSession } = offsetsSetUp({ 'offset.storage.file.filename': ' ' });
    const asked = inSession([], (session) => session.targets());
    await expect(asked).rejects.toThrow('Neither offset.storage.file.filename nor offset.storage.topic is set in');
  });

  it('keeps workers out from the first, if it is to change something; a file that cannot be used is no obstacle to a sink', async () => {
    const { inSession, offsetFile, file } = offsetsSetUp();
    await inSession(
      ['sink'],
      async (session) => {
        await session.lockOutWorkers();
        await expect(new FileOffsetBackingStore({ path: offsetFile }).start()).rejects.toThrow('in use');
      },
      true,
    );
    file('connect.offsets', 'damaged');
    await inSession(['sink'], (session) => session.lockOutWorkers(), true);
    await expect(inSession([], (session) => session.targets(), true)).rejects.toMatchObject({
      name: 'OffsetFileError',
    });
  });
});

describe('requireReadable', () => {
  it('refuses what is stored and no offset', () => {
    const target = { name: 'c', type: 'source', group: '', props: {}, checked: undefined } as const;
    const list = { target, where: 'here', offsets: [{ partition: null, offset: undefined }] };
    expect(() => requireReadable(list)).toThrow('An offset of c here is no JSON object');
  });
});
