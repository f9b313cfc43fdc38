/** Owns what is said when a plugin cannot be had: as Java says it, then where we looked, what may be meant, what to do. */
import type { PluginKind } from '../api/plugin';
import { ConfigError, ConnectError } from '../errors';
import { nearestName } from '../config/nearest-name';
import { kindsInWords } from './plugin-exports';
import { aliasesOf, simpleNameOf } from './plugin-names';
import type { PluginReference } from './plugin-reference';

/** A plugin that could have been meant. */
export interface KnownPlugin {
  readonly className: string;
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
}

/** What a search without result knows. */
export interface PluginMiss {
  readonly reference: PluginReference;
  readonly kinds: readonly PluginKind[];
  /** The known plugins of these kinds, sorted. */
  readonly known: readonly KnownPlugin[];
  /** The files or folders where it is not. */
  readonly searched: readonly string[];
  /** What the same name stands for among the other kinds. */
  readonly otherwise: string | undefined;
}

const INTERFACES: Partial<Record<PluginKind, string>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
  configprovider: 'ConfigProvider',
  rest_extension: 'ConnectRestExtension',
};

/** Which connectors and other plugins fail with: ConnectError and ConfigError, as in Java. */
export function pluginError(kinds: readonly PluginKind[], message: string, cause?: unknown): ConnectError {
  return isConnector(kinds) ? new ConnectError(message, { cause }) : new ConfigError(message, { cause });
}

/** The one error for a plugin that is nowhere. */
export function missError(miss: PluginMiss): ConnectError {
  const advice = suggestion(miss) ?? remedy(miss.reference);
  const sentences = [headline(miss), whereSearched(miss), otherKind(miss), advice];
  return pluginError(miss.kinds, sentences.filter((sentence) => sentence !== undefined).join(' '));
}

/** The error for one of Java's base classes, such as `org.apache.kafka.connect.transforms.Cast`. */
export function abstractClassError(
  name: string,
  kinds: readonly PluginKind[],
  nested: readonly { readonly className: string }[],
): ConnectError {
  const choices = nested.map(({ className }) => className).join(', ');
  return pluginError(kinds, `Class ${name}: This class is abstract and cannot be created. Did you mean ${choices}?`);
}

/** The error for a plugin of another kind than the setting wants. */
export function wrongKindError(
  name: string,
  kinds: readonly PluginKind[],
  actual: readonly PluginKind[],
): ConnectError {
  const message = `Class ${name} does not implement the ${interfaceOf(kinds)} interface: it is a ${kindsInWords(actual)}.`;
  return pluginError(kinds, message);
}

/** The Java interface that plugins of these kinds implement. */
function interfaceOf(kinds: readonly PluginKind[]): string {
  const [kind] = kinds;
  if (kind === undefined || isConnector(kinds)) return 'Connector';
  return INTERFACES[kind] ?? 'Connector';
}

function headline({ reference, kinds, known }: PluginMiss): string {
  if (isAnyKind(kinds)) return `There is no plugin ${reference.text}.`;
  if (!isConnector(kinds)) return `Class ${reference.text} could not be found.`;
  const available = known.length === 0 ? 'none' : known.map(({ className }) => className).join(', ');
  return (
    `Failed to find any class that implements Connector and which name matches ${reference.text}, ` +
    `available connectors are: ${available}.`
  );
}

function whereSearched({ searched, kinds, known }: PluginMiss): string | undefined {
  if (isAnyKind(kinds)) return `Looked among ${[`the ${known.length} known ones`, ...searched].join(', ')}.`;
  return searched.length === 0 ? undefined : `Looked in ${searched.join(', ')}.`;
}

function otherKind({ reference, otherwise }: PluginMiss): string | undefined {
  return otherwise === undefined ? undefined : `${reference.text} is the name of ${otherwise}.`;
}

function suggestion({ reference, known }: PluginMiss): string | undefined {
  const simpleName = simpleNameOf(reference.target);
  const named = known.filter(({ simpleName: candidate }) => candidate === simpleName);
  const nearest = named.length > 0 ? named : known.filter(isNear(reference.target, known));
  if (nearest.length === 0) return undefined;
  return `Did you mean ${nearest.map(({ className }) => className).join(' or ')}?`;
}

/** True for the plugins of which one of the names is the nearest to what was written. */
function isNear(written: string, known: readonly KnownPlugin[]): (plugin: KnownPlugin) => boolean {
  const nearest = nearestName(written, new Set(known.flatMap(namesOf)));
  return (plugin) => nearest !== undefined && namesOf(plugin).includes(nearest);
}

function namesOf({ className, simpleName, kinds }: KnownPlugin): string[] {
  return [className, ...kinds.flatMap((kind) => aliasesOf(simpleName, kind))];
}

function remedy({ looksLikeFile, looksLikeJavaClass, packageName, target }: PluginReference): string {
  if (looksLikeFile) {
    return 'A path is taken relative to the folder of the connector file, then to the working directory.';
  }
  if (looksLikeJavaClass) {
    return (
      'This is the name of a Java plugin that is not shipped here, and Java plugins cannot be loaded: ' +
      'name an npm package or a TypeScript or JavaScript file that does its work.'
    );
  }
  if (packageName === undefined)
    return 'Name the class of a shipped plugin, an npm package, or a file (./my-plugin.ts).';
  const asFile = target.startsWith('@') ? '' : ` For a file, write ./${target}.`;
  return `For an npm package, install it: npm i ${packageName}.${asFile}`;
}

/** Nothing is known of what it should be. */
function isAnyKind(kinds: readonly PluginKind[]): boolean {
  return kinds.length > 2;
}

function isConnector(kinds: readonly PluginKind[]): boolean {
  return kinds.some((kind) => kind === 'source' || kind === 'sink');
}
