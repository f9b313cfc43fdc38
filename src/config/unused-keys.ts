/** Owns which of the given settings nobody has defined, and what may have been meant. */
import type { ConfigDef } from './config-def';
import type { ConfigProps } from './config-types';
import { nearestName } from './nearest-name';

/** A setting without a definition. */
export interface UnusedKey {
  readonly key: string;
  /** The defined name that differs by no more than a slip. */
  readonly nearest: string | undefined;
}

/**
 * The settings that the definition does not know, in their order. `families` are beginnings of names that others read,
 * such as `producer.`; a name that only misspells a family is not found.
 */
export function unusedKeys(def: ConfigDef, props: ConfigProps, families: readonly string[] = []): UnusedKey[] {
  const known = def.configKeys;
  return Object.keys(props)
    .filter((key) => !known.has(key) && !families.some((family) => key.startsWith(family)))
    .map((key) => ({ key, nearest: nearestName(key, known.keys()) }));
}

/** A sentence about such a setting, for a warning. */
export function describeUnusedKey({ key, nearest }: UnusedKey): string {
  const hint = nearest === undefined ? '' : `: did you mean ${nearest}?`;
  return `${key} is not a setting that anything here reads${hint}`;
}
