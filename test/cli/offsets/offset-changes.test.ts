import { carryOut, changesTo } from '../../../src/cli/offsets/offset-changes';
import type { KnownTarget, OffsetsSession } from '../../../src/cli/offsets/offsets-session';
import { sinkOffset, sinkPartition } from '../../../src/cli/offsets/sink-offsets';
import { jsonNodeText, readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';
import { KafkaError } from '../../../src/errors';
import { offsetsSetUp, removeOffsetsFolders } from '../../support/offsets-set-up';
import { readOffsetFile } from '../../../src/storage/offset-file-snapshot';

afterEach(removeOffsetsFolders);

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;
const TARGET: KnownTarget = { name: 'c', type: 'source', group: '', props: {}, checked: undefined };
const LIST = {
  ...{ target: TARGET, where: 'here' },
  offsets: [
    { partition: object('{"a":1,"b":1}'), offset: object('{"o":1}') },
    { partition: object('{"a":2}'), offset: undefined },
  ],
};
const texts = ({ changes }: ReturnType<typeof changesTo>) =>
  changes.map(({ partition, before, after }) => [partition, before ?? null, after].map(jsonNodeText).join(' '));

describe('changesTo', () => {
  it('has what differs, whatever the order of members, and leaves the rest', () => {
    const wanted = [
      { partition: object('{"b":1,"a":1}'), offset: object('{"o":2}') },
      { partition: object('{"a":3}'), offset: object('{"o":1}') },
      { partition: object('{"a":4}'), offset: null },
    ];
    expect(texts(changesTo(LIST, wanted, { isWhole: false }))).toEqual([
      '{"a":1,"b":1} {"o":1} {"o":2}',
      '{"a":3} null {"o":1}',
    ]);
    expect(
      texts(changesTo(LIST, [{ partition: object('{"b":1,"a":1}'), offset: object('{"o":1}') }], { isWhole: false })),
    ).toEqual([]);
  });

  it('removes the rest where the wanted is the whole, also what cannot be read', () => {
    expect(texts(changesTo(LIST, [], { isWhole: true }))).toEqual(['{"a":1,"b":1} {"o":1} null', '{"a":2} null null']);
  });
});

describe('carryOut', () => {
  const known = (session: OffsetsSession) =>
    session.named.map((target) => ({ ...target, type: target.type ?? ('sink' as const) }));
  const reset = (name: string, offset: OffsetObject | null = null) => ({
    partition: object(`{"filename":"${name}"}`),
    before: null,
    after: offset,
  });

  async function change(after: OffsetObject, setUp = offsetsSetUp()) {
    const { inSession, source, sink } = setUp;
    await inSession(
      [source, sink],
      async (session) => {
        const [first, second] = known(session);
        await carryOut(session, [
          { target: first!, where: '', changes: [reset('test.txt', after)] },
          {
            target: second!,
            where: '',
            changes: [{ partition: sinkPartition({ topic: 't', partition: 0 }), before: null, after: sinkOffset(2) }],
          },
        ]);
      },
      true,
    );
    return setUp;
  }

  it('changes sinks and sources', async () => {
    const { admin, offsetFile } = await change(object('{"position":9007199254740993}'));
    expect(admin.groups.get('connect-sink')?.get({ topic: 't', partition: 0 })).toBe(2);
    const values = (await readOffsetFile(offsetFile)).map(([, value]) => value?.toString());
    expect(values).toContain('{"position":9007199254740993}');
  });

  it('changes nothing where a connector refuses', async () => {
    const setUp = offsetsSetUp();
    const before = await readOffsetFile(setUp.offsetFile);
    await expect(change(object('{"position":-1}'), setUp)).rejects.toThrow(
      "The connector local-file-source refuses these offsets: 'position' must not be negative",
    );
    expect(setUp.admin.groups.get('connect-sink')?.get({ topic: 't', partition: 0 })).toBe(5);
    expect(await readOffsetFile(setUp.offsetFile)).toEqual(before);
  });

  it('changes nothing where a group has members', async () => {
    const setUp = offsetsSetUp();
    const before = await readOffsetFile(setUp.offsetFile);
    setUp.admin.alterGroupOffsets = () => Promise.reject(new KafkaError('x', { kafkaCode: 25 }));
    await expect(change(object('{"position":1}'), setUp)).rejects.toMatchObject({ name: 'GroupNotEmptyError' });
    expect(await readOffsetFile(setUp.offsetFile)).toEqual(before);
  });
});
