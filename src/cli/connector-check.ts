/** Owns the check of a connector's settings, up to the point where it would be started. */
import { dirname, resolve } from 'node:path';
import { ConfigTransformer } from '../config/config-transformer';
import { javaTrim } from '../config/config-types';
import { asError, ConfigError, type ConfigFinding } from '../errors';
import type { ClientKind } from '../kafka/client-config';
import { clientProperties } from '../runtime/client-properties';
import { ConnectorConfigValidator, type Examination } from '../runtime/connector-config-validator';
import { exactlyOnceOffer } from '../runtime/offset-storage-config';
import { CONVERTERS } from '../runtime/connector-config-hints';
import { createNamedConverter } from '../runtime/converter-factory';
import { aliasesOf } from '../runtime/enrichable-plugin';
import { topicCreationProblems, usesTopicCreation } from '../runtime/source-connector-config';
import { createTransformationChain } from '../runtime/transformation-chain';
import { connectorClientPlaces } from './client-setting-places';
import { checkClientNames, checkClientValues } from './client-settings-check';
import type { NamelessConnectorFile } from './connector-file';
import type { FileFindings } from './findings';
import { resolveSettings, type Resolution, type ResolvedSettings } from './settings-resolution';
import type { CheckedWorker } from './worker-check';

/** What the check of a connector goes by. */
export interface ConnectorCheckOptions {
  readonly worker: CheckedWorker;
  /** Where what the worker's file says is complained of. */
  readonly workerFindings: FileFindings;
  readonly secrets: Resolution['secrets'];
}

/** A connector whose settings were looked at. */
export interface CheckedConnector extends ResolvedSettings {
  readonly file: NamelessConnectorFile;
  readonly folder: string;
  readonly type: 'source' | 'sink';
  readonly isClassKnown: boolean;
}

/** Checks the settings of a connector. Rejects with nothing that a user can get wrong. */
export async function checkConnector(
  findings: FileFindings,
  file: NamelessConnectorFile,
  options: ConnectorCheckOptions,
): Promise<CheckedConnector> {
  const { worker, secrets } = options;
  const folder = dirname(resolve(file.path));
  const settings = await resolveSettings(findings, { providers: worker.providers, secrets });
  const examination = await examine({ findings, settings, folder }, options);
  const { type = 'source', isClassKnown = false } = examination ?? {};
  const checked: CheckedConnector = { ...settings, file, folder, type, isClassKnown };
  if (examination !== undefined) reportExamination(findings, settings, examination);
  await checkConverters(findings, checked, worker);
  await checkTransforms(findings, checked, worker);
  if (type === 'source') checkTopicCreation(findings, checked);
  await checkClients(findings, checked, options);
  return checked;
}

interface Subject {
  readonly findings: FileFindings;
  readonly settings: ResolvedSettings;
  readonly folder: string;
}

async function examine(
  { findings, settings, folder }: Subject,
  { worker, secrets }: ConnectorCheckOptions,
): Promise<Examination | undefined> {
  const validator = new ConnectorConfigValidator({
    plugins: worker.plugins,
    transformer: new ConfigTransformer(worker.providers, secrets),
    overridePolicy: worker.overridePolicy,
    worker: worker.props,
    ...(worker.config === undefined ? {} : { exactlyOnce: exactlyOnceOffer(worker.config) }),
  });
  try {
    return await validator.examine(settings.raw, folder);
  } catch (thrown) {
    const key = 'connector.class';
    findings.add({ kind: 'connector', key, message: `its validation failed: ${asError(thrown).message}` });
    return undefined;
  }
}

function reportExamination(findings: FileFindings, { failed }: ResolvedSettings, examination: Examination): void {
  const definitions = new Map(examination.infos.all().map(({ definition, value }) => [value.name, definition]));
  for (const finding of withoutRepetition(examination.findings)) {
    // What could not be parsed is null to the validator that comes after.
    const isEcho = isOfNothing(findings, finding) && findings.hasError(finding.key);
    if (failed.has(finding.key) || isEcho) continue;
    findings.addFinding(finding, definitions.get(finding.key)?.doc);
  }
  for (const { key, nearest, message } of examination.unused) {
    // Without the class nobody knows its own settings; a slip in a name that every connector has is one all the same.
    if (!examination.isClassKnown && nearest === undefined) continue;
    if (isOfBrokenPlugin(findings, key)) continue;
    const isSilent = /has no effect/.test(message);
    findings.add({
      kind: isSilent ? 'no-effect' : 'unknown-key',
      severity: 'warning',
      key,
      message: message.startsWith(`${key} `) ? message.slice(key.length + 1) : message,
      nearest,
    });
  }
}

