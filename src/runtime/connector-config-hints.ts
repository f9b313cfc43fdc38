/** Owns what the definitions of a connector's settings say of the plugins at hand: defaults, choices, versions. */
import type { PluginKind, Props } from '../api/plugin';
import { invalidValue, javaTrim, type ConfigData } from '../config/config-types';
import { lambdaValidator, type Validator } from '../config/validators';
import { asError, ConfigError } from '../errors';
import type { ConnectorConfigHints, ConverterKey, PluginHints } from './connector-config';
import type { PluginResolution, PluginResolver } from './enrichable-plugin';
import type { PluginDescriptor } from './plugin-descriptor';
import { parsePluginReference } from './plugin-reference';
import type { Plugins } from './plugins';
import { matchesVersion, versionComplaint } from './plugin-version';

/** A converter setting, the kind of plugin that it names, and what `converter.type` says of it. */
export const CONVERTERS = [
  ['key.converter', 'converter', 'key'],
  ['value.converter', 'converter', 'value'],
  ['header.converter', 'header_converter', 'header'],
] as const satisfies readonly (readonly [ConverterKey, PluginKind, string])[];

/** Where the settings stand, placeholders resolved. */
export interface HintSources {
  readonly plugins: Plugins;
  readonly props: Props;
  readonly worker: Props;
  readonly folders: readonly string[];
  /** Undefined where its class cannot be found. */
  readonly connector: PluginDescriptor | undefined;
  readonly complain: PluginComplaints;
}

/** Turns the failure of a look-up into the complaint that Kafka Connect has. */
export type PluginComplaints = (kind: PluginKind, reference: string, error: Error) => PluginComplaint;

/** `isClass`: the name is that of a class, though of none that can be used. */
export interface PluginComplaint {
  readonly message: string;
  readonly isClass: boolean;
}

const INTERFACES: Readonly<Partial<Record<PluginKind, string>>> = {
  converter: 'Converter',
  header_converter: 'HeaderConverter',
  transformation: 'Transformation',
  predicate: 'Predicate',
};

/** The complaint, and in `advise` what more the error says. */
export function pluginComplaints(advise: (text: string, fullText: string) => void): PluginComplaints {
  return (kind, reference, error) => {
    if (/^javax?\.[\w.$]+$/.test(reference)) {
      const message = `Class class ${reference} does not implement the ${INTERFACES[kind] ?? 'Connector'} interface`;
      return { message, isClass: true };
    }
    const headline = `Class ${reference} could not be found.`;
    const isPlain = error.message.startsWith(headline) && !parsePluginReference(reference).looksLikeFile;
    if (!isPlain) return { message: error.message, isClass: false };
    advise(headline, error.message);
    return { message: headline, isClass: false };
  };
}

/** Hints for one validation. */
export async function connectorConfigHints(sources: HintSources): Promise<ConnectorConfigHints> {
  const { plugins, props, connector } = sources;
  const listed = await plugins.list();
  const converters: Partial<Record<ConverterKey, PluginHints>> = {};
  for (const [key, kind] of CONVERTERS) {
    const classes = listed.filter(({ type }) => type === kind).map((plugin) => plugin.class);
    converters[key] = { ...(await converterHints(sources, key, kind)), classes };
  }
  if (connector === undefined) return converters;
  return { ...converters, connector: versionHints(connector, props['connector.plugin.version']) };
}

async function converterHints(
  { plugins, props, worker, folders, complain }: HintSources,
  key: ConverterKey,
  kind: PluginKind,
): Promise<PluginHints> {
  const ofWorker = await find(plugins, { kind, reference: worker[key], folders });
  const named = await find(plugins, { kind, reference: props[key], folders });
  const used = isDescriptor(named) ? named : ofWorker;
  const resolveClass = (name: string, reference: string) => {
    if (isDescriptor(named)) return named.className;
    if (named === undefined) return reference;
    const { message, isClass } = complain(kind, reference, named);
    throw isClass ? new ConfigError(message) : invalidValue(name, reference, message);
  };
  const version = isDescriptor(used) ? versionHints(used, props[`${key}.plugin.version`]) : {};
  return { ...version, defaultClass: isDescriptor(ofWorker) ? ofWorker.className : null, resolveClass };
}

function versionHints(plugin: PluginDescriptor, wanted: string | null | undefined): PluginHints {
  const version = plugin.version ?? null;
  if (wanted === null || wanted === undefined || matchesVersion(version, wanted)) return { version };
  return { version: null, versionValidator: refuse(versionComplaint(plugin.className, wanted, version)) };
}

/** That there is none passes as a default; what was asked for does not. */
function refuse(message: string): Validator {
  const ensureValid = (_key: string, value: ConfigData) => {
    if (value !== null) throw new ConfigError(message);
  };
  return lambdaValidator(ensureValid, () => 'version or range of versions');
}

interface Lookup {
  readonly kind: PluginKind;
  readonly reference: string | null | undefined;
  readonly folders: readonly string[];
}

async function find(
  plugins: Plugins,
  { kind, reference, folders }: Lookup,
): Promise<PluginDescriptor | Error | undefined> {
  const text = javaTrim(reference ?? '');
  if (text === '') return undefined;
  try {
    return await plugins.load(kind, text, folders);
  } catch (thrown) {
    return asError(thrown);
  }
}

function isDescriptor(found: PluginDescriptor | Error | undefined): found is PluginDescriptor {
  return found !== undefined && !(found instanceof Error);
}

/** Transforms and predicates as the settings of a connector name them. */
export function pluginResolver(
  plugins: Plugins,
  folders: readonly string[],
  complain: PluginComplaints,
): PluginResolver {
  return {
    resolve: async (kind, reference, wanted): Promise<PluginResolution> => {
      try {
        const plugin = await plugins.load(kind, reference, folders);
        const { className, version } = plugin;
        const isWanted = wanted === null || matchesVersion(version ?? null, wanted);
        const versionProblem = isWanted ? undefined : versionComplaint(className, wanted, version ?? null);
        return { className, version, config: plugin.create().config(), versionProblem };
      } catch (thrown) {
        const { message, isClass } = complain(kind, reference, asError(thrown));
        return { className: isClass ? reference : undefined, problem: message };
      }
    },
    classNames: async (kind) =>
      (await plugins.list()).filter(({ type }) => type === kind).map((plugin) => plugin.class),
  };
}
