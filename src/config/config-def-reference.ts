/** Owns how a set of definitions is printed for readers. */
import type { ConfigKey } from './config-key';
import { configText } from './config-types';

/** One paragraph per setting: name, meaning, then type, default, valid values and importance. */
export function printConfigReference(keys: readonly ConfigKey[]): string {
  return keys.map(printKey).join('\n');
}

function printKey(key: ConfigKey): string {
  const facts = [
    `type ${key.type.toLowerCase()}`,
    printDefault(key),
    ...printValid(key),
    `importance ${key.importance.toLowerCase()}`,
    ...(key.dependents.length === 0 ? [] : [`matters to: ${key.dependents.join(', ')}`]),
  ];
  const doc = key.doc === '' ? '' : `\n  ${key.doc.replace(/\n/g, '\n  ')}`;
  return `- \`${key.name}\`${doc}\n  (${facts.join('; ')})\n`;
}

function printDefault({ defaultValue, type }: ConfigKey): string {
  if (defaultValue === undefined) return 'required';
  if (defaultValue === null) return 'default null';
  const text = configText(defaultValue, type) ?? '';
  return text === '' ? 'default ""' : `default \`${text}\``;
}

function printValid({ validator }: ConfigKey): string[] {
  const text = validator?.toString() ?? '';
  return text === '' ? [] : [`valid: ${text}`];
}
