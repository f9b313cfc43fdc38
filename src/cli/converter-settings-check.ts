/** Owns the check for settings of a converter that it does not have. */
import type { PluginKind, Props } from '../api/plugin';
import { unusedKeys } from '../config/unused-keys';
import { asError } from '../errors';
import type { Plugins } from '../runtime/plugins';
import { withoutPrefix } from '../runtime/prefixed-config';
import type { FileFindings } from './findings';

/** A converter that a worker names. */
export interface NamedConverterSetting {
  /** Such as `value.converter`. */
  readonly key: string;
  readonly kind: Extract<PluginKind, 'converter' | 'header_converter'>;
  /** Placeholders replaced. */
  readonly props: Props;
  readonly plugins: Plugins;
  readonly folders: readonly string[];
}

/** Complains of settings below the converter's name that it does not define. One that cannot be loaded is no news here. */
export async function checkConverterKeys(findings: FileFindings, setting: NamedConverterSetting): Promise<void> {
  const { key, kind, props, plugins, folders } = setting;
  const reference = (props[key] ?? '').trim();
  const descriptor = await plugins.load(kind, reference, folders).catch(asError);
  if (descriptor instanceof Error) return;
  const definition = descriptor.create().config?.();
  if (definition === undefined) return;
  for (const unused of unusedKeys(definition, withoutPrefix(props, `${key}.`), ['plugin.version'])) {
    findings.add({
      kind: 'unknown-key',
      severity: 'warning',
      key: `${key}.${unused.key}`,
      message: `${reference} has no such setting`,
      nearest: unused.nearest === undefined ? undefined : `${key}.${unused.nearest}`,
    });
  }
}
