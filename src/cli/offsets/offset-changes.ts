/** Owns what a command is going to change: each partition before and after, as it is shown, and how it is carried out. */
import type { SinkConnector } from '../../api/sink-connector';
import type { SourceConnector } from '../../api/source-connector';
import { TopicPartitionMap } from '../../api/topic-partition';
import { asError, UsageError } from '../../errors';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import type { ConnectorOffsetList, KnownTarget, OffsetsSession } from './offsets-session';
import { changeSinkOffsets, readSinkOffset, requireNoMembers } from './sink-offsets';
import { writesOf, type WantedOffset } from './source-offsets';
import { asConnectObject, meaningOf, type OffsetObject, type StoredOffset } from './stored-offset';

/** One partition before and after; null: nothing, undefined: what cannot be read. */
export interface OffsetChange {
  readonly partition: OffsetObject | null;
  readonly before: OffsetObject | null | undefined;
  readonly after: OffsetObject | null;
}

/** The changes of one connector. */
export interface ConnectorChanges {
  readonly target: KnownTarget;
  readonly where: string;
  readonly changes: readonly OffsetChange[];
}

/** What is to be changed so that what is wanted is there. `isWhole`: what is not wanted is to be removed. */
export function changesTo(
  { target, where, offsets }: ConnectorOffsetList,
  wanted: readonly WantedOffset[],
  { isWhole }: { readonly isWhole: boolean },
): ConnectorChanges {
  const known = new Map(offsets.map((stored) => [meaningOf(stored.partition), stored]));
  const named = new Set(wanted.map(({ partition }) => meaningOf(partition)));
  const changed = wanted.flatMap(({ partition, offset }) =>
    changeOf(known.get(meaningOf(partition)), partition, offset),
  );
  const rest = isWhole ? offsets.filter(({ partition }) => !named.has(meaningOf(partition))) : [];
  return {
    target,
    where,
    changes: [...changed, ...rest.flatMap((stored) => changeOf(stored, stored.partition, null))],
  };
}

function changeOf(
  stored: StoredOffset | undefined,
  partition: OffsetObject | null,
  after: OffsetObject | null,
): OffsetChange[] {
  const before = stored === undefined ? null : stored.offset;
  if (meaningOf(before) === meaningOf(after)) return [];
  return [{ partition: stored?.partition ?? partition, before, after }];
}

/**
 * Carries out all changes: first every connector that is known is asked whether it agrees, and every group whether it has members;
 * then sinks, then all sources at once. Rejects with UsageError for what a connector refuses, with GroupNotEmptyError, with
 * OffsetWriteError.
 */
export async function carryOut(session: OffsetsSession, all: readonly ConnectorChanges[]): Promise<void> {
  const changed = all.filter(({ changes }) => changes.length > 0);
  const [sinks, sources] = (['sink', 'source'] as const).map((type) =>
    changed.filter(({ target }) => target.type === type),
  );
  for (const { target } of sinks ?? []) await requireNoMembers(await session.admin(target), ownerOf(target));
  for (const entry of changed) await askConnector(session, entry);
  for (const { target, changes } of sinks ?? []) {
    await changeSinkOffsets(await session.admin(target), ownerOf(target), sinkMap(changes));
  }
  const writes: OffsetEntry[] = [];
  for (const { target, changes } of sources ?? []) {
    writes.push(...writesOf(await session.store().entries(), target.name, changes.map(wantedOf)));
  }
  if (writes.length > 0) await session.store().set(writes);
}

function ownerOf({ name, group }: KnownTarget): { readonly connector: string; readonly group: string } {
  return { connector: name, group };
}

function wantedOf({ partition, after }: OffsetChange): WantedOffset {
  return { partition, offset: after };
}

function sinkMap(changes: readonly OffsetChange[]): TopicPartitionMap<number | null> {
  return new TopicPartitionMap(changes.map((change) => readSinkOffset(wantedOf(change), 'The change')));
}

/** A connector of which only the name is known cannot be asked. */
async function askConnector({ plugins }: OffsetsSession, { target, changes }: ConnectorChanges): Promise<void> {
  const { checked, props } = target;
  if (checked?.isClassKnown !== true) return;
  const descriptor = await plugins.loadConnector(props['connector.class'] ?? '', [checked.folder]);
  const connector = descriptor.create();
  try {
    if (target.type === 'sink') await (connector as SinkConnector).alterOffsets(props, sinkMap(changes));
    else {
      const pairs = changes.map(
        ({ partition, after }) => [asConnectObject(partition), asConnectObject(after)] as const,
      );
      await (connector as SourceConnector).alterOffsets(props, pairs);
    }
  } catch (cause) {
    throw new UsageError(`The connector ${target.name} refuses these offsets: ${asError(cause).message}`, { cause });
  }
}
