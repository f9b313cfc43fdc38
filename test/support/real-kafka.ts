/** Owns a broker of Apache Kafka for tests: one KRaft process on free ports with a temporary folder. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port';
import { JavaProcess } from './java-process';
import { KAFKA_CACHE, kafkaClassPath, withLock } from './kafka-jars';
import { answersMetadata } from './kafka-probe';
import { propertiesText } from './properties-text';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** A listener beside the plain one, for tests of SASL and TLS. Its settings go into `properties`. */
export interface ExtraListener {
  /** Upper-case name, e.g. `SECURE`: settings start with `listener.name.secure.`. */
  readonly name: string;
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
}

/** How the broker differs from the default: topics made on first use, one partition, groups that join at once. */
export interface RealKafkaOptions {
  readonly autoCreateTopics?: boolean;
  readonly listeners?: readonly ExtraListener[];
  /** Server properties; they win over ours. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Further arguments of `StorageTool format`, e.g. `['--add-scram', 'SCRAM-SHA-256=[name=a,password=b]']`. */
  readonly formatArguments?: readonly string[];
  readonly jvmOptions?: readonly string[];
  readonly logLevel?: string;
}

/** Starts a broker and waits until it answers. The caller must `stop()` it; it dies with the test process anyway. */
export async function startRealKafka(options: RealKafkaOptions = {}): Promise<RealKafka> {
  const names = ['PLAINTEXT', ...(options.listeners ?? []).map(({ name }) => name), 'CONTROLLER'];
  const ports = new Map<string, number>();
  for (const name of names) ports.set(name, await freePort());
  const folder = mkdtempSync(path.join(tmpdir(), 'real-kafka-'));
  const properties = {
    ...serverProperties(options, ports),
    'log.dirs': path.join(folder, 'data'),
    ...options.properties,
  };
  writeFileSync(path.join(folder, 'server.properties'), propertiesText(properties));
  const classPath = await kafkaClassPath();
  await format(folder, classPath, options.formatArguments ?? []);
  const kafka = new RealKafka(folder, { ports, classPath, options });
  await kafka.start();
  return kafka;
}

interface Parts {
  readonly ports: ReadonlyMap<string, number>;
  readonly classPath: readonly string[];
  readonly options: RealKafkaOptions;
}

/** A broker that was started, and can be ended and started again on the same ports and data. */
export class RealKafka {
  /** Address of the plain listener. */
  readonly bootstrap: string;
  readonly #folder: string;
  readonly #parts: Parts;
  #broker: JavaProcess | undefined;

  constructor(folder: string, parts: Parts) {
    this.#folder = folder;
    this.#parts = parts;
    this.bootstrap = this.listener('PLAINTEXT');
  }

  /** Address of a listener by its name. */
  listener(name: string): string {
    const port = this.#parts.ports.get(name);
    if (port === undefined) throw new Error(`The broker has no listener ${name}`);
    return `127.0.0.1:${port}`;
  }

