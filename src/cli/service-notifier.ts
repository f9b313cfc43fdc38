/** Owns the way to the service manager: messages of sd_notify(3), sent one after another by `systemd-notify`. */
import { spawn } from 'node:child_process';
import { asError, ConnectError } from '../errors';
import type { Logger } from '../logger';
import { codeOf } from '../storage/offset-file';

/** Sends one message; rejects when it could not be sent. */
export type SendMessage = (assignments: readonly string[]) => Promise<void>;

/** What a notifier is made with. */
export interface ServiceNotifierOptions {
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly log: Logger;
  readonly pid?: number;
  readonly send?: SendMessage;
}

/** A message that takes longer is given up. */
const SEND_TIMEOUT_MS = 5000;

/** Tells the service manager. Nothing here ever rejects: a service that cannot notify runs nevertheless. */
export class ServiceNotifier {
  /** Time within which the service manager wants to hear from a process that is well; undefined: it does not ask. */
  readonly watchdogMs: number | undefined;
  readonly #log: Logger;
  readonly #send: SendMessage;
  #last: Promise<void> = Promise.resolve();
  #isMissing = false;
  #hasFailed = false;

  private constructor({ environment, log, pid = process.pid, send }: ServiceNotifierOptions) {
    this.#log = log;
    this.#send = send ?? ((assignments) => sendBySystemdNotify(assignments, environment));
    this.watchdogMs = watchdogOf(environment, pid);
  }

  /** Undefined where no service manager listens. */
  static create(options: ServiceNotifierOptions): ServiceNotifier | undefined {
    return (options.environment['NOTIFY_SOCKET'] ?? '') === '' ? undefined : new ServiceNotifier(options);
  }

  /** Sends a message of `NAME=value` lines after those before it. Resolves when it is sent or given up. */
  notify(...assignments: string[]): Promise<void> {
    this.#last = this.#last.then(() => this.#deliver(assignments.map(withoutLineEnds)));
    return this.#last;
  }

  async #deliver(assignments: readonly string[]): Promise<void> {
    if (this.#isMissing) return;
    try {
      await this.#send(assignments);
    } catch (thrown) {
      this.#isMissing = codeOf(thrown) === 'ENOENT';
      if (!this.#hasFailed) this.#log.warn(`The service manager cannot be told: ${asError(thrown).message}`);
      this.#hasFailed = true;
    }
  }
}

/** `WATCHDOG_PID` says for whom the watchdog is meant: a process that a service starts inherits the variables too. */
function watchdogOf(environment: Readonly<NodeJS.ProcessEnv>, pid: number): number | undefined {
  const { WATCHDOG_USEC: period = '', WATCHDOG_PID: owner = '' } = environment;
  if (!/^\d+$/.test(period) || Number(period) === 0) return undefined;
  return owner === '' || Number(owner) === pid ? Number(period) / 1000 : undefined;
}

function withoutLineEnds(assignment: string): string {
  return assignment.replace(/\s*[\r\n]+\s*/g, ' ');
}

/** Node.js has no UNIX datagram sockets. Without `--no-block` it would wait until the service manager has read the message. */
function sendBySystemdNotify(assignments: readonly string[], env: Readonly<NodeJS.ProcessEnv>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('systemd-notify', ['--no-block', ...assignments], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    const deadline = setTimeout(() => child.kill('SIGKILL'), SEND_TIMEOUT_MS).unref();
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    child.on('error', (cause) => reject(codeOf(cause) === 'ENOENT' ? missing(cause) : cause));
    child.on('close', (code) => {
      clearTimeout(deadline);
      if (code === 0) resolve();
      else reject(new ConnectError(`systemd-notify has failed: ${complaint.trim() || `code ${String(code)}`}`));
    });
  });
}

function missing(cause: NodeJS.ErrnoException): Error {
  return Object.assign(new Error('systemd-notify is not there; it comes with systemd', { cause }), {
    code: cause.code,
  });
}
