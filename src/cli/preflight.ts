/** Owns what a run does before anything is started: the checks that need no network, all findings at once. */
import type { Secrets } from '../config/secrets';
import { ConnectorStartError, WorkerStartError } from '../errors';
import type { Logger } from '../logger';
import type { NamelessConnectorFile } from './connector-file';
import { Findings, type Finding } from './findings';
import { findingLine } from './findings-text';
import type { SettingsFile } from './properties-file';
import { checkSettings, type CheckedPipeline } from './settings-check';

/** What is to be run. */
export interface PreflightOptions {
  readonly secrets: Secrets;
  readonly servesRest: boolean;
  readonly log: Logger;
}

/**
 * Checks the settings of worker and connectors. Rejects with WorkerStartError when something is wrong with the worker's, else
 * with ConnectorStartError when something is wrong with a connector's: either names every finding. Logs what nothing reads in
 * the worker's file; of connectors the herder does so.
 */
export async function preflight(
  pipeline: { readonly worker: SettingsFile; readonly connectors: readonly NamelessConnectorFile[] },
  options: PreflightOptions,
): Promise<CheckedPipeline> {
  const findings = new Findings();
  const checked = await checkSettings(findings, pipeline, options);
  const errors = findings.errors();
  const text = errors.map(findingLine).join('\n');
  if (errors.some(({ part }) => part === 'worker')) throw new WorkerStartError(text);
  if (errors.length > 0) throw new ConnectorStartError(text);
  for (const finding of findings.all().filter(isWorkerNews)) options.log.warn(findingLine(finding));
  return checked;
}

/** What nothing reads. Clients say themselves what they do not know, and placeholders are told of where they are replaced. */
function isWorkerNews({ part, kind, key }: Finding): boolean {
  const isOfClient = /^(?:producer|consumer|admin)\./.test(key ?? '');
  return part === 'worker' && kind === 'unknown-key' && !isOfClient;
}
