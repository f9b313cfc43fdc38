import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceNotifier, type SendMessage } from '../../src/cli/service-notifier';
import { captureLog } from '../support/silent-log';

function setUp(environment: NodeJS.ProcessEnv = {}, send?: SendMessage) {
  const log = captureLog();
  const sent: string[] = [];
  const own: SendMessage = async (assignments) => void sent.push(assignments.join(' '));
  const notifier = ServiceNotifier.create({
    environment: { NOTIFY_SOCKET: '/run/notify', ...environment },
    log: log.log,
    pid: 7,
    send: send ?? own,
  });
  if (notifier === undefined) throw new Error('there is no notifier');
  return { notifier, sent, log };
}

describe('ServiceNotifier', () => {
  it('is there only where a service manager listens', () => {
    const { log } = captureLog();
    expect(ServiceNotifier.create({ environment: {}, log })).toBeUndefined();
    expect(ServiceNotifier.create({ environment: { NOTIFY_SOCKET: '' }, log })).toBeUndefined();
  });

  it.each([
    [{ WATCHDOG_USEC: '3000000' }, 3000],
    [{ WATCHDOG_USEC: '3000000', WATCHDOG_PID: '7' }, 3000],
    [{ WATCHDOG_USEC: '3000000', WATCHDOG_PID: '8' }, undefined],
    [{ WATCHDOG_USEC: '0' }, undefined],
    [{ WATCHDOG_USEC: 'soon' }, undefined],
    [{}, undefined],
  ])('knows the time of the watchdog that is meant for it: %p is %p ms', (environment, ms) => {
    expect(setUp(environment).notifier.watchdogMs).toBe(ms);
  });

  it('sends one message after another, each line on its own', async () => {
    const waiting: (() => void)[] = [];
    const begun: string[] = [];
    const { notifier } = setUp({}, (assignments) => {
      begun.push(assignments.join('|'));
      return new Promise((resolve) => waiting.push(resolve));
    });
    const all = [notifier.notify('READY=1', 'STATUS=a\nb'), notifier.notify('WATCHDOG=1')];
    await new Promise(setImmediate);
    expect(begun).toEqual(['READY=1|STATUS=a b']);
    waiting[0]?.();
    await all[0];
    await new Promise(setImmediate);
    expect(begun).toEqual(['READY=1|STATUS=a b', 'WATCHDOG=1']);
    waiting[1]?.();
    await Promise.all(all);
  });

  it('says once that messages cannot be sent, and tries again unless the program is missing', async () => {
    let tries = 0;
    const failing = setUp({}, () => Promise.reject(new Error(`no socket ${++tries}`)));
    await failing.notifier.notify('READY=1');
    await failing.notifier.notify('STATUS=x');
    expect(failing.log.text()).toBe('The service manager cannot be told: no socket 1');
    expect(tries).toBe(2);
    const lacking = setUp({}, () =>
      Promise.reject(Object.assign(new Error('not there'), { code: 'ENOENT', n: ++tries })),
    );
    await lacking.notifier.notify('READY=1');
    await lacking.notifier.notify('STATUS=x');
    expect(lacking.log.text()).toBe('The service manager cannot be told: not there');
    expect(tries).toBe(3);
  });
});

describe('ServiceNotifier, by systemd-notify', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'notifier-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const create = () => {
    const log = captureLog();
    const environment = { NOTIFY_SOCKET: '/x', PATH: folder };
    return { log, notifier: ServiceNotifier.create({ environment, log: log.log }) };
  };
  const program = (text: string) => {
    writeFileSync(join(folder, 'systemd-notify'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  };

  it('does not wait for the service manager', async () => {
    program(`echo "$@" >> ${join(folder, 'calls')}`);
    const { notifier, log } = create();
    await notifier?.notify('RELOADING=1', 'MONOTONIC_USEC=5');
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toBe('--no-block RELOADING=1 MONOTONIC_USEC=5\n');
    expect(log.lines).toEqual([]);
  });

  it('says what the program says when it fails, and when it is missing', async () => {
    program('echo no such socket >&2; exit 1');
    const failing = create();
    await failing.notifier?.notify('READY=1');
    expect(failing.log.text()).toContain('systemd-notify has failed: no such socket');
    rmSync(join(folder, 'systemd-notify'));
    const lacking = create();
    await lacking.notifier?.notify('READY=1');
    expect(lacking.log.text()).toContain('systemd-notify is not there');
  });
});
