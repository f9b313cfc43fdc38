/** Owns the settings that every connector has beside its own. */
import { ConfigDef, type ParsedConfig, type Recommender } from '../config/config-def';
import {
  atLeast,
  nonEmptyStringWithoutControlChars,
  uniqueAliases,
  validString,
  type Validator,
} from '../config/validators';

/** The settings that name a converter. */
export type ConverterKey = 'key.converter' | 'value.converter' | 'header.converter';

/** What is known of a plugin setting when its definition is asked for; definitions read without plugins know nothing. */
export interface PluginHints {
  /** The class in use where the connector names none. */
  readonly defaultClass?: string | null;
  /** The classes that may be named. */
  readonly classes?: readonly string[];
  /** The full name of the class that a reference means; throws ConfigError when there is none. */
  readonly resolveClass?: (key: string, reference: string) => string;
  /** Refuses classes that cannot be used. */
  readonly classValidator?: Validator;
  /** The version of the class in use. */
  readonly version?: string | null;
  readonly versionValidator?: Validator;
}

/** Hints for the plugins that a connector is made of. */
export type ConnectorConfigHints = Readonly<Partial<Record<ConverterKey | 'connector', PluginHints>>>;

/** The parsed settings of any connector. */
export type ConnectorConfig = ParsedConfig<ReturnType<typeof connectorConfigDef>>;

/** The definition of the settings of every connector. */
export function connectorConfigDef(hints: ConnectorConfigHints = {}) {
  return identityDef(hints.connector).include(converterDef(hints)).include(CHAIN).include(ERROR_HANDLING);
}

function recommend(values: readonly (string | null | undefined)[]): Recommender {
  const known = values.filter((value) => value !== null && value !== undefined);
  return { validValues: () => known, visible: () => true };
}

function optionalValidator(validator: Validator | undefined): { validator?: Validator } {
  return validator === undefined ? {} : { validator };
}

function identityDef(hints: PluginHints = {}) {
  const common = { group: 'Common', importance: 'HIGH' } as const;
  return new ConfigDef()
    .define({
      ...common,
      name: 'name',
      type: 'STRING',
      validator: nonEmptyStringWithoutControlChars(),
      doc: 'Name of the connector, unique in the worker.',
      orderInGroup: 1,
      width: 'MEDIUM',
      displayName: 'Connector name',
    })
    .define({
      ...common,
      name: 'connector.class',
      type: 'STRING',
      doc: 'The connector: a class name of Kafka Connect or its short form, an npm package, or a file with a class.',
      orderInGroup: 2,
      width: 'LONG',
      displayName: 'Connector class',
    })
    .define({
      ...common,
      name: 'connector.plugin.version',
      type: 'STRING',
      default: hints.version ?? null,
      ...optionalValidator(hints.versionValidator),
      recommender: recommend([hints.version]),
      importance: 'MEDIUM',
      doc: 'Version that the connector must have: an exact one, or a range such as `[1.0,2.0)`.',
      orderInGroup: 3,
      width: 'MEDIUM',
      displayName: 'Connector version',
    })
    .define({
      ...common,
      name: 'tasks.max',
      type: 'INT',
      default: 1,
      validator: atLeast(1),
      doc: 'Most tasks that the connector may have.',
      orderInGroup: 4,
      width: 'SHORT',
      displayName: 'Tasks max',
    })
    .define({
      ...common,
      name: 'tasks.max.enforce',
      type: 'BOOLEAN',
      default: true,
      importance: 'LOW',
      doc: 'Fail a connector that makes more tasks than `tasks.max`; otherwise only warn. Deprecated.',
      orderInGroup: 5,
      width: 'SHORT',
      displayName: 'Enforce tasks max',
    });
}

const CONVERTER = { importance: 'LOW', group: 'Common', width: 'SHORT' } as const;

function converterClass(hints: PluginHints | undefined, key: ConverterKey, what: string) {
  return {
    ...CONVERTER,
    ...optionalValidator(hints?.classValidator),
    ...(hints?.resolveClass === undefined ? {} : { resolveClass: hints.resolveClass }),
    type: 'CLASS',
    default: hints?.defaultClass ?? null,
    recommender: recommend(hints?.classes ?? []),
    doc: `Converter of ${what}, with settings of its own under \`${key}.\`. Without it the worker's converter and its settings are used, and settings under \`${key}.\` are not.`,
  } as const;
}

