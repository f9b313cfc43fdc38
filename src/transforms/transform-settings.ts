/** Owns definitions and checks of settings that several transforms share. */
import type { ConfigData } from '../config/config-def';
import { invalidValue, isStringList } from '../config/config-types';
import { lambdaValidator, type Validator } from '../config/validators';

/** `replace.null.with.default`: what copying a field that is null does. */
export const REPLACE_NULL_WITH_DEFAULT = {
  name: 'replace.null.with.default',
  type: 'BOOLEAN',
  default: true,
  importance: 'MEDIUM',
  doc: 'Give a field that is null its default value, if its schema has one, when fields are copied.',
} as const;

/** A list with at least one element; the same one may occur twice. */
export function nonEmptyList(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (value === null || !isStringList(value) || value.length === 0) throw invalidValue(key, value, 'Empty list');
  };
  return lambdaValidator(ensureValid, () => 'non-empty list');
}
