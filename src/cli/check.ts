/** Owns the sub-command `check`: everything that can be wrong with a pipeline, said before it runs. */
import type { Secrets } from '../config/secrets';
import { createLogger, type Logger } from '../logger';
import type { KafkaClients } from '../kafka/clients';
import { RdkafkaClients } from '../kafka/rdkafka-clients';
import type { OnCorrupt } from '../storage/file-offset-backing-store';
import { checkCluster } from './cluster-check';
import { checkConnectorStart } from './connector-start-check';
import { loadEnvironment } from './environment';
import { EXIT_CODES } from './exit-code';
import { Findings, type Finding } from './findings';
import { checkListeners } from './listener-check';
import { checkOffsetFile } from './offset-file-check';
import { readPipeline } from './pipeline-input';
import { takeSamples } from './sample-records';
import { checkSettings, type CheckedPipeline } from './settings-check';
import { reportText, type CheckReport } from './check-report';
import { hideSecret } from './winning-values';
import type { ShownSample } from './shown-sample';
import { takeSourceSamples } from './source-sample-records';

/** Options of the sub-command. */
export interface CheckOptions {
  readonly set?: readonly string[];
  readonly envFile?: string;
  /** False for `--no-rest`. */
  readonly rest: boolean;
  readonly onCorruptOffsets: OnCorrupt;
  readonly strict?: boolean;
  readonly offline?: boolean;
  readonly sample?: boolean;
  readonly json?: boolean;
  readonly secrets: Secrets;
  /** Makes clients when the network is looked at. */
  readonly clients?: KafkaClients;
}

/** Carries out the sub-command and gives the exit code: 0, or 78 where there is an error. Writes to standard output. */
export async function check(worker: string, connectors: readonly string[], options: CheckOptions): Promise<number> {
  const report = await examine(worker, connectors, options);
  const text = options.json === true ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, connectors.length);
  process.stdout.write(options.secrets.redact(text));
  return report.ok ? EXIT_CODES.DONE : EXIT_CODES.CHECK_REFUSED;
}

/** All that can be said of a pipeline. Rejects with UsageError for a wrong command line only. */
export async function examine(
  worker: string,
  connectors: readonly string[],
  options: CheckOptions,
): Promise<CheckReport> {
  const log = createLogger({ level: 'silent' });
  const findings = new Findings({ isStrict: options.strict === true });
  const variables = await loadEnvironment(options.envFile, log);
  const unreadable: string[] = [];
  const pipeline = await readPipeline({ worker, connectors, set: options.set }, (error, path, part) => {
    unreadable.push(path);
    findings.add(unreadableFile(error.message, path, part));
  });
  const samples: ShownSample[] = [];
  if (!unreadable.includes(worker)) {
    const servesRest = options.rest;
    const checked = await checkSettings(findings, pipeline, { secrets: options.secrets, servesRest, log });
    await checkOffsets(checked, options);
    if (options.offline !== true) samples.push(...(await checkOutside(checked, options, log)));
  }
  return reportOf(findings, { settings: pipeline.applied, variables, samples });
}

async function checkOffsets(
  { worker, workerFindings, connectors }: CheckedPipeline,
  options: CheckOptions,
): Promise<void> {
  const key = 'offset.storage.file.filename';
  const path = worker.props[key]?.trim();
  if (path === undefined || workerFindings.hasError(key)) return;
  const hasSources = connectors.some(({ type }) => type === 'source');
  await checkOffsetFile(workerFindings, { path, onCorrupt: options.onCorruptOffsets, hasSources });
}

async function checkOutside(checked: CheckedPipeline, options: CheckOptions, log: Logger): Promise<ShownSample[]> {
  const clients = options.clients ?? new RdkafkaClients();
  if (options.rest) await checkListeners(checked.workerFindings, checked.worker, log);
  const { isReached } = await checkCluster(checked, clients);
  for (const connector of checked.connectors) {
    if (!connector.isClassKnown || connector.findings.hasErrors()) continue;
    const { findings } = connector;
    await checkConnectorStart(findings, { connector, worker: checked.worker }, { secrets: options.secrets, log });
  }
  if (options.sample !== true) return [];
  const ofSources = await takeSourceSamples(checked, { clients, secrets: options.secrets, log });
  return [...ofSources, ...(isReached ? await takeSamples(checked, clients) : [])];
}

function reportOf(findings: Findings, rest: Pick<CheckReport, 'settings' | 'variables' | 'samples'>): CheckReport {
  const all = findings.all();
  const errors = findings.errors().length;
  const settings = rest.settings.map((setting) => hideSecret(setting));
  return { ok: errors === 0, errors, warnings: all.length - errors, findings: all, ...rest, settings };
}

/** The message begins with the file and, where one is to blame, the line. */
function unreadableFile(message: string, path: string, part: Finding['part']): Finding {
  const line = message.startsWith(`${path}:`)
    ? /^:(?<line>\d+): /.exec(message.slice(path.length))?.groups?.['line']
    : undefined;
  const start = message.startsWith(`${path}:`) ? path.length + (line === undefined ? 2 : line.length + 3) : 0;
  return {
    ...{ severity: 'error', kind: 'unreadable-file', part, connector: null, key: null, value: null },
    ...{ file: path, line: line === undefined ? null : Number(line) },
    ...{ message: message.slice(start), nearest: null, remedy: null },
  };
}
