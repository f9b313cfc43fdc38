/** Owns which connectors of this pipeline the connectors of an export are. */
import { UsageError } from '../../errors';
import type { ExportedConnector } from './offsets-export';
import type { ConnectorOffsetList, KnownTarget, OffsetsSession } from './offsets-session';
import { namedTarget } from './offsets-targets';

/** A connector of an export and what it is here. */
export interface ExportedTarget {
  readonly exported: ExportedConnector;
  readonly target: KnownTarget;
}

/**
 * Each with its target: as the files describe it, else as the export does. With `isNarrowed` only those that are among the targets
 * of the session. Throws UsageError for a target that the export does not have, and for a source that is a sink here.
 */
export function exportedTargets(
  session: OffsetsSession,
  exports: readonly ExportedConnector[],
  { isNarrowed }: { readonly isNarrowed: boolean },
): ExportedTarget[] {
  const described = session.named;
  const missing = described.filter(({ name }) => !exports.some(({ connector }) => connector === name));
  if (isNarrowed && missing.length > 0) {
    throw new UsageError(`The export has nothing of ${missing.map(({ name }) => name).join(', ')}`);
  }
  const complaints: string[] = [];
  const found = exports.flatMap((exported): ExportedTarget[] => {
    const known = described.find(({ name }) => name === exported.connector);
    if (known === undefined && isNarrowed) return [];
    if (known?.type !== undefined && known.type !== exported.type) {
      complaints.push(`${known.name} is a ${known.type}, but a ${exported.type} in the export`);
    }
    return [
      {
        exported,
        target: { ...(known ?? namedTarget(exported.connector, session.workerProps)), ...kindOf(exported, known) },
      },
    ];
  });
  if (complaints.length > 0) throw new UsageError(complaints.join('\n'));
  return found;
}

/** Only a file knows of another group than the export. */
function kindOf(
  { type, group }: ExportedConnector,
  known: OffsetsSession['named'][number] | undefined,
): Pick<KnownTarget, 'type'> & Partial<Pick<KnownTarget, 'group'>> {
  return group === undefined || known?.checked !== undefined ? { type } : { type, group };
}

/** The offsets of an export as if they were there. */
export function exportedList({ exported, target }: ExportedTarget, where: string): ConnectorOffsetList {
  const offsets = exported.offsets.flatMap(({ partition, offset }) => (offset === null ? [] : [{ partition, offset }]));
  return { target, where, offsets };
}
