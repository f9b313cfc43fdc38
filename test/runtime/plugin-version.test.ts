import { compareVersions, matchesVersion, versionComplaint } from '../../src/runtime/plugin-version';

describe('matchesVersion', () => {
  it.each([
    ['1.0', '1.0', true],
    ['1.0', '1', true],
    ['1.0', '1.1', false],
    ['1.0', 'latest', true],
    ['1.0', '[1.0]', true],
    ['1.0', '[0.9]', false],
    ['1.5', '[1.0,2.0)', true],
    ['2.0', '[1.0,2.0)', false],
    ['2.0', '[1.0,2.0]', true],
    ['1.0', '(1.0,2.0)', false],
    ['9.0', '[1.0,)', true],
    ['0.1', '(,1.0]', true],
    [null, '1.0', false],
    [null, 'latest', true],
  ])('%p for %p: %p', (version, wanted, matches) => {
    expect(matchesVersion(version, wanted)).toBe(matches);
  });
});

describe('compareVersions', () => {
  it('compares numbers as numbers, and puts a qualifier before the version itself', () => {
    expect(compareVersions('1.10', '1.9')).toBeGreaterThan(0);
    expect(compareVersions('1.0-beta', '1.0')).toBeLessThan(0);
    expect(compareVersions('1.0', '1.0-beta')).toBeGreaterThan(0);
    expect(compareVersions('1.0-alpha', '1.0-beta')).toBeLessThan(0);
  });
});

describe('versionComplaint', () => {
  it('names class, range and what there is', () => {
    const text = 'Plugin org.A not found that matches the version range [9.9,9.9], available versions: [1.0]';
    expect(versionComplaint('org.A', '9.9', '1.0')).toBe(text);
    expect(versionComplaint('org.A', '[1,2)', null)).toContain('range [1,2), available versions: []');
  });
});
