/** Owns whether the settings of a connector can be run: its own, those of every connector, of its converters and transforms. */
import type { Props } from '../api/plugin';
import { createConfigValue, type ConfigDef, type ConfigValue } from '../config/config-def';
import { configText } from '../config/config-types';
import type { ConfigTransformer } from '../config/config-transformer';
import { nearestName } from '../config/nearest-name';
import { describeUnusedKey } from '../config/unused-keys';
import { asError, BadRequestError, type ConfigFinding } from '../errors';
import type { RawConfig } from '../storage/config-backing-store';
import { clientOverrides, type ClientKind } from './client-properties';
import type { ConnectorClientConfigOverridePolicy } from './connector-client-config-override-policy';
import { enrichWithPlugins, type PluginResolution, type PluginResolver } from './enrichable-plugin';
import type { Plugins } from './plugins';
import { validatePrefixed } from './prefixed-config';
import { checkSinkConfig, sinkConnectorConfigDef } from './sink-connector-config';
import { sourceConnectorConfigDef, usesTopicCreation } from './source-connector-config';

/** What validation needs of the worker. */
export interface ConnectorConfigValidatorOptions {
  readonly plugins: Plugins;
  readonly transformer: ConfigTransformer;
  readonly overridePolicy: ConnectorClientConfigOverridePolicy;
}

/** Settings under validation. */
interface Subject {
  /** Placeholders resolved. */
  readonly props: Props;
  readonly folders: readonly string[];
  readonly isSource: boolean;
}

const CONVERTERS = [
  ['key.converter', 'converter', 'key'],
  ['value.converter', 'converter', 'value'],
  ['header.converter', 'header_converter', 'header'],
] as const;

/** Settings of Kafka clients; client-config says which of them it does not know. */
const OVERRIDE = /^(?:producer|consumer|admin)\.override\./;

/** Validates raw settings, placeholders resolved for the purpose. */
export class ConnectorConfigValidator {
  readonly #options: ConnectorConfigValidatorOptions;

  constructor(options: ConnectorConfigValidatorOptions) {
    this.#options = options;
  }