/** What comes after a setting that is missing or that could not be parsed. */
function isOfNothing({ file }: FileFindings, { key, reason }: ConfigFinding): boolean {
  return reason.startsWith('Invalid value null') || !Object.hasOwn(file.props, key);
}

/** That one of `topics` and `topics.regex` is missing is said of both: where neither is there, once is enough. */
function withoutRepetition(findings: readonly ConfigFinding[]): ConfigFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ reason, value }) => {
    const isNew = value !== undefined || !seen.has(reason);
    seen.add(reason);
    return isNew;
  });
}

function isOfBrokenPlugin(findings: FileFindings, key: string): boolean {
  const plugin = /^(?:transforms|predicates)\.[^.]+\./.exec(key)?.[0];
  return plugin !== undefined && findings.hasError(`${plugin}type`);
}

async function checkConverters(
  findings: FileFindings,
  { props, folder }: CheckedConnector,
  worker: CheckedWorker,
): Promise<void> {
  for (const [key] of CONVERTERS) {
    // The worker's own converters are looked at with the worker.
    if (javaTrim(props[key] ?? '') === '' || findings.hasError(key)) continue;
    const sources = { connector: props, worker: worker.props, folders: [folder] };
    await attempt(findings, { key, prefix: `${key}.` }, () => createNamedConverter(worker.plugins, key, sources));
  }
}

async function checkTransforms(
  findings: FileFindings,
  { props, folder }: CheckedConnector,
  { plugins }: CheckedWorker,
): Promise<void> {
  for (const alias of aliasesOf(props['transforms'] ?? '')) {
    const prefix = `transforms.${alias}.`;
    const key = `${prefix}type`;
    if (findings.hasError(key)) continue;
    await attempt(findings, { key, prefix }, async () => {
      const chain = await createTransformationChain(plugins, { ...props, transforms: alias }, [folder]);
      await chain.close();
    });
  }
}

/** Carries out a step of the run. What it throws belongs to the settings that it names, or else to `key`. */
async function attempt(
  findings: FileFindings,
  { key, prefix }: { readonly key: string; readonly prefix: string },
  step: () => Promise<unknown>,
): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    const error = asError(thrown);
    const own = error instanceof ConfigError ? error.findings : [];
    const { props } = findings.file;
    const placed = own.map(({ key: name, reason }) => ({ key: name in props ? name : prefix + name, reason }));
    for (const finding of placed) if (!findings.hasError(finding.key)) findings.addFinding(finding);
    if (own.length > 0 || findings.hasErrorBelow(prefix)) return;
    const about = /^(?:transforms|predicates)\.\S+/.exec(error.message)?.[0] ?? key;
    findings.addFinding({ key: about in props ? about : key, reason: error.message });
  }
}

function checkTopicCreation(findings: FileFindings, { props }: CheckedConnector): void {
  for (const finding of topicCreationProblems(props)) {
    if (!findings.hasError(finding.key)) findings.addFinding(finding);
  }
}

async function checkClients(
  findings: FileFindings,
  { type, props }: CheckedConnector,
  { worker, workerFindings }: ConnectorCheckOptions,
): Promise<void> {
  for (const kind of usedClients({ type, props })) {
    const properties = clientProperties(kind, { worker: worker.props, connector: props, own: {} });
    await checkClientValues({ kind }, properties, connectorClientPlaces(kind, { findings, workerFindings }));
  }
  for (const kind of ['producer', 'consumer', 'admin'] as const) checkClientNames(findings, kind, `${kind}.override.`);
}

/** The Kafka clients that the tasks of a connector make. */
export function usedClients({ type, props }: Pick<CheckedConnector, 'type' | 'props'>): ClientKind[] {
  if (type === 'source') return usesTopicCreation(props) ? ['producer', 'admin'] : ['producer'];
  const hasDeadLetterQueue = (props['errors.deadletterqueue.topic.name'] ?? '').trim() !== '';
  return hasDeadLetterQueue ? ['consumer', 'producer', 'admin'] : ['consumer'];
}
