import {
  exportText,
  looksLikeExport,
  printedList,
  readExport,
  readExportFile,
  requireWanted,
} from '../../../src/cli/offsets/offsets-export';
import { exportedList } from '../../../src/cli/offsets/exported-targets';
import { namedTarget } from '../../../src/cli/offsets/offsets-targets';
import { jsonNodeText, readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';

const object = (text: string) => readJsonArgument(text, 'x') as OffsetObject;
const exported = (connectors: string) => `{"version":1,"connectors":[${connectors}]}`;
const GOOD = exported(
  '{"connector":"q","type":"source","offsets":[{"partition":{"f":"é"},"offset":{"p":9007199254740993,"d":2.0}},{"partition":null,"offset":null}]},' +
    '{"connector":"s","type":"sink","group":"g","offsets":[{"partition":{"kafka_partition":"1","kafka_topic":"t"},"offset":{"kafka_offset":"7"}}]}',
);

describe('An export', () => {
  it('is read back as it was written, every digit', () => {
    const text = exportText(
      readExport(GOOD, 'f').map((each) =>
        exportedList({ exported: each, target: { ...namedTarget(each.connector, {}), type: each.type } }, ''),
      ),
    );
    expect(text).toContain('{"partition":{"f":"é"},"offset":{"p":9007199254740993,"d":2.0}}');
    expect(
      exportText(
        readExport(text, 'f').map((each) =>
          exportedList({ exported: each, target: { ...namedTarget(each.connector, {}), type: each.type } }, ''),
        ),
      ),
    ).toBe(text);
  });

  it('has the partitions of sinks in one form', () => {
    const [, sink] = readExport(GOOD, 'f');
    expect(sink?.offsets.map(({ partition, offset }) => [jsonNodeText(partition), jsonNodeText(offset)])).toEqual([
      ['{"kafka_topic":"t","kafka_partition":1}', '{"kafka_offset":7}'],
    ]);
    expect(sink?.group).toBe('g');
  });

  it('says everything that is wrong, each with its place', () => {
    const broken = exported(
      [
        '{"connector":"a","type":"x","offsets":[]}',
        '7',
        '{"connector":"b","type":"source","more":1,"offsets":[{"partition":{"a":[]},"offset":null},{"offset":{}},{"partition":{"a":1},"offset":{}},{"partition":{"a":1},"offset":{}}]}',
        '{"connector":"b","type":"source","offsets":[]}',
        '{"connector":"c","type":"sink","offsets":[{"partition":{"kafka_topic":"t"},"offset":{"kafka_offset":1}},{"partition":{"kafka_topic":"t","kafka_partition":0},"offset":{"kafka_offset":-1}}]}',
        '{"connector":"d","type":"sink","group":1,"offsets":[]}',
        '{"connector":"e","type":"sink","offsets":{}}',
        '{"type":"sink","offsets":[]}',
      ].join(','),
    );
    const complaints = (): string[] => {
      try {
        readExport(broken, 'f.json');
        return [];
      } catch (error) {
        return (error as Error).message.split('\n');
      }
    };
    expect(complaints().map((line) => line.replace(/^f\.json: /, '').slice(0, 48))).toEqual([
      'connectors[0]: type must be source or sink',
      'connectors[1] must be a JSON object',
      'connectors[2]: more is not known here (known are',
      'connectors[2] (b) offsets[0]: partition may only',
      'connectors[2] (b) offsets[1]: partition is missi',
      'connectors[2] (b) offsets[3]: this partition is ',
      'connectors[3]: connector b is there twice',
      'connectors[4] (c) offsets[0]: The partition for ',
      'connectors[4] (c) offsets[1]: The Kafka offset -',
      'connectors[5]: group must be a name',
      'connectors[6]: offsets must be an array',
      'connectors[7]: connector must be a name',
    ]);
  });

  it.each([
    '[]',
    '{"version":2,"connectors":[]}',
    '{"connectors":[]}',
    '{"version":1}',
    'x',
    '{"version":1,"connectors":[],"x":1}',
  ])('is none: %s', (text) => {
    expect(() => readExport(text, 'f')).toThrow(/^f/);
  });

  it('is told from the settings of a worker by how it begins', () => {
    expect(looksLikeExport('\ufeff {"version":1}')).toBe(true);
    expect(looksLikeExport('bootstrap.servers=x')).toBe(false);
  });

  it('that cannot be read is named', async () => {
    await expect(readExportFile('/no/such.json')).rejects.toMatchObject({
      name: 'UsageError',
      message: '/no/such.json: there is no such file',
    });
  });

  it('names the group of a sink', () => {
    const target = { ...namedTarget('s', {}), type: 'sink' } as const;
    expect(printedList({ target, where: '', offsets: [] })).toEqual({
      connector: 's',
      type: 'sink',
      group: 'connect-s',
      offsets: [],
    });
  });
});

describe('requireWanted', () => {
  it('takes for a source what a source may store', () => {
    const wanted = { partition: object('{"a":1}'), offset: null };
    expect(requireWanted(wanted, 'source', 'x')).toBe(wanted);
    expect(() => requireWanted(wanted, 'sink', 'x')).toThrow(/^x: .*kafka_topic/);
  });
});
