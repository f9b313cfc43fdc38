/** Owns how each contender is started on a workload: Apache's worker as its scripts start it, ours, and the bare clients. */
import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, rmSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startApacheWorker } from '../test/support/apache-worker';
import { freePort } from '../test/support/free-port';
import { fileSink, fileSource, startOurWorker } from '../test/support/our-worker';
import { ROOT } from '../test/support/source-files';
import { SIDE_BY_SIDE, WORKER_SETTINGS, type ContenderName, type Workload } from './workloads';

/** What connect-standalone.sh and kafka-run-class.sh of Apache Kafka give to the JVM. */
export const GENUINE_JVM = [
  '-XX:-UseSerialGC',
  '-XX:TieredStopAtLevel=4',
  '-Xms256M',
  '-Xmx2G',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
  '-XX:MaxInlineLevel=15',
  '-Djava.awt.headless=true',
];

/** What is to be moved in one trial. */
export interface Job {
  readonly bootstrap: string;
  readonly workload: Workload;
  /** The topic that is read, or that is written. */
  readonly topic: string;
  /** The file that is written, or that is read. */
  readonly file: string;
  /** Told apart from all other trials: names connectors, and so groups. */
  readonly id: string;
}

/** A contender at work. */
export interface AtWork {
  readonly pid: number;
  /** Root of its REST interface, without a slash at the end; empty where it has none. */
  readonly url: string;
  /** Resolves when the process has ended by itself. */
  readonly ended: Promise<unknown>;
  /** Ends it, by force where it does not care, and removes its files. */
  stop(): Promise<void>;
}

/** Starts the contender; resolves as soon as there is a process. */
export function startContender(name: ContenderName, job: Job): Promise<AtWork> {
  switch (name) {
    case 'genuine':
      return startGenuine(job);
    case 'ours':
      return startOurs(job);
    case 'kcat':
      return Promise.resolve(startBare('kcat', kcatArguments(job), job));
    case 'node-rdkafka':
      return Promise.resolve(startBare(process.execPath, bareClientArguments(job), job));
  }
}

/** The outputs of a workload of kind `shared`, one for each connector. */
export function filesOf(file: string): string[] {
  return Array.from({ length: SIDE_BY_SIDE }, (_, index) => `${file}-${index}`);
}

function connectorsOf({ workload, topic, file, id }: Job): Record<string, string>[] {
  const settings = { 'tasks.max': String(workload.tasks ?? 1), ...workload.connector };
  const sink = { ...fileSink(`bench-sink-${id}`, file, topic), ...settings };
  const source = { ...fileSource(`bench-source-${id}`, file, topic), ...settings };
  if (workload.kind === 'rest') return [sink, { ...source, file: '/dev/null' }];
  if (workload.kind === 'shared')
    return filesOf(file).map((one, index) => ({ ...sink, name: `bench-sink-${id}-${index}`, file: one }));
  return [workload.kind === 'source' ? source : sink];
}

async function startGenuine(job: Job): Promise<AtWork> {
  const worker = await startApacheWorker({
    bootstrap: job.bootstrap,
    worker: WORKER_SETTINGS,
    connectors: connectorsOf(job),
    waitsUntilReady: false,
    jvmOptions: GENUINE_JVM,
  });
  const stop = async () => {
    if (job.workload.kind === 'stalled') await worker.kill();
    await worker.stop();
  };
  return { pid: worker.pid, url: worker.url, ended: worker.exit, stop };
}

async function startOurs(job: Job): Promise<AtWork> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-ours-'));
  const worker = startOurWorker({
    bootstrap: job.bootstrap,
    worker: { ...WORKER_SETTINGS, listeners: url },
    connectors: connectorsOf(job),
    folder,
    options: job.workload.kind === 'once' ? ['--once'] : [],
  });
  const stop = async () => {
    await worker.end(job.workload.kind === 'stalled' ? 'SIGKILL' : 'SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  return { pid: worker.pid, url, ended: worker.ended, stop };
}

function kcatArguments({ bootstrap, workload, topic, file }: Job): string[] {
  const common = ['-q', '-b', bootstrap, '-t', topic];
  if (workload.kind === 'source') return ['-P', ...common, '-X', 'enable.idempotence=true', '-l', file];
  return ['-C', ...common, '-o', 'beginning', '-e'];
}

function bareClientArguments({ bootstrap, workload, topic, file, id }: Job): string[] {
  const jiti = path.join(ROOT, 'node_modules', 'jiti', 'lib', 'jiti-cli.mjs');
  const script = path.join(ROOT, 'bench', 'bare-client.ts');
  return [jiti, script, workload.kind === 'source' ? 'produce' : 'consume', bootstrap, topic, file, id];
}

/** A client that writes what it consumes to standard output. */
function startBare(command: string, args: readonly string[], { workload, file }: Job): AtWork {
  const output = workload.kind === 'source' ? 'ignore' : openSync(file, 'w');
  const child = spawn(command, args, { stdio: ['ignore', output, 'inherit'] });
  if (output !== 'ignore') closeSync(output);
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? -1, url: '', ended, stop };
}