  get clusterId(): string {
    const meta = readFileSync(path.join(this.#folder, 'data', 'meta.properties'), 'utf8');
    return /^cluster\.id=(.+)$/m.exec(meta)?.[1] ?? '';
  }

  /** Starts the process after `kill` or `shutDown`. */
  async start(): Promise<void> {
    const { classPath, options } = this.#parts;
    this.#broker = await JavaProcess.start({
      mainClass: 'kafka.Kafka',
      args: [path.join(this.#folder, 'server.properties')],
      classPath,
      logFile: path.join(this.#folder, 'server.log'),
      logLevel: options.logLevel ?? 'WARN',
      classArchive: path.join(KAFKA_CACHE, 'broker.jsa'),
      doomedFolder: this.#folder,
      ...(options.jvmOptions === undefined ? {} : { jvmOptions: options.jvmOptions }),
    });
    await this.#broker.waitUntil(() => answersMetadata(this.bootstrap), START_TIMEOUT_MS);
  }

  /** Ends it gracefully and removes its data. Idempotent; also right after `kill`. */
  async stop(): Promise<void> {
    await this.shutDown();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Ends it gracefully; the data stays for `start`. */
  async shutDown(): Promise<void> {
    this.thaw();
    await this.#broker?.terminate(STOP_TIMEOUT_MS);
  }

  /** Ends it with SIGKILL; the data stays for `start`. */
  async kill(): Promise<void> {
    this.#broker?.signal('SIGKILL');
    await this.#broker?.exit;
  }

  /** Ends it gracefully, where it still runs, and starts it on the same ports and data. */
  async restart(): Promise<void> {
    await this.shutDown();
    await this.start();
  }

  /** Holds it still: connections stay open, nothing is answered, until `thaw`. */
  freeze(): void {
    this.#broker?.signal('SIGSTOP');
  }

  thaw(): void {
    this.#broker?.signal('SIGCONT');
  }

  /** The process, for those who look at its state or limit it; -1 before the start. */
  get pid(): number {
    return this.#broker?.pid ?? -1;
  }

  get isRunning(): boolean {
    return this.#broker?.isRunning === true;
  }

  /** What the broker has logged, at WARN unless asked for more. */
  logs(): string {
    return this.#broker?.output() ?? '';
  }
}

function serverProperties(options: RealKafkaOptions, ports: ReadonlyMap<string, number>): Record<string, string> {
  const addresses = [...ports].map(([name, port]) => `${name}://127.0.0.1:${port}`);
  const protocols = (options.listeners ?? []).map(({ name, protocol }) => `${name}:${protocol}`);
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.get('CONTROLLER') ?? ''}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    listeners: addresses.join(','),
    'advertised.listeners': addresses.filter((address) => !address.startsWith('CONTROLLER:')).join(','),
    'listener.security.protocol.map': ['PLAINTEXT:PLAINTEXT', 'CONTROLLER:PLAINTEXT', ...protocols].join(','),
    // How long a killed broker's registration stands in the way of its next start; 9 s by default.
    'broker.session.timeout.ms': '3000',
    'broker.heartbeat.interval.ms': '500',
    'auto.create.topics.enable': String(options.autoCreateTopics ?? true),
    'num.partitions': '1',
    'group.initial.rebalance.delay.ms': '0',
    'group.min.session.timeout.ms': '1000',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.num.partitions': '1',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.num.partitions': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
  };
}

/** Formats the data folder. The usual format is made once and copied, under another cluster id: that saves a second. */
async function format(folder: string, classPath: readonly string[], formatArguments: readonly string[]): Promise<void> {
  const data = path.join(folder, 'data');
  if (formatArguments.length > 0) {
    await runStorageTool(folder, classPath, formatArguments);
    return;
  }
  const template = path.join(KAFKA_CACHE, 'formatted');
  if (!existsSync(template)) {
    await withLock(async () => {
      if (existsSync(template)) return;
      await runStorageTool(folder, classPath, []);
      renameSync(data, template);
    });
  }
  rmSync(data, { recursive: true, force: true });
  cpSync(template, data, { recursive: true });
  const meta = path.join(data, 'meta.properties');
  writeFileSync(meta, readFileSync(meta, 'utf8').replace(/^cluster\.id=.*$/m, `cluster.id=${randomClusterId()}`));
}

async function runStorageTool(folder: string, classPath: readonly string[], more: readonly string[]): Promise<void> {
  mkdirSync(path.join(folder, 'data'), { recursive: true });
  const tool = await JavaProcess.start({
    mainClass: 'kafka.tools.StorageTool',
    args: ['format', '-t', randomClusterId(), '-c', path.join(folder, 'server.properties'), ...more],
    classPath,
    logFile: path.join(folder, 'format.log'),
  });
  if ((await tool.exit) !== 0) throw new Error(`The data folder could not be formatted:\n${tool.output()}`);
}

/** Sixteen bytes in the URL's base64, as Kafka writes UUIDs. Not led by a dash, which would read as an option. */
function randomClusterId(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  return bytes.toString('base64url');
}
