/** Owns what the runtime knows of a plugin that was found. */
import type { ConfigProvider } from '../api/config-provider';
import type { Converter, HeaderConverter } from '../api/converter';
import { pluginKindsOf, type PluginKind } from '../api/plugin';
import type { Predicate } from '../api/predicate';
import type { RestExtension } from '../api/rest-extension';
import type { SinkConnector } from '../api/sink-connector';
import type { SinkTask } from '../api/sink-task';
import type { SourceConnector } from '../api/source-connector';
import type { SourceTask } from '../api/source-task';
import type { Transformation } from '../api/transformation';
import { asError, ConnectError } from '../errors';

/** What `create()` makes, by kind. */
export interface PluginInstances {
  source: SourceConnector;
  sink: SinkConnector;
  transformation: Transformation;
  predicate: Predicate;
  converter: Converter;
  header_converter: HeaderConverter;
  configprovider: ConfigProvider;
  rest_extension: RestExtension;
  'source-task': SourceTask;
  'sink-task': SinkTask;
}

/** A class that can be made with no arguments and carries the brand of a kind. */
export type PluginClass = new () => unknown;

/** A plugin that was found and loaded. */
export interface PluginDescriptor<K extends PluginKind = PluginKind> {
  /** Java's full name of what is shipped, otherwise the reference it was found by. */
  readonly className: string;
  /** The name without package or file: `FileStreamSinkConnector`, `Cast$Value`, the exported name. */
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
  /** What `version()` answers, else the version of its npm package; `undefined`: not known. */
  readonly version: string | undefined;
  /** The file it came from; `classpath` for what is shipped, as in Java. */
  readonly location: string;
  /** A new instance. Throws ConnectError when the constructor throws. */
  create(): PluginInstances[K];
}

/** What a descriptor is made of. */
export interface PluginOrigin {
  readonly className: string;
  readonly simpleName: string;
  readonly location: string;
  readonly packageVersion: string | undefined;
}

/** Describes a class. Its version is asked for when it is first needed, of an instance that is used for nothing else. */
export function describePlugin(pluginClass: PluginClass, origin: PluginOrigin): PluginDescriptor {
  let asked: { version: string | undefined } | undefined;
  return {
    className: origin.className,
    simpleName: origin.simpleName,
    location: origin.location,
    kinds: pluginKindsOf(pluginClass),
    get version() {
      asked ??= { version: versionOf(pluginClass) ?? origin.packageVersion };
      return asked.version;
    },
    create: () => instantiate(pluginClass, origin) as PluginInstances[PluginKind],
  };
}

/** True for a class that carries the brand of at least one kind. */
export function isPluginClass(candidate: unknown): candidate is PluginClass {
  return pluginKindsOf(candidate).length > 0;
}

function instantiate(pluginClass: PluginClass, origin: PluginOrigin): unknown {
  try {
    return new pluginClass();
  } catch (thrown) {
    const reason = asError(thrown).message;
    throw new ConnectError(`Could not instantiate ${origin.className} from ${origin.location}: ${reason}`, {
      cause: thrown,
    });
  }
}

function versionOf(pluginClass: PluginClass): string | undefined {
  try {
    const version = (new pluginClass() as { version?(): unknown }).version?.();
    return typeof version === 'string' && version !== '' ? version : undefined;
  } catch {
    return undefined; // a version is for display: `create` reports what is wrong when the plugin is used
  }
}
