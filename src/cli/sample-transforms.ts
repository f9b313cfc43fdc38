/** Owns the way of a sample through the transforms of its connector. */
import type { ConnectRecord } from '../api/connect-record';
import { asError } from '../errors';
import type { TransformationChain } from '../runtime/transformation-chain';
import type { CheckedConnector } from './connector-check';
import type { FileFindings } from './findings';

/** Whose transforms they are, and where what goes wrong is complained of. */
export interface SampleOwner {
  readonly connector: CheckedConnector;
  readonly findings: FileFindings;
}

/** Null: dropped; undefined: a transform has failed, which is a finding. `what` begins the sentence: "The record 7 of t". */
export async function transformSample<R extends ConnectRecord>(
  record: R,
  chain: TransformationChain<R>,
  { owner: { connector, findings }, what }: { readonly owner: SampleOwner; readonly what: string },
): Promise<R | null | undefined> {
  let current: R | null = record;
  for (const [index, stage] of chain.stages.entries()) {
    if (current === null) return null;
    try {
      current = await stage.apply(current);
    } catch (thrown) {
      const alias = (connector.props['transforms'] ?? '').split(',').map((text) => text.trim())[index] ?? '';
      const message = `${what} cannot be transformed: ${asError(thrown).message}`;
      findings.add({ kind: 'record', key: `transforms.${alias}.type`, message });
      return undefined;
    }
  }
  return current;
}
