import { checkClientNames, checkClientValues } from '../../src/cli/client-settings-check';
import { FileFindings, Findings } from '../../src/cli/findings';
import { settingsFile } from '../support/settings-files';

function setUp(...lines: string[]) {
  const findings = new Findings();
  return { findings, own: new FileFindings(findings, settingsFile('f', ...lines)) };
}

describe('checkClientNames', () => {
  it('warns of settings that no client knows, with the nearest', () => {
    const { findings, own } = setUp('producer.linger.ms=1', 'producer.liger.ms=1', 'consumer.zzz=1');
    checkClientNames(own, 'producer', 'producer.');
    expect(findings.all()).toEqual([
      expect.objectContaining({ line: 2, kind: 'unknown-key', severity: 'warning', nearest: 'producer.linger.ms' }),
    ]);
  });
});

test('checkClientNames takes the listeners for administration for what they are', () => {
  const { findings, own } = setUp(
    'admin.listeners=http://:0',
    'admin.listeners.https.ssl.protocol=TLS',
    'admin.nope=1',
  );
  checkClientNames(own, 'admin', 'admin.');
  expect(findings.all().map(({ key }) => key)).toEqual(['admin.nope']);
});

describe('checkClientValues', () => {
  it('complains where the setting stands', () => {
    const { findings, own } = setUp('acks=1', 'producer.acks=maybe');
    checkClientValues({ kind: 'producer' }, { 'bootstrap.servers': 'k:1', acks: 'maybe' }, [
      { findings: own, prefix: 'producer.' },
      { findings: own, prefix: '' },
    ]);
    expect(findings.all()).toEqual([expect.objectContaining({ line: 2, key: 'producer.acks', value: 'maybe' })]);
  });

  it('finds nothing wrong with good values', () => {
    const { findings, own } = setUp();
    checkClientValues({ kind: 'producer' }, { 'bootstrap.servers': 'k:1', acks: 'all' }, [
      { findings: own, prefix: '' },
    ]);
    expect(findings.all()).toEqual([]);
  });
});
