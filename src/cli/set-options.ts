/** Owns settings that are given on the command line: whose they are, and what they win over. */
import { UsageError } from '../errors';
import type { NamelessConnectorFile } from './connector-file';
import { whereIs, type SettingsFile } from './properties-file';

/** The word by which places name such settings. */
export const SET_ORIGIN = '--set';

/** A setting of the command line and what stood there before. */
export interface AppliedSetting {
  /** `null`: the worker. */
  readonly connector: string | null;
  readonly key: string;
  readonly value: string;
  /** Place and value that it wins over; undefined where the setting was not given otherwise. */
  readonly over: { readonly place: string; readonly value: string | null } | undefined;
}

/** A worker and its connectors with the settings of the command line. */
export interface SetPipeline {
  readonly worker: SettingsFile;
  readonly connectors: readonly NamelessConnectorFile[];
  readonly applied: readonly AppliedSetting[];
}

interface Assignment {
  readonly key: string;
  readonly value: string;
}

/**
 * Puts `key=value` into the worker and `NAME.key=value` into the connector NAME; of several connectors whose names fit, the
 * one with the longest. Throws UsageError for what is no assignment.
 */
export function applySettings(
  assignments: readonly string[],
  pipeline: Pick<SetPipeline, 'worker' | 'connectors'>,
): SetPipeline {
  let { worker } = pipeline;
  const connectors = [...pipeline.connectors];
  const applied: AppliedSetting[] = [];
  for (const text of assignments) {
    const assignment = parse(text);
    const index = ownerOf(assignment.key, connectors);
    const owner = connectors[index];
    if (owner?.name === undefined) {
      applied.push(describe(worker, null, assignment));
      worker = withSetting(worker, assignment);
      continue;
    }
    const own = { ...assignment, key: assignment.key.slice(owner.name.length + 1) };
    applied.push(describe(owner, owner.name, own));
    const changed = withSetting(owner, own);
    connectors[index] = own.key === 'name' ? { ...changed, name: own.value } : changed;
  }
  return { worker, connectors, applied };
}

function parse(text: string): Assignment {
  const equals = text.indexOf('=');
  const key = text.slice(0, Math.max(equals, 0)).trim();
  if (key === '') throw new UsageError(`--set ${text}: write key=value, or NAME.key=value for the connector NAME`);
  return { key, value: text.slice(equals + 1) };
}

function ownerOf(key: string, connectors: readonly NamelessConnectorFile[]): number {
  let owner = -1;
  connectors.forEach(({ name }, index) => {
    if (name === undefined || !key.startsWith(`${name}.`) || key.length === name.length + 1) return;
    if (name.length > (connectors[owner]?.name?.length ?? -1)) owner = index;
  });
  return owner;
}

function describe(file: SettingsFile, connector: string | null, { key, value }: Assignment): AppliedSetting {
  const isGiven = Object.hasOwn(file.props, key);
  const over = isGiven ? { place: whereIs(file, key), value: file.props[key] ?? null } : undefined;
  return { connector, key, value, over };
}

function withSetting<F extends SettingsFile>(file: F, { key, value }: Assignment): F {
  const origins = new Map(file.origins).set(key, SET_ORIGIN);
  return { ...file, props: { ...file.props, [key]: value }, origins };
}
