/** Owns looking at consumer groups for tests, through our own admin client. */
import type { TopicPartitionMap } from '../../src/api/topic-partition';
import { RdkafkaAdmin } from '../../src/kafka/rdkafka-admin';

/** The committed offsets of a group. */
export async function groupOffsets(bootstrap: string, group: string): Promise<TopicPartitionMap<number>> {
  const admin = new RdkafkaAdmin({ properties: { 'bootstrap.servers': bootstrap } });
  await admin.connect();
  try {
    return await admin.listGroupOffsets(group);
  } finally {
    await admin.close();
  }
}

/** The committed offset of partition 0 of a topic; 0 when there is none. */
export async function groupOffset(bootstrap: string, group: string, topic: string): Promise<number> {
  return (await groupOffsets(bootstrap, group)).get({ topic, partition: 0 }) ?? 0;
}

/** The committed offsets of a topic's partitions in their order; 0 where there is none. */
export async function groupPositions(
  { bootstrap, group, topic }: { readonly bootstrap: string; readonly group: string; readonly topic: string },
  partitions: number,
): Promise<number[]> {
  const offsets = await groupOffsets(bootstrap, group);
  return Array.from({ length: partitions }, (_, partition) => offsets.get({ topic, partition }) ?? 0);
}
