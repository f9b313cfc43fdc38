/** Owns where a setting of a Kafka client stands: below a prefix in the file of the connector or of the worker, or without one. */
import type { ClientKind } from '../kafka/client-config';
import type { FileFindings } from './findings';

/** A file and the prefix below which settings of a client stand in it. */
export interface SettingPlace {
  readonly findings: FileFindings;
  readonly prefix: string;
}

/** Where settings of a client of a connector may stand; the first that is there is taken. */
export function connectorClientPlaces(
  kind: ClientKind,
  { findings, workerFindings }: { readonly findings: FileFindings; readonly workerFindings: FileFindings },
): readonly SettingPlace[] {
  return [
    { findings, prefix: `${kind}.override.` },
    { findings: workerFindings, prefix: `${kind}.` },
    { findings: workerFindings, prefix: '' },
  ];
}

/** The place where the setting is given; undefined where it is not. */
export function givenPlace(places: readonly SettingPlace[], name: string): SettingPlace | undefined {
  return places.find(({ findings, prefix }) => Object.hasOwn(findings.file.props, prefix + name));
}
