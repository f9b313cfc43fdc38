/** Owns how changes of offsets are carried out: who is asked first, what is fenced, and the order of the writes. */
import { OffsetsInUseError } from '../../errors';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import { requireAgreement, sinkChanges, wantedOf } from './connector-agreement';
import type { ConnectorChanges } from './offset-changes';
import type { KnownTarget, OffsetsSession } from './offsets-session';
import { changeSinkOffsets, requireNoMembers, type SinkGroup } from './sink-offsets';
import { offsetsOfSource, writesOf } from './source-offsets';
import type { ChangedSource } from './source-offset-store';
import { meaningOf, type StoredOffset } from './stored-offset';

/**
 * Carries out all changes: first every group is asked whether it has members, every connector that is known whether it agrees, and
 * the store whether all is as it was; then sinks, then all sources at once. Rejects with UsageError for what a connector refuses, with
 * GroupNotEmptyError, OffsetsInUseError, OffsetWriteError.
 */
export async function carryOut(session: OffsetsSession, all: readonly ConnectorChanges[]): Promise<void> {
  const changed = all.filter(({ changes }) => changes.length > 0);
  const [sinks, sources] = [ofType(changed, 'sink'), ofType(changed, 'source')];
  for (const { target } of sinks) await requireNoMembers(await session.admin(target), groupOf(target));
  for (const entry of changed) await requireAgreement(session, entry);
  if (sources.length > 0) await takeOver(session, sources);
  for (const entry of sinks) {
    await changeSinkOffsets(await session.admin(entry.target), groupOf(entry.target), sinkChanges(entry));
  }
  const writes: OffsetEntry[] = [];
  for (const { target, changes } of sources) {
    writes.push(...writesOf(await session.store().entries(), target.name, changes.map(wantedOf)));
  }
  if (writes.length > 0) await session.store().set(writes);
}

/** What a worker that runs means for the changes, beyond what is refused; undefined: nothing. */
export function cautionOf(session: OffsetsSession, all: readonly ConnectorChanges[]): string | undefined {
  const sources = ofType(all, 'source');
  return sources.length === 0 ? undefined : session.store().caution(sources.map(changedSource));
}

/** The connectors of a type among those that change. */
export function ofType(all: readonly ConnectorChanges[], type: KnownTarget['type']): ConnectorChanges[] {
  return all.filter(({ target }) => target.type === type);
}

/** The group of a sink. */
export function groupOf({ name, group }: KnownTarget): SinkGroup {
  return { connector: name, group };
}

/** Looks before anything is fenced: a source whose offsets move is left alone. */
async function takeOver(session: OffsetsSession, sources: readonly ConnectorChanges[]): Promise<void> {
  const store = session.store();
  await store.lookAgain();
  await requireUnchanged(session, sources);
  await store.takeOver(sources.map(changedSource));
  await requireUnchanged(session, sources);
}

async function requireUnchanged(session: OffsetsSession, sources: readonly ConnectorChanges[]): Promise<void> {
  const entries = await session.store().entries();
  for (const { target, where, known } of sources) {
    if (meaningOfAll(offsetsOfSource(entries, target.name)) === meaningOfAll(known)) continue;
    throw new OffsetsInUseError(
      `The offsets of ${target.name} ${where} have changed since they were read: a worker runs it. Stop it, then try again`,
    );
  }
}

function meaningOfAll(offsets: readonly StoredOffset[]): string {
  return offsets
    .map(({ partition, offset }) => `${meaningOf(partition)}=${meaningOf(offset)}`)
    .sort()
    .join('\n');
}

function changedSource({ target: { name, props, checked } }: ConnectorChanges): ChangedSource {
  if (checked === undefined) return { name, props: undefined, unresolved: [] };
  return { name, props, unresolved: [...checked.failed] };
}
