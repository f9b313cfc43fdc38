/** Owns the genuine worker in distributed mode for tests: Apache's ConnectDistributed of the same jars, a cluster of one. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApacheWorker } from './apache-worker';
import { freePort } from './free-port';
import { JavaProcess } from './java-process';
import { KAFKA_CACHE, kafkaClassPath, PLUGIN_PATH } from './kafka-jars';
import { propertiesText } from './properties-text';

const START_TIMEOUT_MS = 90_000;

/** What the worker is to run; connectors come through REST. */
export interface ApacheDistributedWorkerOptions {
  readonly bootstrap: string;
  /** `group.id`, and the first part of the names of its topics for configurations and statuses. */
  readonly group: string;
  readonly offsetsTopic: string;
  /** Worker properties; they win over ours (StringConverter, commits each second). */
  readonly worker?: Readonly<Record<string, string>>;
}

/** Starts a worker that is a cluster of its own and waits until it takes requests. The caller must `stop()` it. */
export async function startApacheDistributedWorker(options: ApacheDistributedWorkerOptions): Promise<ApacheWorker> {
  const folder = mkdtempSync(path.join(tmpdir(), 'apache-worker-'));
  const url = `http://127.0.0.1:${await freePort()}`;
  const workerFile = path.join(folder, 'worker.properties');
  writeFileSync(workerFile, propertiesText({ ...workerProperties(options, url), ...options.worker }));
  const java = await JavaProcess.start({
    mainClass: 'org.apache.kafka.connect.cli.ConnectDistributed',
    args: [workerFile],
    classPath: await kafkaClassPath(),
    logFile: path.join(folder, 'worker.log'),
    classArchive: path.join(KAFKA_CACHE, 'distributed-worker.jsa'),
    doomedFolder: folder,
  });
  const worker = new ApacheWorker(java, folder, url);
  await java.waitUntil(() => worker.isReady(), START_TIMEOUT_MS);
  return worker;
}

function workerProperties(
  { bootstrap, group, offsetsTopic }: ApacheDistributedWorkerOptions,
  url: string,
): Record<string, string> {
  return {
    'bootstrap.servers': bootstrap,
    'group.id': group,
    'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
    'offset.storage.topic': offsetsTopic,
    'offset.storage.partitions': '5',
    'offset.storage.replication.factor': '1',
    'config.storage.topic': `${group}-configs`,
    'config.storage.replication.factor': '1',
    'status.storage.topic': `${group}-status`,
    'status.storage.replication.factor': '1',
    'status.storage.partitions': '1',
    'offset.flush.interval.ms': '500',
    'scheduled.rebalance.max.delay.ms': '0',
    listeners: url,
    'plugin.path': PLUGIN_PATH,
    'plugin.discovery': 'service_load',
  };
}
