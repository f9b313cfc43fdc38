/** Owns the offsets of a sink in its consumer group: listing them with the ends of their partitions, and changing them. */
import { TopicPartitionMap, type TopicPartition } from '../../api/topic-partition';
import { JsonNumber, type JsonNode } from '../../data/json-reader';
import { BadRequestError, GroupNotEmptyError, UsageError } from '../../errors';
import type { GroupMember, KafkaAdmin } from '../../kafka/clients';
import { changeGroup } from '../../runtime/group-changes';
import { readSinkOffsets } from '../../runtime/sink-offset-format';
import { asConnectObject, type OffsetObject, type StoredOffset } from './stored-offset';
import type { WantedOffset } from './source-offsets';

/** Whose offsets they are. */
export interface SinkGroup {
  readonly connector: string;
  readonly group: string;
}

/** Members of a group that are named; a line is to be read. */
const NAMED_MEMBERS = 5;

/** The group's offsets, with the next offset of each partition that still exists. */
export async function listSinkOffsets(admin: KafkaAdmin, { group }: SinkGroup): Promise<StoredOffset[]> {
  const committed = await admin.listGroupOffsets(group);
  const topics = committed.size === 0 ? new Map<string, number>() : await admin.listTopics();
  const existing = committed.keys().filter(({ topic, partition }) => partition < (topics.get(topic) ?? 0));
  const ends = await admin.endOffsets(existing);
  return [...committed].map(([partition, offset]) => ({
    partition: sinkPartition(partition),
    offset: sinkOffset(offset),
    end: ends.get(partition),
  }));
}

/** A partition as it stands in requests and exports. */
export function sinkPartition({ topic, partition }: TopicPartition): OffsetObject {
  return new Map<string, JsonNode>([
    ['kafka_topic', topic],
    ['kafka_partition', new JsonNumber(String(partition))],
  ]);
}

/** An offset as it stands in requests and exports. */
export function sinkOffset(offset: number): OffsetObject {
  return new Map([['kafka_offset', new JsonNumber(String(offset))]]);
}

/** The one partition and offset that these are. Throws UsageError, which begins with `what`, where they are none of a sink. */
export function readSinkOffset(
  { partition, offset }: WantedOffset,
  what: string,
): readonly [partition: TopicPartition, offset: number | null] {
  try {
    const read = readSinkOffsets([{ partition: asConnectObject(partition), offset: asConnectObject(offset) }]);
    const [entry] = [...read];
    if (entry === undefined) throw new BadRequestError('no partition is named');
    return entry;
  } catch (cause) {
    if (!(cause instanceof BadRequestError)) throw cause;
    throw new UsageError(`${what}: ${cause.message}`, { cause });
  }
}

/** Throws UsageError, which begins with `what`, where Kafka has no such partition. */
export async function requirePartitions(
  admin: KafkaAdmin,
  wanted: readonly { readonly partition: TopicPartition; readonly what: string }[],
): Promise<void> {
  const topics = await admin.listTopics();
  const complaints = wanted.flatMap(({ partition: { topic, partition }, what }) => {
    const count = topics.get(topic);
    if (count === undefined) return [`${what}: there is no topic ${topic}`];
    return partition < count
      ? []
      : [`${what}: topic ${topic} has no partition ${partition}, only ${count} of them, counted from 0`];
  });
  if (complaints.length > 0) throw new UsageError(complaints.join('\n'));
}

/** Rejects with GroupNotEmptyError that names the members where the group has some. Changes nothing. */
export async function requireNoMembers(admin: KafkaAdmin, owner: SinkGroup): Promise<void> {
  const members = await admin.groupMembers(owner.group);
  if (members.length > 0) throw notEmpty(owner, ` (${membersText(members)})`);
}

function membersText(members: readonly GroupMember[]): string {
  const named = members.slice(0, NAMED_MEMBERS).map(({ clientId, host }) => `${clientId} on ${host}`);
  const others = members.length - named.length;
  return [...named, ...(others > 0 ? [`${others} more`] : [])].join(', ');
}

/** Changes offsets; null removes one. Where none is left the group is removed. Rejects with GroupNotEmptyError. */
export async function changeSinkOffsets(
  admin: KafkaAdmin,
  owner: SinkGroup,
  offsets: TopicPartitionMap<number | null>,
): Promise<void> {
  const known = await admin.listGroupOffsets(owner.group);
  const kept = new TopicPartitionMap<number>();
  for (const [partition, offset] of offsets) if (offset !== null) kept.set(partition, offset);
  const removed = known.keys().filter((partition) => offsets.get(partition) === null);
  if (kept.size === 0 && removed.length === known.size) {
    await changed(owner, () => admin.deleteGroup(owner.group));
    return;
  }
  await changed(owner, () => admin.alterGroupOffsets(owner.group, kept));
  await changed(owner, () => admin.deleteGroupOffsets(owner.group, removed));
}

async function changed(owner: SinkGroup, change: () => Promise<void>): Promise<void> {
  try {
    await changeGroup(owner.connector, change);
  } catch (cause) {
    if (!(cause instanceof BadRequestError)) throw cause;
    if (!(cause instanceof GroupNotEmptyError)) throw new UsageError(cause.message, { cause });
    throw notEmpty(owner, '', cause);
  }
}

function notEmpty({ connector, group }: SinkGroup, members: string, cause?: unknown): GroupNotEmptyError {
  return new GroupNotEmptyError(
    `The consumer group ${group} of the sink ${connector} has members${members}: stop the worker that runs it, then try again`,
    cause === undefined ? {} : { cause },
  );
}
