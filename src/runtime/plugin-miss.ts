/** Owns what is said when a plugin cannot be had: as Java says it, then where we looked, what may be meant, what to do. */
import type { PluginKind } from '../api/plugin';
import { ConfigError, ConnectError } from '../errors';
import { nearestName } from '../kafka/nearest-name';
import { kindsInWords } from './plugin-exports';
import { simpleNameOf } from './plugin-names';
import type { PluginReference } from './plugin-reference';

/** What a search without result knows. */
export interface PluginMiss {
  readonly reference: PluginReference;
  readonly kinds: readonly PluginKind[];
  /** Full names of the known plugins of these kinds. */
  readonly known: readonly string[];
  /** The files or folders where it is not. */
  readonly searched: readonly string[];
  /** What the same name stands for among the other kinds. */
  readonly otherwise: string | undefined;
}

/** Which connectors and other plugins fail with: ConnectError and ConfigError, as in Java. */
export function pluginError(kinds: readonly PluginKind[], message: string, cause?: unknown): ConnectError {
  return isConnector(kinds) ? new ConnectError(message, { cause }) : new ConfigError(message, { cause });
}

/** The one error for a plugin that is nowhere. */
export function missError(miss: PluginMiss): ConnectError {
  const sentences = [headline(miss), whereSearched(miss), otherKind(miss), suggestion(miss), remedy(miss)];
  return pluginError(miss.kinds, sentences.filter((sentence) => sentence !== undefined).join(' '));
}

/** The error for one of Java's base classes, such as `org.apache.kafka.connect.transforms.Cast`. */
export function abstractClassError(
  reference: PluginReference,
  kinds: readonly PluginKind[],
  nested: readonly string[],
): ConnectError {
  const choices = nested.join(' or ');
  return pluginError(
    kinds,
    `Class ${reference.text} is abstract and cannot be created. Did you mean ${choices}? (In a shell, quote the dollar sign.)`,
  );
}

/** The error for a plugin of another kind than the setting wants. */
export function wrongKindError(
  name: string,
  kinds: readonly PluginKind[],
  actual: readonly PluginKind[],
): ConnectError {
  return pluginError(kinds, `Class ${name} is no ${kindsInWords(kinds)}: it is a ${kindsInWords(actual)}.`);
}

function headline({ reference, kinds, known }: PluginMiss): string {
  if (!isConnector(kinds)) return `Class ${reference.text} could not be found.`;
  const available = known.length === 0 ? 'none' : known.join(', ');
  return (
    `Failed to find any class that implements Connector and which name matches ${reference.text}, ` +
    `available connectors are: ${available}.`
  );
}

function whereSearched({ searched }: PluginMiss): string | undefined {
  return searched.length === 0 ? undefined : `Looked in ${searched.join(', ')}.`;
}

function otherKind({ reference, otherwise }: PluginMiss): string | undefined {
  return otherwise === undefined ? undefined : `${reference.text} is the name of ${otherwise}.`;
}

function suggestion({ reference, known }: PluginMiss): string | undefined {
  const name = reference.target;
  const nearest =
    nearestName(name, known) ??
    known.find((candidate) => simpleNameOf(candidate) === simpleNameOf(name)) ??
    nearestName(simpleNameOf(name), known.map(simpleNameOf));
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}

function remedy({ reference }: PluginMiss): string {
  if (reference.looksLikeFile) {
    return 'There is no such file: a path is taken relative to the folder of the connector file, then to the working directory.';
  }
  if (reference.looksLikeJavaClass) {
    return (
      `${reference.text} names a Java class that is not among the shipped plugins, and Java plugins cannot be loaded: ` +
      'name an npm package or a TypeScript or JavaScript file that does the same.'
    );
  }
  if (reference.packageName !== undefined) {
    return `If it is an npm package, install it: npm i ${reference.packageName}. If it is a file, write ./${reference.target}.`;
  }
  return 'Name the class of a shipped plugin, an npm package, or a file (./my-plugin.ts).';
}

function isConnector(kinds: readonly PluginKind[]): boolean {
  return kinds.some((kind) => kind === 'source' || kind === 'sink');
}
