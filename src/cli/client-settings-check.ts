/** Owns the check of the settings of Kafka clients: unknown names, and values that cannot be honoured. */
import { asError, ConfigError } from '../errors';
import { translateClientProperties, unknownClientKey, type ClientKind } from '../kafka/client-config';
import type { ClientProperties } from '../kafka/clients';
import { tryClient } from '../kafka/trial-client';
import { givenPlace, type SettingPlace } from './client-setting-places';
import type { FileFindings, Severity } from './findings';

/** Complains of settings below a prefix that no client knows. */
export function checkClientNames(findings: FileFindings, kind: ClientKind, prefix: string): void {
  for (const key of Object.keys(findings.file.props)) {
    // The listeners for administration are no settings of a client.
    if (!key.startsWith(prefix) || /^admin\.listeners(?:\.|$)/.test(key)) continue;
    checkName(findings, kind, { key, name: key.slice(prefix.length) });
  }
}

function checkName(findings: FileFindings, kind: ClientKind, { key, name }: { key: string; name: string }): void {
  const unknown = unknownClientKey(kind, name);
  if (unknown === undefined) return;
  const nearest = unknown.nearest === undefined ? undefined : key.slice(0, -name.length) + unknown.nearest;
  findings.add({
    kind: 'unknown-key',
    severity: 'warning',
    key,
    message: 'no Kafka client knows this setting',
    nearest,
  });
}

/**
 * Complains of values that a client would refuse. `places`: under which names, in which files, a property of the client may
 * stand; the first that is there is taken.
 */
export async function checkClientValues(
  { kind, severity = 'error' }: { readonly kind: ClientKind; readonly severity?: Severity },
  properties: ClientProperties,
  places: readonly SettingPlace[],
): Promise<void> {
  try {
    const { global, topic, needsTrial } = translateClientProperties(kind, properties);
    if (needsTrial) await tryClient(global, topic);
  } catch (thrown) {
    const error = asError(thrown);
    const findings = error instanceof ConfigError ? error.findings : [];
    for (const { key, reason } of findings) complainWhereItStands({ name: key, message: reason, severity }, places);
    if (findings.length > 0) return;
    const name = blamed(error.message, Object.keys(properties));
    complainWhereItStands({ name, message: error.message, severity }, places);
  }
}

/** The setting that a message of the client is about: the longest that it names, else what brought the client to look. */
function blamed(message: string, names: readonly string[]): string {
  const [named] = names.filter((name) => message.includes(name)).sort((a, b) => b.length - a.length);
  if (named !== undefined) return named;
  return names.includes('security.protocol') ? 'security.protocol' : 'bootstrap.servers';
}

function complainWhereItStands(
  { name, message, severity }: { name: string; message: string; severity: Severity },
  places: readonly SettingPlace[],
): void {
  const place = givenPlace(places, name) ?? places[places.length - 1];
  const key = (place?.prefix ?? '') + name;
  if (place?.findings.hasError(key) === false) place.findings.add({ kind: 'invalid-value', key, message, severity });
}
