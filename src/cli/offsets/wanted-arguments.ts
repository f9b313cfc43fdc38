/** Owns what `--partition` and `--offset` mean: JSON as `list` shows it, and for sinks `TOPIC:PARTITION` and a number. */
import type { TopicPartition } from '../../api/topic-partition';
import { UsageError } from '../../errors';
import type { KafkaAdmin } from '../../kafka/clients';
import { requireWanted } from './offsets-export';
import type { ConnectorType } from './offsets-session';
import { readSinkOffset, requirePartitions, sinkOffset, sinkPartition } from './sink-offsets';
import type { WantedOffset } from './source-offsets';
import { readJsonArgument, requireOffsetObject, type OffsetObject } from './stored-offset';

/** The options as they were given, in their order. */
export interface WantedArguments {
  readonly partition: readonly string[];
  readonly offset: readonly string[];
}

/** The offset that is the end of a sink's partition. */
const LATEST = 'latest';
const SINK_KEYS: ReadonlySet<string> = new Set(['kafka_topic', 'kafka_partition']);

/** Pairs partitions with offsets; one offset is for all. Throws UsageError. */
export function pairArguments({
  partition,
  offset,
}: WantedArguments): (readonly [partition: string, offset: string])[] {
  if (partition.length === 0) throw new UsageError('--partition is missing: offsets list shows the partitions');
  if (offset.length !== 1 && offset.length !== partition.length) {
    throw new UsageError(
      `There are ${partition.length} --partition, but ${offset.length} --offset: give one for all, or one for each`,
    );
  }
  return partition.map((text, index) => [text, offset[index] ?? offset[0] ?? '']);
}

/** What a connector of which nothing is known must be, if it has such a partition. */
export function typeByPartition(text: string): ConnectorType {
  if (!isJson(text)) return 'sink';
  const object = readPartition(text);
  const isSink = object?.size === SINK_KEYS.size && [...object.keys()].every((key) => SINK_KEYS.has(key));
  return isSink ? 'sink' : 'source';
}

/** The wanted offsets of a source. Throws UsageError. */
export function wantedOfSource(args: WantedArguments): WantedOffset[] {
  return pairArguments(args).map(([partition, offset]) => {
    if (!isJson(partition))
      throw new UsageError(`--partition ${partition} is not JSON: offsets list shows the partitions`);
    const wanted = { partition: readPartition(partition), offset: readOffset(offset) };
    return requireWanted(wanted, 'source', `--partition ${partition}`);
  });
}

/** The wanted offsets of a sink. Rejects with UsageError also for partitions that Kafka does not have. */
export async function wantedOfSink(admin: KafkaAdmin, args: WantedArguments): Promise<WantedOffset[]> {
  const wanted: WantedOffset[] = [];
  for (const [text, offset] of pairArguments(args)) {
    const what = `--partition ${text}`;
    const partitions = await sinkPartitions(admin, text);
    // What is removed need not be there any more.
    if (offset.trim() !== 'null')
      await requirePartitions(
        admin,
        partitions.map((partition) => ({ partition, what })),
      );
    const ends = offset === LATEST ? await admin.endOffsets(partitions) : undefined;
    for (const partition of partitions) {
      const end = ends?.get(partition);
      const object = end === undefined ? sinkOffsetArgument(offset) : sinkOffset(end);
      wanted.push(requireWanted({ partition: sinkPartition(partition), offset: object }, 'sink', what));
    }
  }
  return wanted;
}

async function sinkPartitions(admin: KafkaAdmin, text: string): Promise<TopicPartition[]> {
  if (isJson(text)) {
    const [read] = readSinkOffset({ partition: readPartition(text), offset: null }, `--partition ${text}`);
    return [read];
  }
  const [, topic = text, partition] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (partition !== undefined) return [{ topic, partition: Number(partition) }];
  const count = (await admin.listTopics()).get(topic);
  if (count === undefined) throw new UsageError(`--partition ${text}: there is no topic ${topic}`);
  return Array.from({ length: count }, (_, number) => ({ topic, partition: number }));
}

function sinkOffsetArgument(text: string): OffsetObject | null {
  return /^\s*\d+\s*$/.test(text)
    ? requireOffsetObject(readJsonArgument(`{"kafka_offset":${text}}`, '--offset'), '--offset')
    : readOffset(text);
}

function readPartition(text: string): OffsetObject | null {
  return requireOffsetObject(readJsonArgument(text, `--partition ${text}`), '--partition');
}

function readOffset(text: string): OffsetObject | null {
  return requireOffsetObject(readJsonArgument(text, `--offset ${text}`), '--offset');
}

function isJson(text: string): boolean {
  return /^\s*(?:\{|null\s*$)/.test(text);
}