function converterVersion(hints: PluginHints | undefined, what: string) {
  return {
    ...CONVERTER,
    ...optionalValidator(hints?.versionValidator),
    type: 'STRING',
    default: hints?.version ?? null,
    recommender: recommend([hints?.version]),
    doc: `Version that the converter of ${what} must have.`,
  } as const;
}

function converterDef(hints: ConnectorConfigHints) {
  return new ConfigDef()
    .define({
      ...converterClass(hints['key.converter'], 'key.converter', 'record keys'),
      name: 'key.converter',
      orderInGroup: 6,
      displayName: 'Key converter class',
    })
    .define({
      ...converterVersion(hints['key.converter'], 'record keys'),
      name: 'key.converter.plugin.version',
      orderInGroup: 7,
      displayName: 'Key converter version',
    })
    .define({
      ...converterClass(hints['value.converter'], 'value.converter', 'record values'),
      name: 'value.converter',
      orderInGroup: 8,
      displayName: 'Value converter class',
    })
    .define({
      ...converterVersion(hints['value.converter'], 'record values'),
      name: 'value.converter.plugin.version',
      orderInGroup: 9,
      displayName: 'Value converter version',
    })
    .define({
      ...converterClass(hints['header.converter'], 'header.converter', 'record headers'),
      name: 'header.converter',
      orderInGroup: 10,
      displayName: 'Header converter class',
    })
    .define({
      ...converterVersion(hints['header.converter'], 'record headers'),
      name: 'header.converter.plugin.version',
      orderInGroup: 11,
      displayName: 'Header converter version',
    });
}

const CHAIN = new ConfigDef()
  .define({
    name: 'transforms',
    type: 'LIST',
    default: '',
    validator: uniqueAliases('transformation aliases'),
    importance: 'LOW',
    doc: 'Aliases of the transforms that every record goes through, in order; each is set up under `transforms.<alias>.`.',
    group: 'Transforms',
    orderInGroup: 12,
    width: 'LONG',
    displayName: 'Transforms',
  })
  .define({
    name: 'predicates',
    type: 'LIST',
    default: '',
    validator: uniqueAliases('predicate aliases'),
    importance: 'LOW',
    doc: 'Aliases of predicates that transforms may hang on; each is set up under `predicates.<alias>.`.',
    group: 'Predicates',
    orderInGroup: 13,
    width: 'LONG',
    displayName: 'Predicates',
  })
  .define({
    name: 'config.action.reload',
    type: 'STRING',
    default: 'restart',
    validator: validString('none', 'restart'),
    importance: 'LOW',
    doc: 'What happens when a value of a config provider expires: the connector restarts with new values, or nothing.',
    group: 'Common',
    orderInGroup: 14,
    width: 'MEDIUM',
    displayName: 'Reload Action',
  });

const ERRORS = { group: 'Error Handling', importance: 'MEDIUM' } as const;

const ERROR_HANDLING = new ConfigDef()
  .define({
    ...ERRORS,
    name: 'errors.retry.timeout',
    type: 'LONG',
    default: 0,
    doc: 'Milliseconds during which a failed conversion or transform is repeated: 0 not at all, -1 for ever.',
    orderInGroup: 1,
    width: 'MEDIUM',
    displayName: 'Retry Timeout for Errors',
  })
  .define({
    ...ERRORS,
    name: 'errors.retry.delay.max.ms',
    type: 'LONG',
    default: 60000,
    doc: 'Longest wait in milliseconds between two attempts; waits grow up to it, with some jitter.',
    orderInGroup: 2,
    width: 'MEDIUM',
    displayName: 'Maximum Delay Between Retries for Errors',
  })
  .define({
    ...ERRORS,
    name: 'errors.tolerance',
    type: 'STRING',
    default: 'none',
    validator: validString('none', 'all'),
    doc: 'What a bad record does: `none` fails the task, `all` skips the record.',
    orderInGroup: 3,
    width: 'SHORT',
    displayName: 'Error Tolerance',
  })
  .define({
    ...ERRORS,
    name: 'errors.log.enable',
    type: 'BOOLEAN',
    default: false,
    doc: 'Log every failed operation, also where it is tolerated.',
    orderInGroup: 4,
    width: 'SHORT',
    displayName: 'Log Errors',
  })
  .define({
    ...ERRORS,
    name: 'errors.log.include.messages',
    type: 'BOOLEAN',
    default: false,
    doc: 'Name the record in that log line: of a sink its coordinates, of a source its contents.',
    orderInGroup: 5,
    width: 'SHORT',
    displayName: 'Log Error Details',
  });
