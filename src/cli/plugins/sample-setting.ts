/** Owns a value that a setting accepts, for examples: what its definition says of it decides. */
import type { ConfigKey } from '../../config/config-def';
import { configText, parseConfigType, type ConfigType } from '../../config/config-types';

/** What settings with such names usually have; the first that fits. */
const BY_NAME: readonly (readonly [name: RegExp, value: string])[] = [
  [/topics?$/, 'my-topic'],
  [/(?:^|[._-])(?:file|filename|path)$/, './data.txt'],
  [/(?:^|[._-])(?:dir|directory|folder)$/, './data'],
  [/(?:url|uri|endpoint)$/, 'http://localhost:8080'],
  [/host(?:name)?$/, 'localhost'],
  [/port$/, '8080'],
  [/(?:regex|pattern)$/, 'my-(.*)'],
  [/^replacement$/, '$1'],
  [/field$/, 'id'],
  [/fields$/, 'id'],
  [/format$/, 'yyyy-MM-dd'],
];

const BY_TYPE: Readonly<Record<ConfigType, readonly string[]>> = {
  BOOLEAN: ['true'],
  INT: ['1', '0', '10', '100', '1000', '10000', '-1'],
  SHORT: ['1', '0', '10', '100', '1000', '-1'],
  LONG: ['1', '0', '10', '100', '1000', '10000', '-1'],
  DOUBLE: ['1.0', '0.5', '0', '10'],
  STRING: [],
  LIST: [],
  CLASS: ['org.apache.kafka.connect.storage.StringConverter'],
  PASSWORD: [],
};

/** Fit many a validator that asks for a form: pairs of a name and a type, addresses, numbers, dates. */
const FORMS = ['id:string', 'http://localhost:8080', 'localhost:8080', '1', 'true', 'yyyy-MM-dd', '*'];

/** The text of a value that the definition takes; undefined where none was found. The default, where it says something. */
export function sampleValue(key: ConfigKey): string | undefined {
  const last = key.name.slice(key.name.lastIndexOf('.') + 1);
  const guesses = [`my-${last.replaceAll('_', '-')}`, ...FORMS];
  return knownValue(key) ?? guesses.find((text) => isAccepted(key, text));
}

/** As `sampleValue`, but undefined where it would be a mere guess. */
export function knownValue(key: ConfigKey): string | undefined {
  const { defaultValue, type, name } = key;
  if (type === 'PASSWORD') return `\${env:${name.replace(/\W/g, '_').toUpperCase()}}`;
  const given = defaultValue === undefined || defaultValue === null ? '' : (configText(defaultValue, type) ?? '');
  if (given !== '') return given;
  const named = BY_NAME.filter(([pattern]) => pattern.test(name)).map(([, value]) => value);
  return [...listedValues(key), ...named, ...BY_TYPE[type]].find((text) => isAccepted(key, text));
}

/** Validators tell what they take as `[a, b, c]` and ranges as `[0,...,9]`; recommenders as a list. */
function listedValues({ validator, recommender, name, type }: ConfigKey): string[] {
  const listed = /\[([^\]]*)\]/.exec(validator?.toString() ?? '')?.[1]?.split(',') ?? [];
  const offered = recommender === undefined ? [] : (attempt(() => recommender.validValues(name, new Map())) ?? []);
  const texts = [...offered.map((value) => configText(value, type) ?? ''), ...listed.map((text) => text.trim())];
  return texts.filter((text) => text !== '' && text !== '...');
}

function isAccepted({ name, type, validator, resolveClass }: ConfigKey, text: string): boolean {
  const check = () => {
    const value = parseConfigType(name, text, type);
    if (typeof value === 'string') resolveClass?.(name, value);
    validator?.ensureValid(name, value);
    return true;
  };
  return attempt(check) ?? false;
}

/** Undefined where the definition refuses; validators of others may throw anything. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
