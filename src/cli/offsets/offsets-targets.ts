/** Owns which connectors the arguments of `offsets` mean: files, names, or all that there are. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import type { Props } from '../../api/plugin';
import { ConnectorStartError, UsageError } from '../../errors';
import { sinkGroupId } from '../../runtime/client-properties';
import type { CheckedConnector } from '../connector-check';
import { readNamelessConnectorFile } from '../connector-file';
import { findingLine } from '../findings-text';
import type { Finding } from '../findings';
import { STANDARD_INPUT } from '../properties-file';
import type { CheckedPipeline } from '../settings-check';

/** A connector whose offsets are meant. */
export interface OffsetsTarget {
  readonly name: string;
  /** Undefined: only its name is given, or its class is not known here. */
  readonly type: 'source' | 'sink' | undefined;
  /** The consumer group that it has if it is a sink. */
  readonly group: string;
  /** Settings with placeholders resolved; the name alone where no file describes it. */
  readonly props: Props;
  /** Undefined: only its name is given. */
  readonly checked: CheckedConnector | undefined;
}

/** Arguments, told apart. */
export interface TargetArguments {
  readonly files: readonly string[];
  readonly names: readonly string[];
}

const SETTINGS_FILES: ReadonlySet<string> = new Set(['.properties', '.json', '.ini']);

/** An argument is a file if it is called like one, or describes a connector; else it is a name. */
export async function splitArguments(given: readonly string[]): Promise<TargetArguments> {
  const files: string[] = [];
  const names: string[] = [];
  for (const argument of given) ((await isConnectorFile(argument)) ? files : names).push(argument);
  return { files, names };
}

async function isConnectorFile(argument: string): Promise<boolean> {
  if (argument === STANDARD_INPUT || SETTINGS_FILES.has(extname(argument).toLowerCase())) return true;
  if (statSync(argument, { throwIfNoEntry: false })?.isFile() !== true) return false;
  try {
    return Object.hasOwn((await readNamelessConnectorFile(argument)).props, 'connector.class');
  } catch (error) {
    // A connector may be called like a file that has nothing to do with it.
    if (error instanceof ConnectorStartError) return false;
    throw error;
  }
}

/** What the selection goes by. */
export interface SelectionOptions extends TargetArguments {
  readonly pipeline: CheckedPipeline;
  readonly findings: readonly Finding[];
}

/**
 * Without names all connectors of the files. With names those; connectors whose files are arguments themselves stay, unless a name
 * picks among them. Throws ConnectorStartError for connectors without a name or with the same, UsageError for a name given twice.
 */
export function selectTargets({ files, names, pipeline, findings }: SelectionOptions): OffsetsTarget[] {
  const broken = findings.filter(
    ({ part, key, severity }) => part === 'connector' && key === 'name' && isError(severity),
  );
  if (broken.length > 0) throw new ConnectorStartError(broken.map(findingLine).join('\n'));
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`The connector ${twice} is named twice`);
  const described = pipeline.connectors.map((connector) => targetOf(connector, pipeline));
  if (names.length === 0) return described;
  const isArgument = (target: OffsetsTarget) => files.includes(target.checked?.file.path ?? '');
  const isPicking = described.some((target) => isArgument(target) && names.includes(target.name));
  const kept = described.filter((target) => names.includes(target.name) || (!isPicking && isArgument(target)));
  const unknown = names.filter((name) => !kept.some((target) => target.name === name));
  return [...kept, ...unknown.map((name) => namedTarget(name, pipeline.worker.props))];
}

/** A connector of which only the name is known. */
export function namedTarget(name: string, worker: Props): OffsetsTarget {
  return { name, type: undefined, group: sinkGroupId(worker, { name }), props: { name }, checked: undefined };
}

function targetOf(checked: CheckedConnector, { worker }: CheckedPipeline): OffsetsTarget {
  const { file, isClassKnown, type } = checked;
  if (file.name === undefined) {
    throw new ConnectorStartError(`${file.path}: the setting name is missing: every connector needs a name`);
  }
  const props = { ...checked.props, name: file.name };
  return {
    name: file.name,
    type: isClassKnown ? type : undefined,
    group: sinkGroupId(worker.props, props),
    props,
    checked,
  };
}

function isError(severity: Finding['severity']): boolean {
  return severity === 'error';
}
