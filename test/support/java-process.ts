/** Owns Java processes of the tests: they end with the test process, even when that is killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Runs a command and kills it as soon as standard input ends, which happens when the test process is gone for whatever
 * reason; the folder in DOOMED goes with it. Prints the command's process id, ends with its exit code. Signals to the
 * process group do not end the supervisor before its command.
 */
const SUPERVISOR = `
exec 3<&0
"$@" </dev/null 3<&- >>"$LOG" 2>&1 &
child=$!
exec 2>/dev/null
trap '' TERM INT HUP
(
  while read -r _; do :; done <&3
  trap '' USR1
  kill -KILL $child
  while kill -0 $child; do sleep 0.1; done
  [ -z "$DOOMED" ] || rm -rf "$DOOMED"
) >/dev/null &
watchdog=$!
echo $child
wait $child
code=$?
kill -USR1 $watchdog
exit $code
`;

const LOG4J = path.join(__dirname, 'log4j2.properties');

/** What to run and where its output goes. */
export interface JavaCommand {
  readonly mainClass: string;
  readonly args: readonly string[];
  readonly classPath: readonly string[];
  readonly logFile: string;
  readonly logLevel?: string;
  /** They come after our frugal ones, and win over them. */
  readonly jvmOptions?: readonly string[];
  /** A class archive that makes the next start quicker: used where it exists, otherwise written at a regular end. */
  readonly classArchive?: string;
  /** A folder that is removed when the test process dies before the Java process. */
  readonly doomedFolder?: string;
}

/** The `java` to use. */
export function javaExecutable(): string {
  const home = process.env['JAVA_HOME'];
  const inHome = home === undefined ? undefined : path.join(home, 'bin', 'java');
  return inHome !== undefined && existsSync(inHome) ? inHome : 'java';
}

/** A Java process that runs, or has ended. */
export class JavaProcess {
  readonly pid: number;
  /** Resolves with the exit code when it has ended: 128 + signal when a signal ended it. */
  readonly exit: Promise<number>;
  readonly #logFile: string;
  #isRunning = true;

  private constructor(pid: number, exit: Promise<number>, logFile: string) {
    this.pid = pid;
    this.#logFile = logFile;
    this.exit = exit.finally(() => {
      this.#isRunning = false;
    });
  }

  static async start(command: JavaCommand): Promise<JavaProcess> {
    const archive = archiveOptions(command.classArchive);
    const supervisor = spawn(
      'sh',
      ['-c', SUPERVISOR, 'sh', javaExecutable(), ...javaArguments(command, archive.options)],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, LOG: command.logFile, DOOMED: command.doomedFolder ?? '' },
      },
    );
    const exit = once(supervisor, 'exit').then(([code]) => {
      archive.keep();
      return (code as number | null) ?? 1;
    });
    const [line] = (await once(supervisor.stdout, 'data')) as [Buffer];
    supervisor.stdout.destroy();
    return new JavaProcess(Number(line.toString()), exit, command.logFile);
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Sends a signal; nothing happens when the process has ended. */
  signal(signal: NodeJS.Signals): void {
    if (this.#isRunning) process.kill(this.pid, signal);
  }

  /** Sends SIGTERM, and SIGKILL when that does not end it in time. Resolves with the exit code. */
  async terminate(timeoutMs: number): Promise<number> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), timeoutMs);
    const code = await this.exit;
    clearTimeout(timer);
    return code;
  }

  /** Everything it has written so far, both streams. */
  output(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** Waits until `isReady` resolves true. Rejects with the end of the log when the process ends or the time is over. */
  async waitUntil(isReady: () => Promise<boolean>, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (!(await isReady())) {
      if (!this.#isRunning) throw new Error(`The Java process has ended:\n${this.#logEnd()}`);
      if (Date.now() > deadline) throw new Error(`Not ready after ${timeoutMs} ms:\n${this.#logEnd()}`);
      await delay(30);
    }
  }

  #logEnd(): string {
    return this.output().split('\n').slice(-40).join('\n');
  }
}

function javaArguments(command: JavaCommand, archiveOptions: readonly string[]): string[] {
  return [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    ...archiveOptions,
    `-Dlog4j2.configurationFile=${LOG4J}`,
    `-Dlog.level=${command.logLevel ?? 'INFO'}`,
    ...(command.jvmOptions ?? []),
    '-cp',
    command.classPath.join(path.delimiter),
    command.mainClass,
    ...command.args,
  ];
}

/** Written beside its place and moved when it is complete: several processes may be doing the same. */
function archiveOptions(archive: string | undefined): { options: string[]; keep: () => void } {
  if (archive === undefined) return { options: [], keep: () => undefined };
  if (existsSync(archive)) return { options: [`-XX:SharedArchiveFile=${archive}`], keep: () => undefined };
  const draft = `${archive}.${process.pid}.${Date.now()}`;
  return {
    options: [`-XX:ArchiveClassesAtExit=${draft}`],
    keep: () => {
      if (existsSync(draft)) renameSync(draft, archive);
    },
  };
}
