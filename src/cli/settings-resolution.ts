/** Owns looking up the placeholders of one file, so that each that cannot be is named with its setting. */
import type { ConfigProvider } from '../api/config-provider';
import type { Props } from '../api/plugin';
import { ConfigTransformer, hasPlaceholder, type UnresolvedPlaceholder } from '../config/config-transformer';
import type { Secrets } from '../config/secrets';
import { asError } from '../errors';
import type { FileFindings } from './findings';

/** How placeholders are looked up. */
export interface Resolution {
  readonly providers: ReadonlyMap<string, ConfigProvider>;
  readonly secrets: Secrets;
}

/** The settings of a file. */
export interface ResolvedSettings {
  /** Placeholders replaced. */
  readonly props: Props;
  /** As written, without those whose placeholders a provider refuses to look up. */
  readonly raw: Props;
  /** Settings about which it is said already that they cannot be looked up. */
  readonly failed: ReadonlySet<string>;
}

/** Replaces placeholders, and complains of those that stay. What no provider is named for may be meant as text: a warning. */
export async function resolveSettings(
  findings: FileFindings,
  { providers, secrets }: Resolution,
): Promise<ResolvedSettings> {
  const transformer = new ConfigTransformer(providers, secrets);
  const props: Record<string, string | null> = {};
  const raw: Record<string, string | null> = {};
  const failed = new Set<string>();
  for (const [key, value] of Object.entries(findings.file.props)) {
    try {
      const { data, unresolved } = hasPlaceholder(value)
        ? await transformer.transform({ [key]: value })
        : { data: { [key]: value }, unresolved: [] };
      props[key] = data[key] ?? null;
      raw[key] = value;
      if (unresolved.map((placeholder) => complain(findings, placeholder, providers)).includes(true)) failed.add(key);
    } catch (thrown) {
      failed.add(key);
      findings.add({ kind: 'undefined-variable', key, message: asError(thrown).message });
    }
  }
  return { props, raw, failed };
}

/** True when it is an error: a provider of that name was asked. */
function complain(
  findings: FileFindings,
  { key, placeholder, reason }: UnresolvedPlaceholder,
  providers: ReadonlyMap<string, ConfigProvider>,
): boolean {
  const [, provider = '', rest = ''] = /^\$\{([^:]*):(.*)\}$/s.exec(placeholder) ?? [];
  const isError = providers.has(provider);
  findings.add({
    kind: 'undefined-variable',
    key,
    severity: isError ? 'error' : 'warning',
    message: isError ? `${placeholder} is not defined: ${reason}` : `${placeholder} stays as text: ${reason}`,
    remedy: provider === 'env' ? `Set ${rest} in the environment, or in a file that --env-file names` : undefined,
  });
  return isError;
}
