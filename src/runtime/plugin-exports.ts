/** Owns which export of a module a reference means, and what is said when there is none. */
import { pluginKindsOf, type PluginKind } from '../api/plugin';
import { isPluginClass, type PluginClass } from './plugin-descriptor';
import type { ModuleExports } from './plugin-module-loader';

/** An exported plugin class. */
export interface ExportedPlugin {
  readonly name: string;
  readonly pluginClass: PluginClass;
}

/** What the runtime calls without asking whether it is there: a class without these is not finished. */
const REQUIRED_METHODS: Readonly<Partial<Record<PluginKind, readonly string[]>>> = {
  source: ['version', 'config', 'start', 'taskClass', 'taskConfigs', 'stop'],
  sink: ['version', 'config', 'start', 'taskClass', 'taskConfigs', 'stop'],
  transformation: ['config', 'configure', 'apply'],
  predicate: ['config', 'configure', 'test'],
  converter: ['configure', 'fromConnectData', 'toConnectData'],
  header_converter: ['configure', 'fromConnectHeader', 'toConnectHeader'],
  configprovider: ['configure', 'get'],
  rest_extension: ['register'],
};

/** How messages name kinds: `sink or source connector`. */
export function kindsInWords(kinds: readonly PluginKind[]): string {
  return kinds.map((kind) => WORDS[kind]).join(' or ');
}

const WORDS: Readonly<Record<PluginKind, string>> = {
  source: 'source connector',
  sink: 'sink connector',
  transformation: 'transformation',
  predicate: 'predicate',
  converter: 'converter',
  header_converter: 'header converter',
  configprovider: 'config provider',
  rest_extension: 'REST extension',
  'source-task': 'source task',
  'sink-task': 'sink task',
};

/** The finished plugin classes of these kinds among the exports; a class exported under two names counts once. */
export function exportedPlugins(exports: ModuleExports, kinds: readonly PluginKind[]): ExportedPlugin[] {
  const byClass = new Map<PluginClass, ExportedPlugin>();
  for (const [name, value] of Object.entries(exports)) {
    if (!isPluginClass(value) || byClass.has(value) || !isFinished(value, kinds)) continue;
    byClass.set(value, { name: name === 'default' ? value.name : name, pluginClass: value });
  }
  return [...byClass.values()];
}

/** The export that is asked for, or else the only one of the kinds. A text instead says what is wrong with the module. */
export function chooseExport(
  exports: ModuleExports,
  kinds: readonly PluginKind[],
  exportName: string | undefined,
): ExportedPlugin | string {
  if (exportName !== undefined) return namedExport(exports, kinds, exportName);
  const candidates = exportedPlugins(exports, kinds);
  const [only] = candidates;
  if (only === undefined) return `it exports no ${kindsInWords(kinds)}, but ${describeExports(exports, kinds)}`;
  if (candidates.length === 1) return only;
  return `it exports several that fit: add ${candidates.map(({ name }) => `#${name}`).join(' or ')}`;
}

function namedExport(exports: ModuleExports, kinds: readonly PluginKind[], name: string): ExportedPlugin | string {
  const candidate = exports[name];
  if (candidate === undefined) return `it has no export ${name}, but ${describeExports(exports, kinds)}`;
  if (!isPluginClass(candidate) || !pluginKindsOf(candidate).some((kind) => kinds.includes(kind))) {
    return `${describeExport(name, candidate, kinds)} is no ${kindsInWords(kinds)}`;
  }
  const missing = missingMethods(candidate, kinds);
  if (missing.length > 0) return describeExport(name, candidate, kinds);
  return { name: name === 'default' ? candidate.name : name, pluginClass: candidate };
}

function isFinished(candidate: PluginClass, kinds: readonly PluginKind[]): boolean {
  return pluginKindsOf(candidate).some((kind) => kinds.includes(kind)) && missingMethods(candidate, kinds).length === 0;
}

/** Methods may be fields of the instance (`poll = () => …`), so an instance is asked where the prototype lacks one. */
function missingMethods(candidate: PluginClass, kinds: readonly PluginKind[]): string[] {
  const required = pluginKindsOf(candidate)
    .filter((kind) => kinds.includes(kind))
    .flatMap((kind) => REQUIRED_METHODS[kind] ?? []);
  const missing = required.filter((method) => !hasMethod(candidate.prototype, method));
  if (missing.length === 0) return missing;
  try {
    const instance = new candidate();
    return missing.filter((method) => !hasMethod(instance, method));
  } catch {
    return []; // it cannot be told: whoever makes an instance to use it hears why
  }
}

function hasMethod(target: unknown, method: string): boolean {
  return typeof (target as Readonly<Record<string, unknown>>)[method] === 'function';
}

function describeExports(exports: ModuleExports, wanted: readonly PluginKind[]): string {
  const described = Object.entries(exports).map(([name, value]) => describeExport(name, value, wanted));
  return described.length === 0 ? 'nothing' : described.join(', ');
}

function describeExport(name: string, value: unknown, wanted: readonly PluginKind[]): string {
  const kinds = pluginKindsOf(value);
  if (kinds.length === 0 || !isPluginClass(value)) return name;
  const missing = missingMethods(value, wanted);
  const gap = missing.length === 0 ? '' : `, abstract: it lacks ${missing.join(', ')}`;
  return `${name} (${kindsInWords(kinds)}${gap})`;
}
