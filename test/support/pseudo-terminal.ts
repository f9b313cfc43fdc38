/** Owns our command on a terminal of its own, for tests: python3's pty, and what a person would have seen. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './source-files';

const COMMAND = path.join(ROOT, 'dist', 'bin', 'connect-standalone.js');

const PROGRAM = `
import fcntl, os, pty, struct, sys, termios
columns, rows = int(sys.argv[1]), int(sys.argv[2])
child, fd = pty.fork()
if child == 0:
    os.execvp(sys.argv[3], sys.argv[3:])
fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

/** What came to the terminal. */
export interface OnTerminal {
  readonly code: number | null;
  readonly written: string;
}

/** Carries out `connect-standalone …` in a folder, on a terminal of that size. */
export function runOnTerminal(
  args: readonly string[],
  { cwd, columns = 100, rows = 30, env = {} }: TerminalOptions,
): Promise<OnTerminal> {
  const command = [String(columns), String(rows), process.execPath, COMMAND, ...args];
  const child = spawn('python3', ['-c', PROGRAM, ...command], {
    cwd,
    env: { ...process.env, TERM: 'xterm', LC_ALL: 'C.UTF-8', NO_COLOR: '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let written = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written += text));
  const killWithTest = () => child.kill('SIGKILL');
  process.on('exit', killWithTest);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      process.off('exit', killWithTest);
      resolve({ code, written });
    });
  });
}

interface TerminalOptions {
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** The lines that are left to be read at the end, colours left out: a line that was erased is not among them. */
export function linesSeen(written: string): string[] {
  const lines = [''];

  for (const part of written.replace(/\u001b\[[\d;]*m/g, '').split(/(\n|\r|\u001b\[\d*[A-Z])/)) {
    const up = /^\u001b\[(\d+)A$/.exec(part);
    if (part === '\n') lines.push('');
    else if (up !== null) lines.splice(lines.length - 1 - Number(up[1]), Number(up[1]));
    else if (!part.startsWith('\u001b') && part !== '\r') lines.push(`${lines.pop() ?? ''}${part}`);
  }
  return lines;
}
