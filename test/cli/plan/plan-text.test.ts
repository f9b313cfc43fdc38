import { planJson, planText } from '../../../src/cli/plan/plan-text';
import type { RunPlan, SinkPlan, SourcePlan } from '../../../src/cli/plan/run-plan';
import { readJson } from '../../../src/data/json-reader';
import { planScreen } from '../../support/screens';

const base = { name: 'n', className: 'c', notes: [], problems: [] };
const SINK: SinkPlan = {
  ...{ ...base, type: 'sink', group: 'g', members: [], missing: [], atMost: new Set(), targets: undefined, fedBy: [] },
  partitions: [{ topic: 't', partition: 0, committed: undefined, from: 0, to: 1234 }],
};
const SOURCE: SourcePlan = { ...{ ...base, type: 'source', inputs: undefined, offsets: [], topic: undefined } };

function planWith(connectors: RunPlan['connectors'], more: Partial<RunPlan> = {}): RunPlan {
  return { worker: 'w', bootstrap: 'k:1', connectors, leftOut: [], problems: [], ...more };
}
const textOf = (...args: Parameters<typeof planWith>) => planText(planWith(...args));

describe('planText', () => {
  it('shows what each connector would do, and adds up', () => {
    expect(planScreen().split('\n')).toEqual([
      'A run of worker.properties with --once, on localhost:9092:',
      '',
      'local-file-source (source, org.apache.kafka.connect.file.FileStreamSourceConnector)',
      '    reads   test.txt from 1,088,890 to 1,827,780: 738.9 kB left, 50,000 records',
      '    writes  topic connect-test, which exists with 1 partition',
      '',
      'local-file-sink (sink, org.apache.kafka.connect.file.FileStreamSinkConnector)',
      '    group   connect-local-file-sink, nobody is in it',
      '    reads   partition       committed     from       to  records    lag',
      '            connect-test:0    100,000  100,000  101,234    1,234  1,234',
      '            and what local-file-source writes',
      '    writes  /srv/quickstart/test.sink.txt, which has 1.1 MB',
      '',
      'In all: 50,000 records (738.9 kB) from 1 source; 1,234 records of 1 partition to 1 sink, and what sources write meanwhile',
      '',
    ]);
  });

  it('says "at most" at the partitions and in the sum', () => {
    const text = textOf([{ ...SINK, atMost: new Set(['t']) }]);
    expect(text).toMatch(/t:0 .* at most 1,234/);
    expect(text).toContain('In all: at most 1,234 records of 1 partition to 1 sink');
  });

  it('names who is in the group', () => {
    const member = (number: number) => ({ clientId: `c${number}`, memberId: 'm', host: '10.0.0.1' });
    expect(textOf([{ ...SINK, members: [member(1)] }])).toContain('group   g, 1 in it:\n            c1 on 10.0.0.1\n');
    const many = textOf([{ ...SINK, members: [...Array(20).keys()].map(member) }]);
    expect(many).toContain('g, 20 in it:');
    expect(many).toContain('\n            and 9 more\n');
    expect(textOf([{ ...SINK, members: undefined }])).toMatch(/group {3}g\n/);
  });

  it('lists of many partitions those with something to read', () => {
    const partitions = [...Array(40).keys()].map((partition) => {
      return { topic: 't', partition, committed: 5, from: 5, to: partition === 7 ? 6 : 5 };
    });
    const text = textOf([{ ...SINK, partitions }]);
    expect(text).toMatch(/t:7 .*\n +39 partitions without anything to read\n/);
    expect(text).not.toContain('t:8');
    expect(textOf([{ ...SINK, partitions: partitions.slice(10) }])).toContain(
      'reads   30 partitions without anything to read',
    );
    expect(textOf([{ ...SINK, partitions: [] }])).toContain('reads   nothing: there is no partition');
    expect(textOf([{ ...SINK, partitions: [], fedBy: ['s'] }])).toContain('reads   what s writes');
  });

  it('shows of a source that tells nothing what is stored', () => {
    expect(textOf([SOURCE])).toContain('reads   nothing is stored: from its beginning');
    const partition = new Map([['table', 'a']]);
    const offsets = [{ partition, offset: new Map([['id', true]]) }];
    expect(textOf([{ ...SOURCE, offsets }])).toContain('stored  {"table":"a"} at {"id":true}');
    expect(textOf([SOURCE])).toContain('In all: as many records as there are from 1 source');
  });

  it.each([
    [{ exists: true, partitions: undefined, createdBy: undefined }, 'which exists'],
    [{ exists: false, partitions: 3, createdBy: 'source' }, 'which the source would create with 3 partitions'],
    [{ exists: false, partitions: undefined, createdBy: 'broker' }, 'which the broker would create'],
    [{ exists: false, partitions: undefined, createdBy: undefined }, 'which does not exist'],
  ] as const)('tells of a topic %p', (topic, text) => {
    expect(textOf([{ ...SOURCE, topic: { name: 't', ...topic } }])).toContain(`writes  topic t, ${text}\n`);
  });

  it('tells of inputs of all sorts', () => {
    const input = { name: 'f', exists: true, unit: 'records', from: 1, to: 5, records: 4 } as const;
    const shown = (more: object) => textOf([{ ...SOURCE, inputs: [{ ...input, ...more }] }]);
    expect(shown({})).toContain('reads   f from 1 to 5: 4 records\n');
    expect(shown({ unit: 'bytes', records: null })).toContain('reads   f from 1 to 5: 4 B left\n');
    expect(shown({ from: null, to: null, records: null })).toContain('reads   f, as it comes\n');
    expect(shown({ from: null, records: 1 })).toContain('reads   f: 1 record\n');
    expect(shown({ exists: false })).toContain('reads   f, which does not exist\n');
  });

  it('names problems with their codes, and what is left out', () => {
    const problem = { message: 'gone', code: 69 };
    const text = textOf([{ ...SINK, problems: [problem], notes: ['so'] }], {
      leftOut: [{ name: 'p', state: 'PAUSED' }],
      problems: [{ message: 'held', code: 75 }],
    });
    expect(text).toContain('    note    so\n    problem gone (exit code 69)\n');
    expect(text).toContain('\np is PAUSED in its file: it would be left out\n');
    expect(text).toMatch(/\nProblem: held \(exit code 75\)\n$/);
  });

  it('lets no name move the cursor', () => {
    expect(textOf([{ ...SOURCE, name: 'a\u001b[2Jb' }])).toContain('a?[2Jb (source');
  });
});

describe('planJson', () => {
  it('has null for what is not known, and every digit of stored offsets', () => {
    const offset = readJson('{"id":12345678901234567890}') as ReadonlyMap<string, never>;
    const text = planJson(planWith([{ ...SOURCE, offsets: [{ partition: null, offset }] }, SINK]));
    expect(text).toContain('"offset": {"id":12345678901234567890}');
    expect(JSON.parse(text)).toMatchObject({
      connectors: [
        { name: 'n', inputs: null, topic: null },
        { members: [], targets: null, partitions: [{ committed: null, from: 0, to: 1234, records: 1234, lag: 1234 }] },
      ],
      totals: { sourceRecords: null, sinkRecords: 1234 },
    });
  });

  it('is not ok where there is a problem, and has the code of the first', () => {
    const problems = [{ message: 'gone', code: 69 }];
    expect(JSON.parse(planJson(planWith([{ ...SINK, problems }])))).toMatchObject({ ok: false, code: 69, problems });
    expect(JSON.parse(planJson(planWith([SINK])))).toMatchObject({ ok: true, code: 0, problems: [] });
  });
});
