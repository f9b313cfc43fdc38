import { unitFiles, type UnitPlan } from '../../src/cli/unit-text';

const PLAN: UnitPlan = {
  name: 'orders',
  command: ['/usr/bin/node', '/opt/connect-standalone.js'],
  args: ['/etc/orders/worker.properties'],
  user: undefined,
  writablePaths: [],
  calendar: undefined,
};
const linesOf = (plan: Partial<UnitPlan> = {}, index = 0) =>
  (unitFiles({ ...PLAN, ...plan })[index]?.text ?? '').split('\n').filter((line) => /^[A-Z\[]/.test(line));

describe('unitFiles', () => {
  it('makes a service that says when it is ready, is watched, reloads, and is restarted where that helps', () => {
    expect(unitFiles(PLAN).map(({ fileName }) => fileName)).toEqual(['orders.service']);
    expect(linesOf()).toEqual(
      expect.arrayContaining([
        ...['Type=notify', 'NotifyAccess=all', 'KillSignal=SIGTERM', 'TimeoutStopSec=90', 'WatchdogSec=5min'],
        'ExecStart=/usr/bin/node /opt/connect-standalone.js --on-failure=restart /etc/orders/worker.properties',
        'ExecReload=/bin/kill -HUP $MAINPID',
        ...['Restart=on-failure', 'RestartPreventExitStatus=1 3 65 78', 'RestartForceExitStatus=75'],
        ...['SuccessExitStatus=130 143', 'DynamicUser=yes', 'StateDirectory=orders', 'WantedBy=multi-user.target'],
      ]),
    );
    expect(unitFiles(PLAN)[0]?.text).toContain('\n#LoadCredential=kafka-password:/etc/orders/kafka-password\n');
  });

  it('makes a job that ends by itself, and a timer that starts it, where there is a calendar', () => {
    const calendar = '*:0/15';
    expect(unitFiles({ ...PLAN, calendar }).map(({ fileName }) => fileName)).toEqual([
      'orders.service',
      'orders.timer',
    ]);
    const job = linesOf({ calendar });
    expect(job).toContain('Type=oneshot');
    expect(job).toContain('ExecStart=/usr/bin/node /opt/connect-standalone.js --once /etc/orders/worker.properties');
    expect(job.filter((line) => /^(RestartForce|WatchdogSec|WantedBy|\[Install)/.test(line))).toEqual([]);
    expect(linesOf({ calendar }, 1)).toEqual(
      expect.arrayContaining(['OnCalendar=*:0/15', 'Persistent=true', 'WantedBy=timers.target']),
    );
  });

  it('writes words so that systemd reads them as they are', () => {
    const args = ['/a b', '--set=x=$HOME 50%', 'say"it"', 'back\\slash', ''];
    expect(linesOf({ args }).find((line) => line.startsWith('ExecStart='))).toBe(
      'ExecStart=/usr/bin/node /opt/connect-standalone.js --on-failure=restart "/a b" "--set=x=$$HOME 50%%" ' +
        '"say\\"it\\"" "back\\\\slash" ""',
    );
  });

  it('names user and folders as given', () => {
    const lines = linesOf({ user: 'kafka', writablePaths: ['/srv/a b'] });
    expect(lines).toContain('User=kafka');
    expect(lines).not.toContain('DynamicUser=yes');
    expect(lines).toContain('ReadWritePaths="/srv/a b"');
  });
});
