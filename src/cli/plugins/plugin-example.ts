/** Owns examples of plugins: lines for a `.properties` file that can be used as they are. */
import type { PluginKind } from '../../api/plugin';
import type { ConfigKey } from '../../config/config-def';
import { knownValue, sampleValue } from './sample-setting';

/** Of what an example is made. */
export interface ExampleSubject {
  /** What stands for the plugin in a setting. */
  readonly reference: string;
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
  /** Its own settings, in documentation order. */
  readonly settings: readonly ConfigKey[];
  /** Is the plugin content with these settings? Some want one of several that are all optional. */
  readonly accepts?: (props: Readonly<Record<string, string>>) => boolean;
}

const TRANSFORMS = 'org.apache.kafka.connect.transforms';
const FILTER = `${TRANSFORMS}.Filter`;

/** The lines, each ended; a plugin of several kinds is shown as each. Settings that matter but are not needed are comments. */
export function pluginExample(subject: ExampleSubject): string {
  const parts = subject.kinds.flatMap((kind) => PARTS[kind]?.(subject) ?? []);
  return parts.map((lines) => lines.map((line) => `${line}\n`).join('')).join('\n');
}

type Part = (subject: ExampleSubject) => string[][];

const PARTS: Readonly<Partial<Record<PluginKind, Part>>> = {
  source: (subject) => [connectorLines(subject, {})],
  sink: (subject) => [connectorLines(subject, { topics: 'my-topic' })],
  converter: (subject) => [converterLines(subject, 'value.converter')],
  header_converter: (subject) => [converterLines(subject, 'header.converter')],
  transformation: (subject) => [transformLines(subject)],
  predicate: (subject) => [predicateLines(subject)],
  configprovider: (subject) => [providerLines(subject)],
  rest_extension: (subject) => [
    ['# in the worker file', line('rest.extension.classes', subject.reference), ...settingLines(subject, '')],
  ],
};

function connectorLines(subject: ExampleSubject, given: Readonly<Record<string, string>>): string[] {
  const first = { name: wordsOf(subject, 'Connector').join('-'), 'connector.class': subject.reference, ...given };
  const rest = subject.settings.filter(({ name }) => !Object.hasOwn(first, name));
  return [
    ...Object.entries(first).map(([name, value]) => line(name, value)),
    ...settingLines({ ...subject, settings: rest }, ''),
  ];
}

function converterLines(subject: ExampleSubject, key: string): string[] {
  // The worker says itself what a converter is used for.
  const settings = subject.settings.filter(({ name }) => name !== 'converter.type');
  return [line(key, subject.reference), ...settingLines({ ...subject, settings }, `${key}.`)];
}

function transformLines(subject: ExampleSubject): string[] {
  const alias = aliasOf(subject, 'Transformation');
  return [
    line('transforms', alias),
    line(`transforms.${alias}.type`, subject.reference),
    ...settingLines(subject, `transforms.${alias}.`),
    // Without a condition it would drop everything.
    ...(subject.reference === FILTER ? conditionLines(alias) : []),
  ];
}

function conditionLines(alias: string): string[] {
  return [
    line(`transforms.${alias}.predicate`, 'isTombstone'),
    line('predicates', 'isTombstone'),
    line('predicates.isTombstone.type', `${TRANSFORMS}.predicates.RecordIsTombstone`),
  ];
}

/** With a transform that goes by it: alone a predicate does nothing. */
function predicateLines(subject: ExampleSubject): string[] {
  const alias = aliasOf(subject, 'Predicate');
  return [
    line('predicates', alias),
    line(`predicates.${alias}.type`, subject.reference),
    ...settingLines(subject, `predicates.${alias}.`),
    line('transforms', 'drop'),
    line('transforms.drop.type', FILTER),
    line('transforms.drop.predicate', alias),
  ];
}

function providerLines(subject: ExampleSubject): string[] {
  const alias = aliasOf(subject, 'ConfigProvider');
  return [
    '# in the worker file',
    line('config.providers', alias),
    line(`config.providers.${alias}.class`, subject.reference),
    ...settingLines(subject, `config.providers.${alias}.param.`),
    `# then, in any file: some.setting=\${${alias}:path:key}`,
  ];
}

function settingLines(subject: ExampleSubject, prefix: string): string[] {
  const [required, optional] = [true, false].map((isWanted) =>
    subject.settings.filter(({ defaultValue }) => (defaultValue === undefined) === isWanted),
  ) as [ConfigKey[], ConfigKey[]];
  const needed = neededOnes(subject, required, optional);
  const first = optional.filter(({ importance }) => importance === 'HIGH');
  const shown =
    required.length + first.length > 0 ? first : optional.filter(({ importance }) => importance === 'MEDIUM');
  const commented = shown.filter((key) => !needed.includes(key));
  return [
    ...[...required, ...needed].map((key) => line(prefix + key.name, textOf(key))),
    ...commented.map((key) => `#${line(prefix + key.name, knownValue(key) ?? '')}`),
  ];
}

/** The optional settings without which the plugin is not content: none, or one where one is enough. */
function neededOnes(
  { accepts }: ExampleSubject,
  required: readonly ConfigKey[],
  optional: readonly ConfigKey[],
): ConfigKey[] {
  const isContent = (keys: readonly ConfigKey[]) =>
    accepts?.(Object.fromEntries(keys.map((key) => [key.name, textOf(key)]))) ?? true;
  if (isContent(required)) return [];
  const enough = optional.find((key) => isContent([...required, key]));
  return enough === undefined ? [] : [enough];
}

function textOf(key: ConfigKey): string {
  return sampleValue(key) ?? `<${key.type.toLowerCase()}>`;
}

/** As a properties file has it. */
function line(key: string, value: string): string {
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replace(/^\s/, '\\$&');
  return `${key.replace(/[\s:=]/g, '\\$&')}=${escaped}`;
}

/** `FileStreamSource` → `file`, `stream`, `source`; variants and the word for the kind are left out. */
function wordsOf({ simpleName }: ExampleSubject, suffix: string): string[] {
  const plain = simpleName.replace(/\$\w+$/, '').replace(/\W/g, '');
  const short = plain.endsWith(suffix) && plain !== suffix ? plain.slice(0, -suffix.length) : plain;
  const words = short.split(/(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).filter((word) => word !== '');
  return words.length === 0 ? ['my'] : words.map((word) => word.toLowerCase());
}

function aliasOf(subject: ExampleSubject, suffix: string): string {
  const [first = '', ...rest] = wordsOf(subject, suffix);
  return first + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
