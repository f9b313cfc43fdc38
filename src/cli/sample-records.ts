/** Owns which records `check --sample` takes: the newest of each topic of each sink. */
import type { ConsumedBatch } from '../kafka/clients';
import { PartitionReader } from '../kafka/partition-reader';
import { compileJavaRegex } from '../config/java-regex';
import { asError, KafkaError } from '../errors';
import type { KafkaClients } from '../kafka/clients';
import { clusterAdminProperties, sinkConsumerProperties } from '../runtime/client-properties';
import { connectionOf, LONGEST_WAIT_MS } from './checked-clients';
import { namedTopics } from './named-topics';
import type { CheckedPipeline } from './settings-check';
import { takeSample } from './sample';
import type { ShownSample } from './shown-sample';

type Checked = CheckedPipeline['connectors'][number];

/** Takes a record of each topic that a sink reads. What goes wrong becomes a finding. */
export async function takeSamples(pipeline: CheckedPipeline, clients: KafkaClients): Promise<ShownSample[]> {
  const samples: ShownSample[] = [];
  const topics = await listTopics(pipeline, clients);
  for (const connector of pipeline.connectors) {
    if (connector.type !== 'sink' || connector.findings.hasErrors()) continue;
    samples.push(...(await samplesOf(connector, { pipeline, topics })));
  }
  return samples;
}

async function listTopics({ worker }: CheckedPipeline, clients: KafkaClients): Promise<ReadonlyMap<string, number>> {
  const admin = clients.admin({ properties: clusterAdminProperties(worker.props) });
  try {
    await admin.connect();
    return await admin.listTopics();
  } finally {
    await admin.close();
  }
}

async function samplesOf(
  connector: Checked,
  { pipeline, topics }: { readonly pipeline: CheckedPipeline; readonly topics: ReadonlyMap<string, number> },
): Promise<ShownSample[]> {
  const { worker, workerFindings } = pipeline;
  const properties = sinkConsumerProperties(worker.props, connector.props, 0);
  const own = { ...connectionOf(properties), 'group.id': properties['group.id'] ?? '' };
  const reader = new PartitionReader({ properties: { ...own, 'default.api.timeout.ms': String(LONGEST_WAIT_MS) } });
  const samples: ShownSample[] = [];
  try {
    await reader.connect();
    for (const [topic, partitions] of topics) {
      if (!reads(connector, topic)) continue;
      const batch = await newestOf(reader, topic, partitions);
      if (batch === undefined) continue;
      samples.push(await takeSample(batch, { connector, findings: connector.findings, worker, workerFindings }));
    }
  } catch (thrown) {
    const isDenied = thrown instanceof KafkaError;
    connector.findings.add({
      kind: isDenied ? 'missing-acl' : 'record',
      key: 'topics' in connector.props ? 'topics' : 'topics.regex',
      message: asError(thrown).message,
    });
  } finally {
    await reader.close();
  }
  return samples;
}

function reads(connector: Checked, topic: string): boolean {
  if (namedTopics(connector).includes(topic)) return true;
  const pattern = (connector.props['topics.regex'] ?? '').trim();
  return pattern !== '' && !topic.startsWith('__') && compileJavaRegex(pattern).matches(topic);
}

async function newestOf(
  reader: PartitionReader,
  topic: string,
  partitions: number,
): Promise<ConsumedBatch | undefined> {
  for (let partition = 0; partition < partitions; partition++) {
    const batch = await reader.newest({ topic, partition });
    if (batch !== undefined) return batch;
  }
  return undefined;
}
