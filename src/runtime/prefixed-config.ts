/** Owns validating settings that stand under a prefix, as those of a converter do. */
import type { ConfigDef, ConfigKey, ConfigValue } from '../config/config-def';
import type { ConfigProps } from '../config/config-types';

/** The settings below a prefix, without it. */
export function withoutPrefix(props: ConfigProps, prefix: string): Record<string, string | null> {
  const own = Object.entries(props).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
}

/**
 * A report on the settings of a converter: definitions and values under their full names, groups and messages as the
 * converter has them. `extra` are settings that the runtime adds, such as `converter.type`.
 */
export function validatePrefixed(
  def: ConfigDef,
  props: ConfigProps,
  { prefix, extra = {} }: { readonly prefix: string; readonly extra?: ConfigProps },
): { readonly keys: ConfigKey[]; readonly values: ConfigValue[] } {
  const values = def.validate({ ...withoutPrefix(props, prefix), ...extra });
  return {
    keys: [...def.configKeys.values()].map((key) => ({ ...key, name: prefix + key.name })),
    values: values.map((value) => ({ ...value, name: prefix + value.name })),
  };
}
