import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WorkerStartError } from '../../src/errors';
import { listenAtSocket } from '../../src/rest/socket-file';

const folder = mkdtempSync(path.join(tmpdir(), 'socket-file-'));
const open: Server[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true }));

function listenAt(file: string, mode = 0o600): Promise<void> {
  const server = createServer();
  return listenAtSocket(server, { scheme: 'unix', path: file, mode, setting: 'listeners' }).then(
    () => void open.push(server),
  );
}

describe('listenAtSocket', () => {
  it.each([0o600, 0o660, 0o777])('makes a socket with the permissions %p', async (mode) => {
    const file = path.join(folder, `mode-${mode}`);
    await listenAt(file, mode);
    expect(statSync(file).mode & 0o777).toBe(mode);
    expect(statSync(file).isSocket()).toBe(true);
  });

  it('leaves the permissions that new files get as they were', async () => {
    const before = process.umask(0o27);
    await listenAt(path.join(folder, 'umask'));
    expect(process.umask(before)).toBe(0o27);
  });

  it('takes the place of a socket whose owner was killed', async () => {
    const file = path.join(folder, 'stale');
    const program = `require('net').createServer().listen(${JSON.stringify(file)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', program]);
    expect(statSync(file).isSocket()).toBe(true);
    await listenAt(file);
    expect(open).toHaveLength(1);
  });

  it('refuses a socket at which another process listens', async () => {
    const file = path.join(folder, 'taken');
    await listenAt(file);
    await expect(listenAt(file)).rejects.toThrow(/unix:.*taken \(listeners\): another process listens there/);
    expect(existsSync(file)).toBe(true);
  });

  it('never removes a file that is no socket', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, 'precious');
    await expect(listenAt(file)).rejects.toThrow('no socket, and it is left alone');
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  it('says why a socket cannot be made', async () => {
    await expect(listenAt(path.join(folder, 'no', 'where'))).rejects.toBeInstanceOf(WorkerStartError);
  });
});