  /**
   * One value per setting, with its errors. Rejects with BadRequestError when there is no `connector.class`, with ConnectError
   * when the class cannot be found.
   */
  async validate(config: RawConfig, folder: string | undefined): Promise<ConfigValue[]> {
    const { plugins, transformer } = this.#options;
    const { data: props } = await transformer.transform(config);
    const reference = requireConnectorClass(props);
    const folders = folder === undefined ? [] : [folder];
    const descriptor = await plugins.loadConnector(reference, folders);
    const subject: Subject = { props, folders, isSource: descriptor.kinds.includes('source') };
    const report = new Report();
    report.add(await this.#validateCommon(subject));
    report.add(await descriptor.create().validate(props));
    for (const converter of CONVERTERS) report.add(await this.#validateConverter(subject, converter));
    if (!subject.isSource) for (const { key, message } of checkSinkConfig(props)) report.complain(key, message);
    for (const { key, message } of this.#refusedOverrides(subject)) report.complain(key, message);
    for (const [key, value] of Object.entries(config)) {
      if (value === null) report.complain(key, 'Null value can not be supplied as the configuration value.');
    }
    return report.values();
  }

  /**
   * Rejects with BadRequestError, all findings in one message, when a setting is wrong. Resolves with a sentence for each
   * setting that nothing reads.
   */
  async requireValid(config: RawConfig, folder: string | undefined): Promise<string[]> {
    const values = await this.validate(config, folder);
    const findings: ConfigFinding[] = values.flatMap(({ name, value, errors }) =>
      errors.map((reason) => ({ key: name, value: value === null ? null : configText(value), reason })),
    );
    if (findings.length === 0) return describeUnused(config, values);
    const messages = findings.map(({ reason }) => reason).join('\n');
    throw new BadRequestError(
      `Connector configuration is invalid and contains the following ${findings.length} error(s):\n${messages}`,
      { findings },
    );
  }

  async #validateCommon({ props, folders, isSource }: Subject): Promise<ConfigValue[]> {
    const base = isSource ? sourceConnectorConfigDef() : sinkConnectorConfigDef();
    const def = await enrichWithPlugins(base, props, resolverOf(this.#options.plugins, folders));
    return def.validate(props);
  }

  /** The settings of a converter that the connector names. Settings of the worker's converter are the worker's business. */
  async #validateConverter(
    { props, folders }: Subject,
    [key, kind, type]: (typeof CONVERTERS)[number],
  ): Promise<ConfigValue[]> {
    const reference = props[key];
    if (reference === undefined || reference === null || reference.trim() === '') return [];
    let def: ConfigDef | undefined;
    try {
      const descriptor = await this.#options.plugins.load(kind, reference.trim(), folders);
      def = descriptor.create().config?.();
    } catch (thrown) {
      return [{ ...createConfigValue(key), value: reference, errors: [asError(thrown).message] }];
    }
    if (def === undefined) return [];
    return validatePrefixed(def, props, { prefix: `${key}.`, extra: { 'converter.type': type } }).values;
  }

  #refusedOverrides({ props, isSource }: Subject): { key: string; message: string }[] {
    const hasDeadLetterQueue = (props['errors.deadletterqueue.topic.name'] ?? '').trim() !== '';
    const kinds: ClientKind[] = isSource ? ['producer'] : ['consumer'];
    if (!isSource && hasDeadLetterQueue) kinds.push('producer', 'admin');
    if (isSource && usesTopicCreation(props)) kinds.push('admin');
    return kinds.flatMap((kind) =>
      Object.keys(clientOverrides(kind, props)).flatMap((name) => {
        const message = this.#options.overridePolicy.complaintAbout(name);
        return message === undefined ? [] : [{ key: `${kind}.override.${name}`, message }];
      }),
    );
  }
}

/** Values by name; what several definitions say of one setting is put together. */
class Report {
  readonly #values = new Map<string, ConfigValue>();

  add(values: readonly ConfigValue[]): void {
    for (const value of values) {
      const known = this.#values.get(value.name);
      if (known === undefined) this.#values.set(value.name, value);
      else known.errors.push(...value.errors);
    }
  }

  complain(key: string, message: string): void {
    this.add([{ ...createConfigValue(key), errors: [message] }]);
  }

  values(): ConfigValue[] {
    return [...this.#values.values()];
  }
}

function requireConnectorClass(props: Props): string {
  const reference = props['connector.class'];
  if (reference !== undefined && reference !== null && reference.trim() !== '') return reference;
  const message =
    'Connector config contains no connector type: connector.class must name a class, an alias, an npm package or a file';
  throw new BadRequestError(message, {
    findings: [{ key: 'connector.class', reason: 'required, has no default value' }],
  });
}

/** A setting of a converter that the connector does not name is the classic surprise: the worker's settings count then. */
function describeUnused(config: RawConfig, values: readonly ConfigValue[]): string[] {
  const known = new Set(values.map(({ name }) => name));
  const unused = Object.keys(config).filter((key) => !known.has(key) && !OVERRIDE.test(key));
  return unused.map((key) => {
    const converter = CONVERTERS.map(([name]) => name).find((name) => key.startsWith(`${name}.`));
    if (converter === undefined) return describeUnusedKey({ key, nearest: nearestName(key, known) });
    const isNamed = Object.hasOwn(config, converter);
    if (isNamed) return `${key} is not a setting of ${String(config[converter])}`;
    return `${key} has no effect: the connector does not name ${converter}, so the worker's converter and its settings are used`;
  });
}

/** Transforms and predicates as the settings of a connector name them. */
function resolverOf(plugins: Plugins, folders: readonly string[]): PluginResolver {
  return {
    resolve: async (kind, reference): Promise<PluginResolution> => {
      try {
        const descriptor = await plugins.load(kind, reference, folders);
        return { className: descriptor.className, version: descriptor.version, config: descriptor.create().config() };
      } catch (thrown) {
        return { problem: asError(thrown).message };
      }
    },
    classNames: async (kind) =>
      (await plugins.list()).filter(({ type }) => type === kind).map((plugin) => plugin.class),
  };
}
