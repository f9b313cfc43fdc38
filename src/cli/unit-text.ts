/** Owns the text of systemd units: a service, or a job with its timer. */
import { EXIT_CODES } from './exit-code';

/** What a unit is about. */
export interface UnitPlan {
  /** Without `.service`. */
  readonly name: string;
  /** The program and what stands before the files, each an argument; paths are absolute. */
  readonly command: readonly string[];
  /** Options and files. */
  readonly args: readonly string[];
  /** Undefined: systemd makes a user for the time that the service runs. */
  readonly user: string | undefined;
  /** Folders outside of the state directory that are written to. */
  readonly writablePaths: readonly string[];
  /** When a job runs, as `OnCalendar=` takes it; undefined: a service that goes on. */
  readonly calendar: string | undefined;
}

/** A unit and the name of its file. */
export interface UnitFile {
  readonly fileName: string;
  readonly text: string;
}

/** Where trying again changes nothing. */
const FINAL = [EXIT_CODES.USAGE, EXIT_CODES.CONNECTOR_NOT_CREATED, EXIT_CODES.BAD_RECORD, EXIT_CODES.CHECK_REFUSED];
/** A second signal ended the process at once: whoever sent it wanted that. */
const SECOND_SIGNAL = [130, 143];

/** The units of a plan: a service, and its timer where there is a calendar. */
export function unitFiles(plan: UnitPlan): UnitFile[] {
  const service = {
    fileName: `${plan.name}.service`,
    text: plan.calendar === undefined ? lastingService(plan) : job(plan),
  };
  if (plan.calendar === undefined) return [service];
  return [service, { fileName: `${plan.name}.timer`, text: timer(plan.name, plan.calendar) }];
}

function lastingService(plan: UnitPlan): string {
  return text([
    ...unitSection(plan.name),
    '# Broken settings or an absent broker are tried again, but not for ever.',
    'StartLimitIntervalSec=30min',
    'StartLimitBurst=30',
    '',
    '[Service]',
    '# Ready when all tasks run. The messages are sent by systemd-notify, a process of its own: hence all.',
    'Type=notify',
    'NotifyAccess=all',
    `ExecStart=${commandLine([...plan.command, '--on-failure=restart', ...plan.args])}`,
    '# Reads the files again and applies what has changed, if all of it is right.',
    'ExecReload=/bin/kill -HUP $MAINPID',
    ...endings(),
    'TimeoutStartSec=5min',
    '# Longer than the longest call of a connector: one that does not come back ends the signs of life.',
    'WatchdogSec=5min',
    ...restarts(),
    `RestartForceExitStatus=${EXIT_CODES.TRY_LATER}`,
    `SuccessExitStatus=${SECOND_SIGNAL.join(' ')}`,
    ...surroundings(plan),
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ]);
}

function job(plan: UnitPlan): string {
  return text([
    ...unitSection(plan.name),
    'StartLimitIntervalSec=1h',
    'StartLimitBurst=10',
    '',
    '[Service]',
    'Type=oneshot',
    'NotifyAccess=all',
    `ExecStart=${commandLine([...plan.command, '--once', ...plan.args])}`,
    ...endings(),
    ...restarts(),
    ...surroundings(plan),
  ]);
}

function timer(name: string, calendar: string): string {
  return text([
    '[Unit]',
    `Description=Runs ${name}.service`,
    '',
    '[Timer]',
    `OnCalendar=${calendar}`,
    '# A run that was missed while the machine was off is made up for.',
    'Persistent=true',
    'RandomizedDelaySec=30',
    '',
    '[Install]',
    'WantedBy=timers.target',
  ]);
}

function unitSection(name: string): string[] {
  return [
    '[Unit]',
    `Description=Kafka Connect standalone (${name})`,
    'Wants=network-online.target',
    'After=network-online.target',
  ];
}

function endings(): string[] {
  return [
    '# Tasks are stopped, the rest is delivered and committed.',
    'KillSignal=SIGTERM',
    'KillMode=mixed',
    'TimeoutStopSec=90',
  ];
}

function restarts(): string[] {
  return [
    'Restart=on-failure',
    'RestartSec=10',
    `# ${EXIT_CODES.USAGE} command line, ${EXIT_CODES.CONNECTOR_NOT_CREATED} connector, ${EXIT_CODES.BAD_RECORD} bad record, ` +
      `${EXIT_CODES.CHECK_REFUSED} refused: trying again changes nothing. ${EXIT_CODES.TRY_LATER} says: try again.`,
    `RestartPreventExitStatus=${FINAL.join(' ')}`,
  ];
}

function surroundings({ name, user, writablePaths }: UnitPlan): string[] {
  return [
    user === undefined ? 'DynamicUser=yes' : `User=${user}`,
    `# $STATE_DIRECTORY: where an offset.storage.file.filename that is not absolute is.`,
    `StateDirectory=${name}`,
    ...(writablePaths.length === 0 ? [] : [`ReadWritePaths=${writablePaths.map(quote).join(' ')}`]),
    '# A secret that only this service can read: ${dir:$CREDENTIALS_DIRECTORY:kafka-password} in the settings.',
    `#LoadCredential=kafka-password:/etc/${name}/kafka-password`,
    'NoNewPrivileges=yes',
    'PrivateTmp=yes',
  ];
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** The first is the program, in which no variables are replaced. */
function commandLine([program = '', ...args]: readonly string[]): string {
  return [quote(program), ...args.map((arg) => quote(arg).replaceAll('$', '$$$$'))].join(' ');
}

/** As systemd.syntax(7) and the specifiers of systemd.unit(5) want it. */
function quote(word: string): string {
  const escaped = word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%');
  return word === '' || /[\s"'\\;]/.test(word) ? `"${escaped}"` : escaped;
}
