import { FileFindings, Findings } from '../../src/cli/findings';
import { settingsFile } from '../support/settings-files';

const FILE = settingsFile('c.properties', 'name=c', 'topcs=t', 'my.password=hush', 'transforms.a.type=X');

function setUp(isStrict = false) {
  const findings = new Findings({ isStrict });
  return { findings, own: new FileFindings(findings, FILE, 'c') };
}

describe('FileFindings', () => {
  it('names file, line, setting, value, connector', () => {
    const { findings, own } = setUp();
    own.add({ kind: 'unknown-key', severity: 'warning', key: 'topcs', message: 'unknown', nearest: 'topics' });
    expect(findings.all()).toEqual([
      {
        ...{
          severity: 'warning',
          kind: 'unknown-key',
          part: 'connector',
          connector: 'c',
          file: 'c.properties',
          line: 2,
        },
        ...{ key: 'topcs', value: 't', message: 'unknown', nearest: 'topics', remedy: null },
      },
    ]);
  });

  it('never shows a secret', () => {
    const { findings, own } = setUp();
    own.add({ kind: 'invalid-value', key: 'my.password', message: 'too short' });
    expect(findings.all()[0]?.value).toBe('[hidden]');
  });

  it('tells settings of the worker from those of connectors', () => {
    const findings = new Findings();
    new FileFindings(findings, FILE).add({ kind: 'missing-key', key: 'x', message: 'missing' });
    expect(findings.all()[0]).toMatchObject({ part: 'worker', connector: null, value: null });
  });

  it.each([
    ['topics', 'topics and topics.regex are mutually exclusive options, but both are set.', 'exclusive-keys'],
    ['file', 'Missing required configuration "file" which has no default value.', 'missing-key'],
    ['topics', 'Must configure one of topics or topics.regex', 'missing-key'],
    ['transforms.a.type', 'Class X could not be found.', 'unknown-plugin'],
    [
      'connector.class',
      'Failed to find any class that implements Connector and which name matches X',
      'unknown-plugin',
    ],
    ['tasks.max', 'Value must be at least 1', 'invalid-value'],
  ])('knows what sort of trouble %s has: %s', (key, reason, kind) => {
    const { findings, own } = setUp();
    own.addFinding({ key, reason });
    expect(findings.all()[0]?.kind).toBe(kind);
  });

  it('takes the nearest name and what to do out of what the search for a plugin says', () => {
    const { findings, own } = setUp();
    own.addFinding({
      key: 'transforms.a.type',
      reason: 'Class X could not be found. Looked in /p. Did you mean Y or Z?',
    });
    expect(findings.all()[0]).toMatchObject({
      message: 'Class X could not be found.',
      nearest: 'Y',
      remedy: 'Looked in /p. Did you mean Y or Z?',
    });
  });
});

describe('Findings', () => {
  it('has each thing once, sorted by line', () => {
    const { findings, own } = setUp();
    own.add({ kind: 'invalid-value', key: 'my.password', message: 'b' });
    own.add({ kind: 'invalid-value', key: 'name', message: 'a' });
    own.add({ kind: 'invalid-value', key: 'name', message: 'a' });
    expect(findings.all().map(({ line }) => line)).toEqual([1, 3]);
    expect(own.hasError('name')).toBe(true);
    expect(own.hasError('topcs')).toBe(false);
    expect([own.hasErrorBelow('my.'), own.hasErrorBelow('transforms.')]).toEqual([true, false]);
  });

  it('makes errors of unknown settings where it is strict, of nothing else', () => {
    const { findings, own } = setUp(true);
    own.add({ kind: 'unknown-key', severity: 'warning', key: 'topcs', message: 'unknown' });
    own.add({ kind: 'no-effect', severity: 'warning', key: 'name', message: 'no effect' });
    expect(findings.errors().map(({ key }) => key)).toEqual(['topcs']);
  });
});
