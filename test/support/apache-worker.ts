/** Owns the genuine worker for tests: Apache's ConnectStandalone of the same jars, beside ours. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './free-port';
import { JavaProcess } from './java-process';
import { KAFKA_CACHE, kafkaClassPath, PLUGIN_PATH } from './kafka-jars';
import { propertiesText } from './properties-text';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 30_000;

/** What the worker is to run. Only `bootstrap` is needed: connectors can come through REST. */
export interface ApacheWorkerOptions {
  readonly bootstrap: string;
  /** Worker properties; they win over ours (JsonConverter, offsets in the worker's folder, flush each second). */
  readonly worker?: Readonly<Record<string, string>>;
  /** Connector properties, each with its `name`. */
  readonly connectors?: readonly Readonly<Record<string, string>>[];
  /** Resolve when the connectors are created (default), or as soon as the process runs, to see it fail. */
  readonly waitsUntilReady?: boolean;
  readonly logLevel?: string;
  /** Given, the JVM starts without the class archive that makes our tests quicker. */
  readonly jvmOptions?: readonly string[];
}

/** Starts the genuine worker. The caller must `stop()` it; it dies with the test process anyway. */
export async function startApacheWorker(options: ApacheWorkerOptions): Promise<ApacheWorker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'apache-worker-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const workerFile = path.join(folder, 'worker.properties');
  writeFileSync(workerFile, propertiesText({ ...workerProperties(options.bootstrap, folder, url), ...options.worker }));
  const connectorFiles = (options.connectors ?? []).map((connector, index) => {
    const file = path.join(folder, `connector-${index}.properties`);
    writeFileSync(file, propertiesText(connector));
    return file;
  });
  const java = await JavaProcess.start({
    mainClass: 'org.apache.kafka.connect.cli.ConnectStandalone',
    args: [workerFile, ...connectorFiles],
    classPath: await kafkaClassPath(),
    logFile: path.join(folder, 'worker.log'),
    doomedFolder: folder,
    ...(options.jvmOptions === undefined
      ? { classArchive: path.join(KAFKA_CACHE, 'worker.jsa') }
      : { jvmOptions: options.jvmOptions }),
    ...(options.logLevel === undefined ? {} : { logLevel: options.logLevel }),
  });
  const worker = new ApacheWorker(java, folder, url);
  if (options.waitsUntilReady ?? true) await java.waitUntil(() => worker.isReady(), START_TIMEOUT_MS);
  return worker;
}

/** A genuine worker that runs, or has ended. */
export class ApacheWorker {
  /** Root of its REST interface, without a slash at the end. */
  readonly url: string;
  /** Its working files: `connect.offsets` lies here unless the test chose another place. */
  readonly folder: string;
  readonly #java: JavaProcess;

  constructor(java: JavaProcess, folder: string, url: string) {
    this.#java = java;
    this.folder = folder;
    this.url = url;
  }

  /** Resolves with the exit code: 143 after `end`, 1 to 3 when it could not start. */
  get exit(): Promise<number> {
    return this.#java.exit;
  }

  /** True when all connectors of the command line are created. */
  async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/health`, { signal: AbortSignal.timeout(1000) })).ok;
    } catch {
      // Not listening yet.
      return false;
    }
  }

  /** Ends it with SIGTERM, which flushes and commits; its folder stays until `stop`. Resolves with the exit code. */
  end(): Promise<number> {
    return this.#java.terminate(STOP_TIMEOUT_MS);
  }

  /** Ends it with SIGKILL; its folder stays until `stop`. */
  async kill(): Promise<void> {
    this.#java.signal('SIGKILL');
    await this.#java.exit;
  }

  /** Ends it with SIGTERM and removes its folder. Idempotent. */
  async stop(): Promise<void> {
    await this.end();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  get pid(): number {
    return this.#java.pid;
  }

  /** Everything it has logged. */
  logs(): string {
    return this.#java.output();
  }
}

function workerProperties(bootstrap: string, folder: string, url: string): Record<string, string> {
  return {
    'bootstrap.servers': bootstrap,
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'true',
    'value.converter.schemas.enable': 'true',
    'offset.storage.file.filename': path.join(folder, 'connect.offsets'),
    'offset.flush.interval.ms': '1000',
    listeners: url,
    'plugin.path': PLUGIN_PATH,
    'plugin.discovery': 'service_load',
  };
}
