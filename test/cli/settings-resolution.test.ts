import type { ConfigProvider } from '../../src/api/config-provider';
import { FileFindings, Findings } from '../../src/cli/findings';
import { resolveSettings } from '../../src/cli/settings-resolution';
import { Secrets } from '../../src/config/secrets';
import { settingsFile } from '../support/settings-files';

const env = { get: () => ({ data: new Map([['HOME', '/home']]), ttl: null }) } as unknown as ConfigProvider;
const strict = {
  get: () => {
    throw new Error('no such file');
  },
} as unknown as ConfigProvider;

async function resolve(...lines: string[]) {
  const findings = new Findings();
  const secrets = new Secrets();
  const providers = new Map([
    ['env', env],
    ['strict', strict],
  ]);
  const own = new FileFindings(findings, settingsFile('f', ...lines));
  return { secrets, found: await resolveSettings(own, { providers, secrets }), all: findings.all() };
}

describe('resolveSettings', () => {
  it('replaces placeholders', async () => {
    const { found, all } = await resolve('a=${env:HOME}/x', 'b=plain');
    expect(found.props).toEqual({ a: '/home/x', b: 'plain' });
    expect(found.raw).toEqual({ a: '${env:HOME}/x', b: 'plain' });
    expect(all).toEqual([]);
  });

  it('complains of a variable that is not there, at its line, with what to do', async () => {
    const { found, all } = await resolve('a=1', 'b=${env:NOPE}');
    expect(all).toEqual([
      expect.objectContaining({ severity: 'error', kind: 'undefined-variable', line: 2, key: 'b' }),
    ]);
    expect(all[0]?.remedy).toContain('NOPE');
    expect([...found.failed]).toEqual(['b']);
  });

  it('only warns of what no provider is named for: it may be meant as text', async () => {
    const { found, all } = await resolve('a=${topic:x}');
    expect(all).toEqual([expect.objectContaining({ severity: 'warning', key: 'a' })]);
    expect(found.failed.size).toBe(0);
  });

  it('leaves out a setting that a provider refuses to look up, and goes on', async () => {
    const { found, all } = await resolve('a=${strict:p:k}', 'b=${env:HOME}');
    expect(found.raw).toEqual({ b: '${env:HOME}' });
    expect(all).toEqual([expect.objectContaining({ severity: 'error', key: 'a', message: 'no such file' })]);
  });
});
