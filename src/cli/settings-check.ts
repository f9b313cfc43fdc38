/** Owns the check that a run and `check` have in common: the settings of the worker and all connectors, without network. */
import { dirname, resolve } from 'node:path';
import type { Secrets } from '../config/secrets';
import type { ClientKind } from '../kafka/client-config';
import type { Logger } from '../logger';
import { clientProperties } from '../runtime/client-properties';
import { checkClientValues } from './client-settings-check';
import { checkConnector, usedClients, type CheckedConnector } from './connector-check';
import type { NamelessConnectorFile } from './connector-file';
import { FileFindings, type Findings } from './findings';
import { whereIs } from './properties-file';
import type { SetPipeline } from './set-options';
import { checkWorker, type CheckedWorker } from './worker-check';

/** What the check goes by. */
export interface SettingsCheckOptions {
  readonly secrets: Secrets;
  /** False for `--no-rest`: settings of listeners do not matter then. */
  readonly servesRest: boolean;
  readonly log: Logger;
}

/** A worker and connectors whose settings were looked at. */
export interface CheckedPipeline {
  readonly worker: CheckedWorker;
  readonly workerFindings: FileFindings;
  readonly connectors: readonly (CheckedConnector & { readonly findings: FileFindings })[];
}

/** Adds all that is wrong with the settings to the findings. Rejects with nothing that a user can get wrong. */
export async function checkSettings(
  findings: Findings,
  { worker: file, connectors: files }: Pick<SetPipeline, 'worker' | 'connectors'>,
  options: SettingsCheckOptions,
): Promise<CheckedPipeline> {
  const folders = [...files, file].map(({ path }) => dirname(resolve(path)));
  const workerFindings = new FileFindings(findings, file);
  checkRepeats(workerFindings);
  const worker = await checkWorker(workerFindings, { ...options, folders: [...new Set(folders)] });
  const connectors: (CheckedConnector & { findings: FileFindings })[] = [];
  for (const connector of files) {
    const own = new FileFindings(findings, connector, connector.name ?? null);
    checkRepeats(own);
    checkName(own, connector, files);
    const checked = await checkConnector(own, connector, { worker, workerFindings, secrets: options.secrets });
    connectors.push({ ...checked, findings: own });
  }
  await checkIdleClients(workerFindings, worker, new Set(connectors.flatMap(usedClients)));
  return { worker, workerFindings, connectors };
}

/** As in Java the last one counts, which is seldom what is meant. */
function checkRepeats(findings: FileFindings): void {
  for (const { key, line } of findings.file.overridden ?? []) {
    const message = `is given on line ${line} as well, which does not count: of several the last one does`;
    findings.add({ kind: 'no-effect', severity: 'warning', key, message, remedy: 'Remove one of the two lines' });
  }
}

/** Settings of clients that nobody makes keep nothing from running. */
async function checkIdleClients(
  findings: FileFindings,
  worker: CheckedWorker,
  used: ReadonlySet<ClientKind>,
): Promise<void> {
  for (const kind of ['producer', 'consumer', 'admin'] as const) {
    if (used.has(kind)) continue;
    const properties = clientProperties(kind, { worker: worker.props, connector: {}, own: {} });
    await checkClientValues({ kind, severity: 'warning' }, properties, [
      { findings, prefix: `${kind}.` },
      { findings, prefix: '' },
    ]);
  }
}

function checkName(findings: FileFindings, file: NamelessConnectorFile, files: readonly NamelessConnectorFile[]): void {
  const first = files.find(({ name }) => name !== undefined && name === file.name);
  if (first === undefined || first === file) return;
  findings.add({
    kind: 'duplicate-name',
    key: 'name',
    message: `Connector ${String(file.name)} already exists: ${whereIs(first, 'name')} has the same name`,
    remedy: 'Give each connector a name of its own',
  });
}
