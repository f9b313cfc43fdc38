import { carryOut, cautionOf } from '../../../src/cli/offsets/carried-out-changes';
import { changesTo, type ConnectorChanges } from '../../../src/cli/offsets/offset-changes';
import type { OffsetsSession } from '../../../src/cli/offsets/offsets-session';
import { sinkOffset, sinkPartition } from '../../../src/cli/offsets/sink-offsets';
import { readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import { readOffsetFile } from '../../../src/storage/offset-file-snapshot';
import { FakeOffsetsTopic } from '../../support/fake-offsets-topic';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;
const known = (session: OffsetsSession) =>
  session.named.map((target) => ({ ...target, type: target.type ?? ('sink' as const) }));

async function changesOf(session: OffsetsSession, position: string): Promise<ConnectorChanges[]> {
  const [source, sink] = known(session);
  const wanted = { partition: object('{"filename":"test.txt"}'), offset: object(`{"position":${position}}`) };
  const wantedOfSink = { partition: sinkPartition({ topic: 't', partition: 0 }), offset: sinkOffset(2) };
  return [
    changesTo(await session.read(source!), [wanted], { isWhole: false }),
    ...(sink === undefined ? [] : [changesTo(await session.read(sink), [wantedOfSink], { isWhole: false })]),
  ];
}

describe('carryOut', () => {
  async function change(position: string, setUp = offsetsSetUp()) {
    const { inSession, source, sink } = setUp;
    await inSession([source, sink], async (session) => carryOut(session, await changesOf(session, position)), true);
    return setUp;
  }

  it('changes sinks and sources', async () => {
    const { admin, offsetFile } = await change('9007199254740993');
    expect(admin.groups.get('connect-sink')?.get({ topic: 't', partition: 0 })).toBe(2);
    const values = (await readOffsetFile(offsetFile)).map(([, value]) => value?.toString());
    expect(values).toContain('{"position":9007199254740993}');
  });

  it('changes nothing where a connector refuses', async () => {
    const setUp = offsetsSetUp();
    const before = await readOffsetFile(setUp.offsetFile);
    await expect(change('-1', setUp)).rejects.toThrow(
      "The connector local-file-source refuses these offsets: 'position' must not be negative",
    );
    expect(setUp.admin.groups.get('connect-sink')?.get({ topic: 't', partition: 0 })).toBe(5);
    expect(await readOffsetFile(setUp.offsetFile)).toEqual(before);
  });

  it('changes nothing where a group has members', async () => {
    const setUp = offsetsSetUp();
    const before = await readOffsetFile(setUp.offsetFile);
    setUp.admin.members.set('connect-sink', [{ clientId: 'c', memberId: 'm', host: 'h' }]);
    await expect(change('1', setUp)).rejects.toMatchObject({ name: 'GroupNotEmptyError' });
    expect(await readOffsetFile(setUp.offsetFile)).toEqual(before);
  });
});

describe('A change of offsets in a topic', () => {
  const KEY = Buffer.from('["local-file-source",{"filename":"test.txt"}]');

  it.each(['disabled', 'enabled'])(
    'is not made, nor anybody fenced, while they move (exactly-once %s)',
    async (support) => {
      const topic = new FakeOffsetsTopic('offsets', [[KEY, Buffer.from('{"position":30}')]]);
      const settings = { 'offset.storage.topic': 'offsets', 'exactly.once.source.support': support };
      const { inSession, source } = offsetsSetUp(settings, topic.clients);
      const changing = inSession(
        [source],
        async (session) => {
          const changes = await changesOf(session, '7');
          expect(cautionOf(session, changes)).toContain(support === 'enabled' ? 'are fenced' : 'has no lock');
          topic.append(0, KEY, Buffer.from('{"position":40}'));
          await carryOut(session, changes);
        },
        true,
      );
      await expect(changing).rejects.toMatchObject({
        name: 'OffsetsInUseError',
        message: expect.stringContaining('of local-file-source in offsets topic offsets have changed') as string,
      });
      expect(topic.fenced).toEqual([]);
      expect(topic.producer.sent).toEqual([]);
    },
  );
});
