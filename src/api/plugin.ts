/** Owns how a plugin class is recognised, whichever copy of this package it was written against. */

/** The kinds of plugins, as `GET /connector-plugins` names them; tasks are found through their connectors. */
export type PluginKind =
  | 'source'
  | 'sink'
  | 'transformation'
  | 'predicate'
  | 'converter'
  | 'header_converter'
  | 'configprovider'
  | 'rest_extension'
  | 'source-task'
  | 'sink-task';

/**
 * Static property of every plugin base class. A registered symbol, so that it is the same in several copies of this
 * package: plugins are never recognised by `instanceof`.
 */
export const PLUGIN_KINDS: unique symbol = Symbol.for('connect-standalone.plugin-kinds') as never;

/** What a plugin class is: JsonConverter for instance is a converter and a header converter. */
export function pluginKindsOf(candidate: unknown): readonly PluginKind[] {
  if (typeof candidate !== 'function') return [];
  const kinds = (candidate as { [PLUGIN_KINDS]?: readonly PluginKind[] })[PLUGIN_KINDS];
  return Array.isArray(kinds) ? (kinds as readonly PluginKind[]) : [];
}

/** Raw settings of a plugin or connector: `null` stands for a key that was given without a value (JSON null). */
export type Props = Readonly<Record<string, string | null>>;

/** Something that the author may answer at once or later. The runtime pays for a promise only when it gets one. */
export type MaybePromise<T> = T | Promise<T>;

/** True when an answer comes later. Goes by `then`: a query builder or a promise library's promise must be awaited too. */
export function isPromise<T>(answer: MaybePromise<T>): answer is Promise<T> {
  return typeof answer === 'object' && answer !== null && typeof (answer as { then?: unknown }).then === 'function';
}

/** The log of a task: lines carry the task's context. */
export interface PluginLogger {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}
