import { changesText, listText } from '../../../src/cli/offsets/offsets-table';
import { namedTarget } from '../../../src/cli/offsets/offsets-targets';
import { sinkOffset, sinkPartition } from '../../../src/cli/offsets/sink-offsets';
import { readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;
const sink = { ...namedTarget('s', {}), type: 'sink' } as const;
const source = { ...namedTarget('q\t1', {}), type: 'source' } as const;
const at = (partition: number) => sinkPartition({ topic: 't', partition });
const LISTS = [
  {
    target: sink,
    where: 'in consumer group connect-s',
    offsets: [
      { partition: at(0), offset: sinkOffset(5), end: 7 },
      { partition: at(1), offset: sinkOffset(5), end: 2 },
      { partition: at(2), offset: sinkOffset(5), end: undefined },
    ],
  },
  { target: source, where: 'in offset file f', offsets: [{ partition: object('{"f":1}'), offset: undefined }] },
  { target: { ...source, name: 'none' }, where: 'in offset file f', offsets: [] },
];
const CHANGES = [
  { target: sink, where: '', changes: [{ partition: at(0), before: sinkOffset(5), after: null }] },
  {
    target: source,
    where: '',
    changes: [{ partition: null, before: undefined, after: object('{"o":9007199254740993}') }],
  },
  { target: sink, where: '', changes: [] },
];

describe('A list of offsets', () => {
  it('is lines with tabs for scripts: where, end and lag included', () => {
    expect(listText(LISTS, { isTerminal: false, json: false }).split('\n')).toEqual([
      'connector\ttype\twhere\tpartition\toffset\tend\tlag',
      's\tsink\tin consumer group connect-s\tt:0\t5\t7\t2',
      's\tsink\tin consumer group connect-s\tt:1\t5\t2\t0',
      's\tsink\tin consumer group connect-s\tt:2\t5\t-\t-',
      'q\\t1\tsource\tin offset file f\t{"f":1}\tunreadable\t-\t-',
      'none\tsource\tin offset file f\t-\t-\t-\t-',
      '',
    ]);
  });

  it('is a table for each connector on a terminal', () => {
    const text = listText(LISTS, { isTerminal: true, json: false });
    expect(text).toContain('s (sink, in consumer group connect-s)\n┌');
    expect(text).toMatch(/│ t:0 +│ 5 +│ 7 +│ 2 +│/);
    expect(text).toContain('none (source, in offset file f)\nno offsets\n');
  });

  it('is JSON with end and lag', () => {
    const { connectors } = JSON.parse(listText(LISTS, { isTerminal: true, json: true })) as { connectors: unknown[] };
    expect(connectors[0]).toMatchObject({
      ...{ connector: 's', type: 'sink', group: 'connect-s', where: 'in consumer group connect-s' },
      offsets: [
        { partition: { kafka_topic: 't', kafka_partition: 0 }, offset: { kafka_offset: 5 }, end: 7, lag: 2 },
        {},
        { end: null, lag: null },
      ],
    });
  });
});

describe('Changes', () => {
  it('are shown before and after', () => {
    expect(changesText(CHANGES, { isTerminal: false, json: false }).split('\n')).toEqual([
      'connector\tpartition\tbefore\tafter',
      's\tt:0\t5\t-',
      'q\\t1\tnull\tunreadable\t{"o":9007199254740993}',
      '',
    ]);
    expect(changesText(CHANGES, { isTerminal: true, json: false })).toMatch(/│ s +│ t:0 +│ 5 +│ - +│/);
  });

  it('are nothing where there are none, and an empty list in JSON', () => {
    expect(changesText(CHANGES.slice(2), { isTerminal: false, json: false })).toBe('');
    expect(changesText(CHANGES.slice(2), { isTerminal: false, json: true })).toBe('{\n  "changes": []\n}\n');
  });

  it('keep every digit in JSON', () => {
    expect(changesText(CHANGES, { isTerminal: false, json: true })).toContain(
      '"before":null,"after":{"o":9007199254740993}',
    );
  });
});
