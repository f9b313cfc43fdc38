/** Owns the sentences that say which of several values of a setting or variable counts. */
import { HIDDEN } from '../config/config-types';
import { isSecretName } from '../config/secrets';
import type { EnvironmentVariable } from './environment';
import type { AppliedSetting } from './set-options';

/** A setting of the command line, and what it wins over. */
export function appliedText({ connector, key, value, over }: AppliedSetting): string {
  const shown = (text: string | null) => (isSecretName(key) ? HIDDEN : String(text));
  const whose = connector === null ? 'worker' : `connector ${connector}`;
  const instead = over === undefined ? 'which was not set' : `over ${over.place}: ${shown(over.value)}`;
  return `--set wins (${whose}): ${key}=${shown(value)}, ${instead}`;
}

/** A variable of the env file, and whether the environment of the process hides it. */
export function variableText({ name, file, isHidden }: EnvironmentVariable): string {
  return isHidden ? `\${env:${name}} is that of the environment, over ${file}` : `\${env:${name}} is that of ${file}`;
}

/** The same setting with its values masked where its name says that they are secret. */
export function hideSecret(setting: AppliedSetting): AppliedSetting {
  if (!isSecretName(setting.key)) return setting;
  return { ...setting, value: HIDDEN, over: setting.over && { ...setting.over, value: HIDDEN } };
}
