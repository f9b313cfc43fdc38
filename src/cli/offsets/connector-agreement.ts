/** Owns asking a connector whether it agrees to a change of its offsets. */
import type { SinkConnector } from '../../api/sink-connector';
import type { SourceConnector } from '../../api/source-connector';
import { TopicPartitionMap } from '../../api/topic-partition';
import { asError, UsageError } from '../../errors';
import type { PluginDescriptor } from '../../runtime/plugin-descriptor';
import type { ConnectorChanges, OffsetChange } from './offset-changes';
import type { OffsetsSession } from './offsets-session';
import { readSinkOffset } from './sink-offsets';
import type { WantedOffset } from './source-offsets';
import { asConnectObject } from './stored-offset';

/** Where shipped plugins say that they are. */
const SHIPPED_LOCATION = 'classpath';

/** Rejects with UsageError where it refuses. A connector of which only the name is known cannot be asked. */
export async function requireAgreement(session: OffsetsSession, entry: ConnectorChanges): Promise<void> {
  const descriptor = await descriptorOf(session, entry);
  if (descriptor !== undefined) await ask(descriptor, entry);
}

/**
 * As `requireAgreement`, but without a change to follow: connectors of others are not asked, as they may keep offsets of their own
 * and change those when they are. False: it is asked later.
 */
export async function requireAgreementInAdvance(session: OffsetsSession, entry: ConnectorChanges): Promise<boolean> {
  const descriptor = await descriptorOf(session, entry);
  if (descriptor === undefined) return true;
  if (descriptor.location !== SHIPPED_LOCATION) return false;
  await ask(descriptor, entry);
  return true;
}

/** What a change brings about. */
export function wantedOf({ partition, after }: OffsetChange): WantedOffset {
  return { partition, offset: after };
}

/** The changes of a sink by partition. */
export function sinkChanges({ changes }: ConnectorChanges): TopicPartitionMap<number | null> {
  return new TopicPartitionMap(changes.map((change) => readSinkOffset(wantedOf(change), 'The change')));
}

async function descriptorOf(
  { plugins }: OffsetsSession,
  { target: { checked, props } }: ConnectorChanges,
): Promise<PluginDescriptor<'source' | 'sink'> | undefined> {
  if (checked?.isClassKnown !== true) return undefined;
  return plugins.loadConnector(props['connector.class'] ?? '', [checked.folder]);
}

async function ask(descriptor: PluginDescriptor<'source' | 'sink'>, entry: ConnectorChanges): Promise<void> {
  const { target, changes } = entry;
  const connector = descriptor.create();
  try {
    if (target.type === 'sink') await (connector as SinkConnector).alterOffsets(target.props, sinkChanges(entry));
    else {
      const pairs = changes.map(
        ({ partition, after }) => [asConnectObject(partition), asConnectObject(after)] as const,
      );
      await (connector as SourceConnector).alterOffsets(target.props, pairs);
    }
  } catch (cause) {
    throw new UsageError(`The connector ${target.name} refuses these offsets: ${asError(cause).message}`, { cause });
  }
}
