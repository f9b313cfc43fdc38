/** Owns what is told of the plugins of a task: their classes and versions. */
import type { ConverterSet, NamedConverter } from './converter-set';

/** A class by its name, Java's of what is shipped. */
export interface PluginName {
  readonly className: string;
  /** `undefined`: not known. */
  readonly version: string | undefined;
}

/** A plugin that has a name among the connector's settings. */
export interface AliasedPlugin extends PluginName {
  readonly alias: string;
}

/** Everything that a task runs with. */
export interface TaskPlugins {
  readonly type: 'source' | 'sink';
  readonly connector: PluginName;
  readonly task: PluginName;
  readonly keyConverter: PluginName;
  readonly valueConverter: PluginName;
  readonly headerConverter: PluginName;
  readonly transforms: readonly AliasedPlugin[];
  readonly predicates: readonly AliasedPlugin[];
}

/** What the plugins are read from. */
export interface TaskPluginSources extends Pick<TaskPlugins, 'type' | 'connector' | 'task'> {
  readonly converters: ConverterSet;
  /** The transforms in order, each with the predicate that decides whether it applies. */
  readonly stages: readonly {
    readonly named: AliasedPlugin | undefined;
    readonly namedPredicate: AliasedPlugin | undefined;
  }[];
}

/** Describes the plugins of a task. A predicate that several transforms share is named once. */
export function taskPlugins({ type, connector, task, converters, stages }: TaskPluginSources): TaskPlugins {
  const predicates = stages.flatMap(({ namedPredicate }) => (namedPredicate === undefined ? [] : [namedPredicate]));
  return {
    ...{ type, connector, task },
    keyConverter: nameOf(converters.key),
    valueConverter: nameOf(converters.value),
    headerConverter: nameOf(converters.header),
    transforms: stages.flatMap(({ named }) => (named === undefined ? [] : [named])),
    predicates: [...new Map(predicates.map((predicate) => [predicate.alias, predicate])).values()],
  };
}

function nameOf({ className, version }: NamedConverter<unknown>): PluginName {
  return { className, version };
}
