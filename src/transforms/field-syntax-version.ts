/** Owns which notation a field path is written in (KIP-821). */
import { caseInsensitiveValidString } from '../config/validators';

/** V1: the text is the name of a field. V2: dots separate steps, backticks keep them together. */
export type FieldSyntaxVersion = 'V1' | 'V2';

/** The setting, for the definition of a transform. */
export const FIELD_SYNTAX_VERSION = {
  name: 'field.syntax.version',
  type: 'STRING',
  default: 'V1',
  validator: caseInsensitiveValidString('V1', 'V2'),
  importance: 'HIGH',
  doc: 'Notation of the field: V1 takes it as one name, V2 as a path with dots; backticks protect dots in names.',
} as const;

/** The version that a checked setting names. */
export function fieldSyntaxVersion(setting: string): FieldSyntaxVersion {
  return setting.toUpperCase() === 'V2' ? 'V2' : 'V1';
}
