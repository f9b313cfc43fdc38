import { changesTo } from '../../../src/cli/offsets/offset-changes';
import type { KnownTarget } from '../../../src/cli/offsets/offsets-session';
import { jsonNodeText, readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';

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
  it('keeps what was there', () => {
    expect(changesTo(LIST, [], { isWhole: false })).toMatchObject({ known: LIST.offsets, changes: [] });
  });

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
