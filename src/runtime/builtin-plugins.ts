/** Owns which plugins are shipped, under Java's class names. Nothing else in the runtime names a shipped plugin. */
import type { PluginKind } from '../api/plugin';
import { ConnectError } from '../errors';
import { isPluginClass, type PluginClass } from './plugin-descriptor';

/** A shipped plugin. Its module is read when it is first loaded: start-up must not read what a run does not use. */
export interface BuiltinPlugin {
  /** As Java names it, nested classes with a dollar sign. */
  readonly className: string;
  /** Without the package: `JsonConverter`, `Cast$Value`. */
  readonly simpleName: string;
  readonly kinds: readonly PluginKind[];
  /** The module, relative to `src`. */
  readonly module: string;
  readonly exportName: string;
}

const CONNECT = 'org.apache.kafka.connect';
const TRANSFORMS = `${CONNECT}.transforms`;
const CONVERTER: readonly PluginKind[] = ['converter', 'header_converter'];

type Row = readonly [javaName: string, module: string];

const CONNECTORS: readonly BuiltinPlugin[] = [
  plugin(`${CONNECT}.file.FileStreamSinkConnector`, ['sink'], 'connectors/file-stream-sink-connector'),
  plugin(`${CONNECT}.file.FileStreamSourceConnector`, ['source'], 'connectors/file-stream-source-connector'),
];

const CONVERTERS: readonly BuiltinPlugin[] = [
  plugin(`${CONNECT}.json.JsonConverter`, CONVERTER, 'converters/json-converter'),
  plugin(`${CONNECT}.storage.StringConverter`, CONVERTER, 'converters/string-converter'),
  plugin(`${CONNECT}.storage.SimpleHeaderConverter`, ['header_converter'], 'converters/simple-header-converter'),
  plugin(`${CONNECT}.converters.ByteArrayConverter`, CONVERTER, 'converters/byte-array-converter'),
  plugin(`${CONNECT}.converters.BooleanConverter`, CONVERTER, 'converters/boolean-converter'),
  plugin(`${CONNECT}.converters.ShortConverter`, CONVERTER, 'converters/short-converter'),
  plugin(`${CONNECT}.converters.IntegerConverter`, CONVERTER, 'converters/integer-converter'),
  plugin(`${CONNECT}.converters.LongConverter`, CONVERTER, 'converters/long-converter'),
  plugin(`${CONNECT}.converters.FloatConverter`, CONVERTER, 'converters/float-converter'),
  plugin(`${CONNECT}.converters.DoubleConverter`, CONVERTER, 'converters/double-converter'),
];

const TRANSFORMATIONS: readonly BuiltinPlugin[] = (
  [
    ['Cast$Key', 'cast'],
    ['Cast$Value', 'cast'],
    ['DropHeaders', 'drop-headers'],
    ['ExtractField$Key', 'extract-field'],
    ['ExtractField$Value', 'extract-field'],
    ['Filter', 'filter'],
    ['Flatten$Key', 'flatten'],
    ['Flatten$Value', 'flatten'],
    ['HeaderFrom$Key', 'header-from'],
    ['HeaderFrom$Value', 'header-from'],
    ['HoistField$Key', 'hoist-field'],
    ['HoistField$Value', 'hoist-field'],
    ['InsertField$Key', 'insert-field'],
    ['InsertField$Value', 'insert-field'],
    ['InsertHeader', 'insert-header'],
    ['MaskField$Key', 'mask-field'],
    ['MaskField$Value', 'mask-field'],
    ['RegexRouter', 'regex-router'],
    ['ReplaceField$Key', 'replace-field'],
    ['ReplaceField$Value', 'replace-field'],
    ['SetSchemaMetadata$Key', 'set-schema-metadata'],
    ['SetSchemaMetadata$Value', 'set-schema-metadata'],
    ['TimestampConverter$Key', 'timestamp-converter'],
    ['TimestampConverter$Value', 'timestamp-converter'],
    ['TimestampRouter', 'timestamp-router'],
    ['ValueToKey', 'value-to-key'],
  ] satisfies readonly Row[]
).map(([name, file]) => plugin(`${TRANSFORMS}.${name}`, ['transformation'], `transforms/${file}`));

const PREDICATES: readonly BuiltinPlugin[] = (
  [
    ['HasHeaderKey', 'has-header-key'],
    ['RecordIsTombstone', 'record-is-tombstone'],
    ['TopicNameMatches', 'topic-name-matches'],
  ] satisfies readonly Row[]
).map(([name, file]) => plugin(`${TRANSFORMS}.predicates.${name}`, ['predicate'], `transforms/predicates/${file}`));

const CONFIG_PROVIDERS: readonly BuiltinPlugin[] = (
  [
    ['DirectoryConfigProvider', 'directory-config-provider'],
    ['EnvVarConfigProvider', 'env-var-config-provider'],
    ['FileConfigProvider', 'file-config-provider'],
  ] satisfies readonly Row[]
).map(([name, file]) =>
  plugin(`org.apache.kafka.common.config.provider.${name}`, ['configprovider'], `config/providers/${file}`),
);

const REST_EXTENSIONS: readonly BuiltinPlugin[] = [
  plugin(
    `${CONNECT}.rest.basic.auth.extension.BasicAuthSecurityRestExtension`,
    ['rest_extension'],
    'rest/basic-auth-security-rest-extension',
  ),
];

/** Every shipped plugin. */
export const BUILTIN_PLUGINS: readonly BuiltinPlugin[] = [
  ...CONNECTORS,
  ...CONVERTERS,
  ...TRANSFORMATIONS,
  ...PREDICATES,
  ...CONFIG_PROVIDERS,
  ...REST_EXTENSIONS,
];

/** The class of a shipped plugin; reads its module the first time. */
export function loadBuiltin(builtin: BuiltinPlugin): PluginClass {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a static import would read all of them at start-up
  const exports = require(`../${builtin.module}`) as Readonly<Record<string, unknown>>;
  const candidate = exports[builtin.exportName];
  if (isPluginClass(candidate)) return candidate;
  throw new ConnectError(`src/${builtin.module} does not export ${builtin.exportName}: this installation is damaged`);
}

/** `Cast$Value` is exported as `CastValue`: an identifier without the dollar sign. */
function plugin(className: string, kinds: readonly PluginKind[], module: string): BuiltinPlugin {
  const simpleName = className.slice(className.lastIndexOf('.') + 1);
  return { className, simpleName, kinds, module, exportName: simpleName.replace('$', '') };
}
