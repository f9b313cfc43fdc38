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
  it('complains where the setting stands', async () => {
    const { findings, own } = setUp('acks=1', 'producer.acks=maybe');
    await checkClientValues({ kind: 'producer' }, { 'bootstrap.servers': 'k:1', acks: 'maybe' }, [
      { findings: own, prefix: 'producer.' },
      { findings: own, prefix: '' },
    ]);
    expect(findings.all()).toEqual([expect.objectContaining({ line: 2, key: 'producer.acks', value: 'maybe' })]);
  });

  it('finds nothing wrong with good values', async () => {
    const { findings, own } = setUp();
    await checkClientValues({ kind: 'producer' }, { 'bootstrap.servers': 'k:1', acks: 'all' }, [
      { findings: own, prefix: '' },
    ]);
    expect(findings.all()).toEqual([]);
  });

  it('asks librdkafka where only it knows: settings in its own names, keys and certificates', async () => {
    const { findings, own } = setUp('message.max.bytes=1', 'security.protocol=SSL', 'ssl.truststore.certificates=x');
    const places = [{ findings: own, prefix: '' }];
    const kafka = { 'bootstrap.servers': 'k:1' };
    await checkClientValues({ kind: 'producer' }, { ...kafka, 'message.max.bytes': '1' }, places);
    const certificates = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----';
    const trust = { 'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': certificates };
    await checkClientValues({ kind: 'admin' }, { ...kafka, 'security.protocol': 'SSL', ...trust }, places);
    expect(findings.all().map(({ key, severity }) => [key, severity])).toEqual([
      ['message.max.bytes', 'error'],
      [expect.stringMatching(/^(?:security\.protocol|ssl\.truststore\.certificates)$/), 'error'],
    ]);
  });
});
