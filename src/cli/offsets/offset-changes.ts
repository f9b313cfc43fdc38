/** Owns what a command is going to change: each partition before and after. */
import type { ConnectorOffsetList, KnownTarget } from './offsets-session';
import type { WantedOffset } from './source-offsets';
import { meaningOf, type OffsetObject, type StoredOffset } from './stored-offset';

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
  /** All that was there when the changes were worked out. */
  readonly known: readonly StoredOffset[];
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
    ...{ target, where, known: offsets },
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
