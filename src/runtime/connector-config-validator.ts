/** Owns whether the settings of a connector can be run: its own, those of every connector, of its converters and transforms. */
import type { Props } from '../api/plugin';
import type { SourceConnector } from '../api/source-connector';
import { createConfigValue, Password, type ConfigDef, type ConfigValue } from '../config/config-def';
import { HIDDEN } from '../config/config-types';
import type { ConfigTransformer } from '../config/config-transformer';
import { isSecretName, Secrets } from '../config/secrets';
import { asError, BadRequestError, ConnectError, type ConfigFinding } from '../errors';
import type { RawConfig } from '../storage/config-backing-store';
import { inJavaHashOrder } from '../data/java-hash-order';
import { clientOverrideInfos } from './client-config-definitions';
import { clientOverrides, type ClientKind } from './client-properties';
import { ConfigInfos } from './config-infos';
import type { ConnectorClientConfigOverridePolicy } from './connector-client-config-override-policy';
import {
  connectorConfigHints,
  CONVERTERS,
  pluginComplaints,
  pluginResolver,
  type PluginComplaints,
} from './connector-config-hints';
import { enrichWithPlugins } from './enrichable-plugin';
import { checkExactlyOnce, exactlyOnceWarning, type ExactlyOnceOffer } from './exactly-once-checks';
import type { PluginDescriptor } from './plugin-descriptor';
import { HiddenSettings } from './hidden-settings';
import type { Plugins } from './plugins';
import { validatePrefixed } from './prefixed-config';
import { checkSinkConfig, sinkConnectorConfigDef } from './sink-connector-config';
import { sourceConnectorConfigDef, usesTopicCreation } from './source-connector-config';
import { describeUnused, type UnusedSetting } from './unused-settings';

/** What validation needs of the worker. */
export interface ConnectorConfigValidatorOptions {
  readonly plugins: Plugins;
  readonly transformer: ConfigTransformer;
  /** What is secret besides the settings at hand. */
  readonly secrets?: Secrets;
  readonly overridePolicy: ConnectorClientConfigOverridePolicy;
  /** The worker's settings, placeholders resolved: they name the converters of connectors that name none. */
  readonly worker?: Props;
  /** Default: that of a worker with an offset file. */
  readonly exactlyOnce?: ExactlyOnceOffer;
}

/** Settings under validation. */
interface Subject {
  /** Placeholders resolved. */
  readonly props: Props;
  readonly folders: readonly string[];
  readonly isSource: boolean;
  /** Undefined where its class cannot be found: what can be told without it is told all the same. */
  readonly connector: PluginDescriptor<'sink' | 'source'> | undefined;
  readonly complain: PluginComplaints;
}

/** All that can be said of the settings of a connector. */
export interface Examination {
  /** What is wrong, with all that can be said about it. */
  readonly findings: readonly ConfigFinding[];
  readonly unused: readonly UnusedSetting[];
  readonly infos: ConfigInfos;
  readonly type: 'source' | 'sink';
  /** False: its class cannot be found, so its own settings were not looked at. */
  readonly isClassKnown: boolean;
}

/** Validates raw settings, placeholders resolved for the purpose. */
export class ConnectorConfigValidator {
  readonly #options: ConnectorConfigValidatorOptions;

  constructor(options: ConnectorConfigValidatorOptions) {
    this.#options = options;
  }

  /** Placeholders in these settings, from a file of the command line, may be looked up. */
  trust(config: RawConfig): void {
    this.#options.transformer.trust(config);
  }

  /** One value per setting, with its errors. Rejects as `report` does. */
  async validate(config: RawConfig, folder: string | undefined): Promise<ConfigValue[]> {
    return (await this.report(config, folder)).values();
  }

  /**
   * Definitions and values of all settings. Rejects with BadRequestError when there is no `connector.class`, with ConnectError
   * when the class cannot be found.
   */
  async report(config: RawConfig, folder: string | undefined): Promise<ConfigInfos> {
    const { plugins, transformer } = this.#options;
    const { data: props, unresolved } = await transformer.transform(config);
    const folders = folder === undefined ? [] : [folder];
    const connector = await plugins.loadConnector(requireConnectorClass(props), folders);
    const infos = await this.#reportOn(config, { props, folders, connector });
    for (const { key, placeholder, reason } of unresolved) {
      infos.warnings.push(`${key}: ${placeholder} stays as text: ${reason}`);
    }
    return infos;
  }

