import { ConfigDef } from '../../src/config/config-def';
import { pluginKindsOf, type PluginKind } from '../../src/api/plugin';
import { BUILTIN_PLUGINS, loadBuiltin } from '../../src/runtime/builtin-plugins';

/** Kafka Connect has them, and does not list them. */
const UNLISTED: readonly PluginKind[] = ['configprovider', 'rest_extension'];

/** What `GET /connector-plugins` of Kafka 4.2.0 answers, with the file connectors on its plugin.path. */
const GENUINE = [
  'converters.BooleanConverter',
  'converters.ByteArrayConverter',
  'converters.DoubleConverter',
  'converters.FloatConverter',
  'converters.IntegerConverter',
  'converters.LongConverter',
  'converters.ShortConverter',
  'file.FileStreamSinkConnector',
  'file.FileStreamSourceConnector',
  'json.JsonConverter',
  'storage.SimpleHeaderConverter',
  'storage.StringConverter',
  'transforms.Cast$Key',
  'transforms.Cast$Value',
  'transforms.DropHeaders',
  'transforms.ExtractField$Key',
  'transforms.ExtractField$Value',
  'transforms.Filter',
  'transforms.Flatten$Key',
  'transforms.Flatten$Value',
  'transforms.HeaderFrom$Key',
  'transforms.HeaderFrom$Value',
  'transforms.HoistField$Key',
  'transforms.HoistField$Value',
  'transforms.InsertField$Key',
  'transforms.InsertField$Value',
  'transforms.InsertHeader',
  'transforms.MaskField$Key',
  'transforms.MaskField$Value',
  'transforms.RegexRouter',
  'transforms.ReplaceField$Key',
  'transforms.ReplaceField$Value',
  'transforms.SetSchemaMetadata$Key',
  'transforms.SetSchemaMetadata$Value',
  'transforms.TimestampConverter$Key',
  'transforms.TimestampConverter$Value',
  'transforms.TimestampRouter',
  'transforms.ValueToKey',
  'transforms.predicates.HasHeaderKey',
  'transforms.predicates.RecordIsTombstone',
  'transforms.predicates.TopicNameMatches',
].map((name) => `org.apache.kafka.connect.${name}`);

describe.each(BUILTIN_PLUGINS)('$className', (builtin) => {
  it('loads, and is what the table says', () => {
    expect(pluginKindsOf(loadBuiltin(builtin))).toEqual(builtin.kinds);
  });

  it('documents its settings', () => {
    const instance = new (loadBuiltin(builtin))() as { config?(): ConfigDef };
    const config = instance.config?.();
    expect(config).toBeInstanceOf(ConfigDef);
    for (const { name, doc } of config?.configKeys.values() ?? []) expect([name, doc]).not.toContain('');
  });
});

describe('BUILTIN_PLUGINS', () => {
  it('are what the genuine worker lists with the file connectors, config providers, and REST extensions', () => {
    const listed = BUILTIN_PLUGINS.filter(({ kinds }) => !kinds.some((kind) => UNLISTED.includes(kind)));
    expect(listed.map(({ className }) => className).sort()).toEqual([...GENUINE].sort());
  });

  it('refuse a table that is wrong', () => {
    const wrong = { className: 'a.B', simpleName: 'B', kinds: [], module: 'errors', exportName: 'B' };
    expect(() => loadBuiltin(wrong)).toThrow('src/errors does not export B');
  });
});
