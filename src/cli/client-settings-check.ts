/** Owns the check of the settings of Kafka clients: unknown names, and values that cannot be honoured. */
import { asError, ConfigError } from '../errors';
import { translateClientProperties, unknownClientKey, type ClientKind } from '../kafka/client-config';
import type { ClientProperties } from '../kafka/clients';
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
export function checkClientValues(
  { kind, severity = 'error' }: { readonly kind: ClientKind; readonly severity?: Severity },
  properties: ClientProperties,
  places: readonly SettingPlace[],
): void {
  try {
    translateClientProperties(kind, properties);
  } catch (thrown) {
    const error = asError(thrown);
    const findings = error instanceof ConfigError ? error.findings : [];
    for (const { key, reason } of findings) complainWhereItStands({ name: key, message: reason, severity }, places);
    if (findings.length === 0) {
      complainWhereItStands({ name: 'bootstrap.servers', message: error.message, severity }, places);
    }
  }
}

function complainWhereItStands(
  { name, message, severity }: { name: string; message: string; severity: Severity },
  places: readonly SettingPlace[],
): void {
  const place = givenPlace(places, name) ?? places[places.length - 1];
  const key = (place?.prefix ?? '') + name;
  if (place?.findings.hasError(key) === false) place.findings.add({ kind: 'invalid-value', key, message, severity });
}
