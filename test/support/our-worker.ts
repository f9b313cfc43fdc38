/** Owns our own worker as a process for tests: the built command, with files of its own in a temporary folder. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { propertiesText } from './properties-text';
import { ROOT } from './source-files';

const COMMAND = path.join(ROOT, 'dist', 'bin', 'connect-standalone.js');

/** What the worker is to run. */
export interface OurWorkerOptions {
  readonly bootstrap: string;
  /** Worker properties; they win over ours (StringConverter, offsets in the folder, commits each second). */
  readonly worker?: Readonly<Record<string, string>>;
  /** Connector properties, each with its `name`. */
  readonly connectors?: readonly Readonly<Record<string, string>>[];
  /** Options before the files. */
  readonly options?: readonly string[];
  /** Where the files of the worker lie; a new folder, if not given. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A command before ours, which starts it in its own way, e.g. `setpriv` with its options. */
  readonly through?: readonly string[];
}

/** How a process ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A temporary folder; remove it with `removeFolder`. */
export function temporaryFolder(prefix = 'our-worker-'): string {
  return mkdtempSync(path.join(tmpdir(), prefix));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Properties of FileStream connectors, as the quick start has them. */
export function fileSource(name: string, file: string, topic: string): Record<string, string> {
  return { name, 'connector.class': 'FileStreamSource', 'tasks.max': '1', file, topic };
}

export function fileSink(name: string, file: string, topics: string): Record<string, string> {
  return { name, 'connector.class': 'FileStreamSink', 'tasks.max': '1', file, topics };
}

const running = new Set<OurWorker>();

// A test that fails leaves its workers behind: they would keep the test process alive.
if (typeof afterEach === 'function') {
  afterEach(async () => {
    const left = [...running].filter(({ isRunning }) => isRunning);
    running.clear();
    await Promise.all(left.map((worker) => worker.end('SIGKILL')));
  });
}

/** Starts the worker and returns at once. It is killed at the end of the test. */
export function startOurWorker(options: OurWorkerOptions): OurWorker {
  if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is missing: npm run build makes it`);
  const folder = options.folder ?? temporaryFolder();
  const workerFile = path.join(folder, 'worker.properties');
  writeFileSync(workerFile, propertiesText({ ...workerProperties(options.bootstrap, folder), ...options.worker }));
  const files = (options.connectors ?? []).map((connector, index) => {
    const file = path.join(folder, `connector-${index}.properties`);
    writeFileSync(file, propertiesText(connector));
    return file;
  });
  // The form that is told apart from JSON records in a test's output at a glance; the last one given counts.
  const args = [COMMAND, '--log-format', 'pretty', ...(options.options ?? []), workerFile, ...files];
  const [program = process.execPath, ...before] = options.through ?? [];
  const child = spawn(program, options.through === undefined ? args : [...before, process.execPath, ...args], {
    cwd: folder,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const worker = new OurWorker(child, folder);
  running.add(worker);
  return worker;
}

function workerProperties(bootstrap: string, folder: string): Record<string, string> {
  return {
    'bootstrap.servers': bootstrap,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'offset.storage.file.filename': path.join(folder, 'connect.offsets'),
    'offset.flush.interval.ms': '1000',
    listeners: 'http://127.0.0.1:0',
  };
}

/** A worker process. */
export class OurWorker {
  readonly folder: string;
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcess;
  #output = '';

  constructor(child: ChildProcess, folder: string) {
    this.#child = child;
    this.folder = folder;
    const collect = (chunk: Buffer) => (this.#output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    const killWithTest = () => child.kill('SIGKILL');
    process.on('exit', killWithTest);
    this.ended = new Promise((resolve) => {
      child.on('close', (code, signal) => {
        process.off('exit', killWithTest);
        resolve({ code, signal });
      });
    });
  }

  /** What it has written so far, standard output and standard error. */
  get output(): string {
    return this.#output;
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends the signal and waits for the end. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ending> {
    this.signal(signal);
    return this.ended;
  }

  /** Largest resident set since the start, in megabytes. */
  peakRssMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  }
}

/** Waits until a condition holds; fails with what was awaited and what the worker has written. */
export async function waitFor(
  what: string,
  condition: () => boolean | Promise<boolean>,
  { timeoutMs = 30_000, worker }: { timeoutMs?: number; worker?: OurWorker } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline || worker?.isRunning === false) {
      throw new Error(`Waited in vain until ${what}\n${worker?.output.slice(-4000) ?? ''}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The lines of a file, without the end of the last; none when there is no file yet. */
export function linesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}
