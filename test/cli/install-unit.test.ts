import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installUnit, type InstallUnitOptions } from '../../src/cli/install-unit';
import { ConfigError, ConnectorStartError, UsageError } from '../../src/errors';

let folder: string;
let out = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-unit-'));
  writeFileSync(join(folder, 'w.properties'), 'offset.storage.file.filename=/srv/connect/offsets\n');
  writeFileSync(join(folder, 'c.properties'), 'name=c\n');
  out = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const install = (options: Partial<InstallUnitOptions> = {}, connectors = ['c.properties']) =>
  installUnit(
    join(folder, 'w.properties'),
    connectors.map((name) => (name === '-' ? name : join(folder, name))),
    { name: 'orders', command: ['/usr/bin/node', '/x.js'], ...options },
  );

describe('installUnit', () => {
  it('prints the service with absolute paths, the options that matter, and the folder of the offset file', async () => {
    expect(await install({ set: ['a=1'], envFile: 'my.env' })).toBe(0);
    expect(out).toMatch(/^# \/etc\/systemd\/system\/orders\.service\n\[Unit\]\n/);
    const files = `${folder}/w.properties ${folder}/c.properties`;
    expect(out).toContain(
      `ExecStart=/usr/bin/node /x.js --on-failure=restart --env-file=${process.cwd()}/my.env --set=a=1 ${files}\n`,
    );
    expect(out).toContain('ReadWritePaths=/srv/connect\n');
    writeFileSync(join(folder, 'w.properties'), 'offset.storage.file.filename=offsets\n');
    out = '';
    await install();
    expect(out).not.toContain('ReadWritePaths');
  });

  it('names the program that runs now where no other is given', async () => {
    jest.replaceProperty(process, 'argv', [process.execPath, __filename]);
    await installUnit(join(folder, 'w.properties'), [], { name: 'orders' });
    expect(out).toContain(`ExecStart=${process.execPath} ${__filename} `);
  });

  it('prints job and timer, or writes them', async () => {
    await install({ timer: 'hourly' });
    expect(out).toMatch(/# \/etc\/systemd\/system\/orders\.service\n[^]*\n# \/etc\/systemd\/system\/orders\.timer\n/);
    out = '';
    await install({ timer: 'hourly', directory: folder });
    expect(out).toBe(`${folder}/orders.service\n${folder}/orders.timer\n`);
    expect(readFileSync(join(folder, 'orders.timer'), 'utf8')).toContain('OnCalendar=hourly');
    expect(readdirSync(folder).sort()).toEqual(['c.properties', 'orders.service', 'orders.timer', 'w.properties']);
  });

  it('refuses what cannot be a unit, and files that cannot be read', async () => {
    await expect(install({ name: 'a/b' })).rejects.toBeInstanceOf(UsageError);
    await expect(install({ timer: 'hourly\nUser=root' })).rejects.toBeInstanceOf(UsageError);
    await expect(install({ user: ' ' })).rejects.toBeInstanceOf(UsageError);
    await expect(install({}, ['-'])).rejects.toThrow('standard input');
    await expect(install({ directory: join(folder, 'none') })).rejects.toBeInstanceOf(UsageError);
    await expect(install({}, ['none.properties'])).rejects.toBeInstanceOf(ConnectorStartError);
    rmSync(join(folder, 'w.properties'));
    await expect(install()).rejects.toBeInstanceOf(ConfigError);
  });
});
