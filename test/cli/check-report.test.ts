import { reportText, type CheckReport } from '../../src/cli/check-report';

const GOOD: CheckReport = { ok: true, errors: 0, warnings: 0, findings: [], settings: [], variables: [], samples: [] };
const RECORD = { topic: 't', key: null, value: 'v' };
const SAMPLE = {
  connector: 's',
  topic: 't',
  partition: 0,
  offset: 3,
  before: RECORD,
  after: RECORD,
  isDropped: false,
  sent: null,
};

describe('reportText', () => {
  it('says in one line that all is well', () => {
    expect(reportText(GOOD, 2)).toBe('No findings (worker and 2 connector files)\n');
  });

  it('shows records before and after, dropped or refused', () => {
    const samples = [SAMPLE, { ...SAMPLE, after: null, isDropped: true }, { ...SAMPLE, before: null, after: null }];
    expect(reportText({ ...GOOD, samples }, 1)).toBe(
      [
        's: record 3 of t-0\n    before  topic=t key=null value=v\n    after   topic=t key=null value=v',
        's: record 3 of t-0\n    before  topic=t key=null value=v\n    after   dropped',
        's: record 3 of t-0\n    refused by the converters',
        'No findings (worker and 1 connector files)\n',
      ].join('\n'),
    );
  });

  it('shows what a source would send, or that the converters refuse it', () => {
    const sent = { ...RECORD, value: '"v"', partition: null, headers: [{ key: 'h', value: '1' }] };
    const source = { ...SAMPLE, partition: null, offset: null };
    const samples = [{ ...source, sent }, source];
    expect(reportText({ ...GOOD, samples }, 1)).toBe(
      [
        's: the next record of the source\n    before  topic=t key=null value=v\n    after   topic=t key=null value=v',
        '    sent    topic=t key=null value="v" partition=by key headers: h=1',
        's: the next record of the source\n    before  topic=t key=null value=v\n    after   topic=t key=null value=v',
        '    refused by the converters',
        'No findings (worker and 1 connector files)\n',
      ].join('\n'),
    );
  });
});