  /** Everything at once, also where the connector's class cannot be found. Rejects only with what plugins throw. */
  async examine(config: RawConfig, folder: string | undefined): Promise<Examination> {
    const { plugins, transformer } = this.#options;
    const { data: props } = await transformer.transform(config);
    const folders = folder === undefined ? [] : [folder];
    const looked = await lookUp(async () => plugins.loadConnector(requireConnectorClass(props), folders));
    const connector = looked instanceof Error ? undefined : looked;
    const infos = await this.#reportOn(config, { props, folders, connector });
    const findings = findingsOf(config, infos).filter(
      ({ key }) => connector !== undefined || key !== 'connector.class',
    );
    if (looked instanceof Error) findings.unshift(aboutClass(config, looked));
    return {
      infos,
      findings,
      type: isSource(connector, props) ? 'source' : 'sink',
      isClassKnown: connector !== undefined,
      unused: describeUnused(config, namesOf(infos)),
    };
  }

  /** Without what is secret. */
  async #reportOn(config: RawConfig, given: Pick<Subject, 'props' | 'folders' | 'connector'>): Promise<ConfigInfos> {
    const hidden = new HiddenSettings(this.#options.secrets ?? new Secrets(), config, given.props);
    try {
      const infos = await this.#wholeReportOn(config, given);
      hidden.hideIn(infos);
      return infos;
    } catch (thrown) {
      throw hidden.hideInError(asError(thrown));
    }
  }

