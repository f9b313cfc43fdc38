import { requireChangeable, requireFreeGroups, warningsOf } from '../../../src/cli/offsets/change-objections';
import type { ConnectorChanges } from '../../../src/cli/offsets/offset-changes';
import type { OffsetsSession } from '../../../src/cli/offsets/offsets-session';
import { sinkOffset, sinkPartition } from '../../../src/cli/offsets/sink-offsets';
import { readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';

afterEach(removeOffsetsFolders);

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;

async function changesOf(session: OffsetsSession, position: number): Promise<ConnectorChanges[]> {
  const [source, sink] = await Promise.all(session.named.map((target) => session.require(target)));
  const partition = object('{"filename":"test.txt"}');
  const ofSource = { partition, before: null, after: object(`{"position":${position}}`) };
  const ofSink = { partition: sinkPartition({ topic: 't', partition: 0 }), before: null, after: sinkOffset(8) };
  return [
    { target: source!, where: '', known: [], changes: [ofSource] },
    { target: sink!, where: '', known: [], changes: [ofSink] },
  ];
}

describe('What speaks against a change', () => {
  it('is a group with members', async () => {
    const { inSession, source, sink, admin } = offsetsSetUp();
    await inSession([source, sink], async (session) => {
      const changes = await changesOf(session, 1);
      await expect(requireFreeGroups(session, changes)).resolves.toBeUndefined();
      admin.members.set('connect-sink', [{ clientId: 'c', memberId: 'm', host: 'h' }]);
      await expect(requireFreeGroups(session, changes)).rejects.toMatchObject({ name: 'GroupNotEmptyError' });
    });
  });

  it('is said at once, as far as it is known; what never will do decides', async () => {
    const { inSession, source, sink, admin, talk } = offsetsSetUp();
    admin.members.set('connect-sink', [{ clientId: 'c', memberId: 'm', host: 'h' }]);
    await inSession([source, sink], async (session) => {
      const asked = requireChangeable(session, await changesOf(session, -1), talk);
      await expect(asked).rejects.toMatchObject({
        name: 'UsageError',
        message: expect.stringMatching(/source refuses these offsets.*\n.*sink has members/) as string,
      });
      await expect(requireChangeable(session, await changesOf(session, 1), talk)).rejects.toMatchObject({
        name: 'GroupNotEmptyError',
      });
      admin.members.clear();
      await expect(requireChangeable(session, await changesOf(session, 1), talk)).resolves.toBeUndefined();
    });
    expect(talk.said).toHaveLength(2);
  });

  it('is warned of where a sink would not stay', async () => {
    const { inSession, source, sink } = offsetsSetUp();
    await inSession([source, sink], async (session) => {
      expect(await warningsOf(session, await changesOf(session, 1))).toEqual([
        'sink: 8 is past the end of t:0, which is 7: the sink would go on by auto.offset.reset',
      ]);
    });
  });
});
