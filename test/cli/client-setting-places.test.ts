import { connectorClientPlaces, givenPlace } from '../../src/cli/client-setting-places';
import { FileFindings, Findings } from '../../src/cli/findings';
import { connectorSettings, settingsFile } from '../support/settings-files';

describe('givenPlace', () => {
  const place = (name: string) => {
    const all = new Findings();
    const findings = new FileFindings(all, connectorSettings('c', 'name=c', 'consumer.override.a=1'), 'c');
    const workerFindings = new FileFindings(
      all,
      settingsFile('w', 'consumer.a=2', 'consumer.b=3', 'bootstrap.servers=k'),
    );
    const found = givenPlace(connectorClientPlaces('consumer', { findings, workerFindings }), name);
    return found && `${found.findings.file.path} ${found.prefix}`;
  };

  it('is where the value that counts stands', () => {
    expect(place('a')).toBe('c consumer.override.');
    expect(place('b')).toBe('w consumer.');
    expect(place('bootstrap.servers')).toBe('w ');
    expect(place('nowhere')).toBeUndefined();
  });
});