  async #wholeReportOn(
    config: RawConfig,
    given: Pick<Subject, 'props' | 'folders' | 'connector'>,
  ): Promise<ConfigInfos> {
    const { props, connector } = given;
    const infos = new ConfigInfos();
    const complain = pluginComplaints((text, fullText) => infos.advise(text, fullText));
    const subject: Subject = { ...given, isSource: isSource(connector, props), complain };
    await this.#addCommon(subject, infos);
    const own = connector?.create();
    if (own !== undefined) infos.add(await own.validate(props), (name) => own.config().configKeys.get(name));
    for (const converter of CONVERTERS) await this.#addConverter(subject, converter, infos);
    if (!subject.isSource) for (const { key, message } of checkSinkConfig(props)) infos.complain(key, message);
    if (subject.isSource && own !== undefined) this.#checkExactlyOnce(own as SourceConnector, props, infos);
    this.#addOverrides(subject, infos);
    for (const [key, value] of Object.entries(config)) {
      if (value === null) infos.complain(key, 'Null value can not be supplied as the configuration value.');
    }
    return infos;
  }

  /**
   * Rejects with BadRequestError, all findings in one message, when a setting is wrong or the connector's class cannot be
   * found. Resolves with a sentence for each setting that nothing reads.
   */
  async requireValid(config: RawConfig, folder: string | undefined): Promise<string[]> {
    const infos = await this.#reportOrRefuse(config, folder);
    const values = infos.values();
    const messages = values.flatMap(({ errors }) => errors);
    if (messages.length === 0) {
      return [...infos.warnings, ...describeUnused(config, namesOf(infos)).map(({ message }) => message)];
    }
    const findings = findingsOf(config, infos);
    throw new BadRequestError(
      `Connector configuration is invalid and contains the following ${messages.length} error(s):\n${messages.join('\n')}\n` +
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
      { findings },
    );
  }

  async #reportOrRefuse(config: RawConfig, folder: string | undefined): Promise<ConfigInfos> {
    try {
      return await this.report(config, folder);
    } catch (thrown) {
      if (!(thrown instanceof ConnectError) || thrown instanceof BadRequestError) throw thrown;
      throw new BadRequestError(thrown.message, { cause: thrown });
    }
  }

  async #addCommon(subject: Subject, infos: ConfigInfos): Promise<void> {
    const { props, folders, connector, complain } = subject;
    const { plugins, worker = {} } = this.#options;
    const hints = await connectorConfigHints({ plugins, props, worker, folders, connector, complain });
    const base = subject.isSource ? sourceConnectorConfigDef(hints) : sinkConnectorConfigDef(hints);
    const def = await enrichWithPlugins(base, props, pluginResolver(plugins, folders, complain));
    infos.add(def.validate(props), (name) => def.configKeys.get(name));
    infos.addGroups(def.groups);
    const version = infos.values().find(({ name }) => name === 'connector.plugin.version');
    for (const message of version?.errors ?? []) infos.complain('connector.class', message);
  }

  /** The settings of a converter that the connector names. Settings of the worker's converter are the worker's business. */
  async #addConverter(
    { props, folders }: Subject,
    [key, kind, type]: (typeof CONVERTERS)[number],
    infos: ConfigInfos,
  ): Promise<void> {
    const reference = props[key];
    if (reference === undefined || reference === null || reference.trim() === '') return;
    const descriptor = await this.#options.plugins.load(kind, reference.trim(), folders).catch(() => undefined);
    // That it cannot be found is said already, by the definition of the key.
    if (descriptor === undefined) return;
    let def: ConfigDef | undefined;
    try {
      def = descriptor.create().config?.();
    } catch (thrown) {
      infos.add([{ ...createConfigValue(key), value: reference, errors: [asError(thrown).message] }]);
    }
    if (def === undefined) return;
    const prefix = `${key}.`;
    const { keys, values } = validatePrefixed(def, props, { prefix, extra: { 'converter.type': type } });
    const sorted = inJavaHashOrder(values, ({ name }) => name.slice(prefix.length));
    infos.add(sorted, (name) => keys.find((candidate) => candidate.name === name));
  }

  #checkExactlyOnce(connector: SourceConnector, props: Props, infos: ConfigInfos): void {
    const { exactlyOnce = { isFileBased: true, isEnabled: false } } = this.#options;
    for (const { key, message } of checkExactlyOnce(connector, props, exactlyOnce)) infos.complain(key, message);
    const warning = exactlyOnceWarning(props, exactlyOnce);
    if (warning !== undefined) infos.warnings.push(warning);
  }

  #addOverrides({ props, isSource: isFromSource }: Subject, infos: ConfigInfos): void {
    const hasDeadLetterQueue = (props['errors.deadletterqueue.topic.name'] ?? '').trim() !== '';
    const kinds: ClientKind[] = isFromSource
      ? ['producer']
      : hasDeadLetterQueue
        ? ['producer', 'consumer']
        : ['consumer'];
    if (isFromSource ? usesTopicCreation(props) : hasDeadLetterQueue) kinds.push('admin');
    for (const kind of kinds) {
      for (const { definition, value } of clientOverrideInfos(kind, clientOverrides(kind, props))) {
        const name = value.name.slice(`${kind}.override.`.length);
        const complaint = this.#options.overridePolicy.complaintAbout(name);
        if (complaint !== undefined) value.errors.push(complaint);
        infos.add([value], () => definition ?? undefined);
      }
    }
  }
}

function namesOf(infos: ConfigInfos): string[] {
  return infos.values().map(({ name }) => name);
}

function findingsOf(config: RawConfig, infos: ConfigInfos): ConfigFinding[] {
  return infos.values().flatMap(({ name, value, errors }) =>
    errors.map((reason) => ({
      key: name,
      ...asGiven(config, name, value),
      reason: infos.inFull(reason),
    })),
  );
}

async function lookUp<T>(look: () => Promise<T>): Promise<T | Error> {
  try {
    return await look();
  } catch (thrown) {
    return asError(thrown);
  }
}

function aboutClass(config: RawConfig, error: Error): ConfigFinding {
  const [own] = error instanceof BadRequestError ? error.findings : [];
  const key = 'connector.class';
  return own ?? { key, ...asGiven(config, key, null), reason: error.message };
}

/** What the class says; without one, a connector that names topics to read is a sink. */
function isSource(connector: PluginDescriptor | undefined, props: Props): boolean {
  if (connector !== undefined) return connector.kinds.includes('source');
  return !Object.hasOwn(props, 'topics') && !Object.hasOwn(props, 'topics.regex');
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

/** The value as it stands in the settings, placeholders and all; a secret is not shown. */
function asGiven(config: RawConfig, name: string, value: ConfigValue['value']): Pick<ConfigFinding, 'value'> {
  const given = Object.hasOwn(config, name) ? config[name] : undefined;
  if (given === undefined) return {};
  return { value: value instanceof Password || (given !== null && isSecretName(name)) ? HIDDEN : given };
}
