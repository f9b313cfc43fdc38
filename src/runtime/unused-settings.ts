/** Owns which settings of a connector nothing reads, and what is said about each. */
import { isStringList, parseConfigType } from '../config/config-types';
import { nearestName } from '../config/nearest-name';
import { describeUnusedKey, type UnusedKey } from '../config/unused-keys';
import type { RawConfig } from '../storage/config-backing-store';
import { CONVERTERS } from './connector-config-hints';

/** A setting that nothing reads, and a sentence about it. */
export interface UnusedSetting extends UnusedKey {
  readonly message: string;
}

/** Settings of Kafka clients; client-config says which of them it does not know. */
const OVERRIDE = /^(?:producer|consumer|admin)\.override\./;

/**
 * The settings that nothing reads, given the names that are defined. A setting of a converter that the connector does not name is the classic
 * surprise: the worker's settings count then.
 */
export function describeUnused(config: RawConfig, defined: Iterable<string>): UnusedSetting[] {
  const known = new Set(defined);
  const unused = Object.keys(config).filter((key) => !known.has(key) && !isReadElsewhere(key, config));
  return unused.map((key) => {
    const alias = unnamedAlias(key, config);
    if (alias !== undefined) return { key, nearest: undefined, message: `${key} has no effect: ${alias}` };
    const nearest = nearestName(key, known);
    const converter = CONVERTERS.map(([name]) => name).find((name) => key.startsWith(`${name}.`));
    if (converter === undefined) return { key, nearest, message: describeUnusedKey({ key, nearest }) };
    if (Object.hasOwn(config, converter)) {
      return { key, nearest, message: `${key} is not a setting of ${String(config[converter])}` };
    }
    const message = `${key} has no effect: the connector does not name ${converter}, so the worker's converter and its settings are used`;
    return { key, nearest: undefined, message };
  });
}

/** Why a setting of a transform or predicate is not read: its alias is not in the list. */
function unnamedAlias(key: string, config: RawConfig): string | undefined {
  const { list = '', alias = '' } = /^(?<list>transforms|predicates)\.(?<alias>[^.]+)\./.exec(key)?.groups ?? {};
  if (list === '' || listOf(config, list).includes(alias)) return undefined;
  return `${list} does not name ${alias}`;
}

/** Settings that are read without a definition here: those of clients, of topics to create, and of licences. */
function isReadElsewhere(key: string, config: RawConfig): boolean {
  if (OVERRIDE.test(key) || key.startsWith('confluent.')) return true;
  const group = /^topic\.creation\.(?<group>[^.]+)\../.exec(key)?.groups?.['group'];
  if (group === undefined) return false;
  return group === 'default' || listOf(config, 'topic.creation.groups').includes(group);
}

function listOf(config: RawConfig, key: string): readonly string[] {
  const list = parseConfigType(key, config[key] ?? '', 'LIST');
  return list !== null && isStringList(list) ? list : [];
}
