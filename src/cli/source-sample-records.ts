/** Owns which records of sources `check --sample` takes: the first that a task would poll now. Nothing is stored, sent or committed. */
import type { SourceRecord } from '../api/source-record';
import { systemClock, type Clock } from '../clock';
import type { Secrets } from '../config/secrets';
import { asError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import type { Logger } from '../logger';
import { clusterAdminProperties } from '../runtime/client-properties';
import { createOffsetStorage } from '../runtime/offset-storage';
import { MemoryOffsetBackingStore } from '../storage/memory-offset-backing-store';
import type { OffsetBackingStore } from '../storage/offset-backing-store';
import { readOffsetFile } from '../storage/offset-file-snapshot';
import type { CheckedPipeline } from './settings-check';
import { SourcePoll } from './source-poll';
import type { ShownSample } from './shown-sample';
import { takeSourceSample } from './source-sample';

/** What tasks are started with. */
export interface SourceSampleOptions {
  readonly clients: KafkaClients;
  readonly secrets: Secrets;
  readonly log: Logger;
  readonly clock?: Clock;
}

type Checked = CheckedPipeline['connectors'][number];

/** Takes a record of each source that has one now, where its tasks stand. What goes wrong becomes a finding. */
export async function takeSourceSamples(
  pipeline: CheckedPipeline,
  options: SourceSampleOptions,
): Promise<ShownSample[]> {
  const { worker, workerFindings } = pipeline;
  const sources = pipeline.connectors.filter(({ type, findings }) => type === 'source' && !findings.hasErrors());
  const offsets = sources.length === 0 ? undefined : await openOffsets(pipeline, options);
  if (offsets === undefined) return [];
  const samples: ShownSample[] = [];
  try {
    for (const connector of sources) {
      const record = await nextOf(connector, new SourcePoll({ connector, worker, offsets, ...options }));
      if (record === undefined) continue;
      const surroundings = { connector, findings: connector.findings, worker, workerFindings };
      samples.push(await takeSourceSample(record, surroundings));
    }
    return samples;
  } finally {
    await offsets.stop();
  }
}

/** Undefined: there is none now, or there never can be, which is said. */
async function nextOf(connector: Checked, polling: SourcePoll): Promise<SourceRecord | undefined> {
  try {
    const record = await polling.first();
    const { problem } = polling;
    if (record !== undefined || problem === undefined) return record;
    complain(connector, { message: problem.message, severity: 'warning' });
  } catch (thrown) {
    complain(connector, { message: asError(thrown).message, severity: 'error' });
  }
  return undefined;
}

function complain({ findings }: Checked, what: { message: string; severity: 'error' | 'warning' }): void {
  const message = `its task has no record to show: ${what.message}`;
  findings.add({ kind: 'connector', severity: what.severity, key: 'connector.class', message });
}

/** To be read only. Undefined where they cannot be read: then nobody knows which record comes next. */
async function openOffsets(
  { worker, workerFindings }: CheckedPipeline,
  { clients, log, clock = systemClock }: SourceSampleOptions,
): Promise<OffsetBackingStore | undefined> {
  const { config, props } = worker;
  if (config === undefined) return undefined;
  const topic = config['offset.storage.topic'];
  try {
    if (topic === null) {
      return new MemoryOffsetBackingStore(await readOffsetFile(config['offset.storage.file.filename']));
    }
    if (!(await exists(topic, clients, props))) return new MemoryOffsetBackingStore();
    const { store } = createOffsetStorage({ config, props, clients, clock, log, onCorruptOffsets: 'fail' });
    await store.start();
    return store;
  } catch (thrown) {
    const key = topic === null ? 'offset.storage.file.filename' : 'offset.storage.topic';
    if (!workerFindings.hasError(key)) {
      workerFindings.add({ kind: 'offset-file', key, message: asError(thrown).message });
    }
    return undefined;
  }
}

/** A store would create its topic. */
async function exists(
  topic: string,
  clients: KafkaClients,
  props: CheckedPipeline['worker']['props'],
): Promise<boolean> {
  const admin = clients.admin({ properties: clusterAdminProperties(props) });
  try {
    await admin.connect();
    return (await admin.describeTopic(topic)) !== undefined;
  } finally {
    await admin.close();
  }
}
