import type { PluginKind } from '../../src/api/plugin';
import { AliasIndex, aliasesOf, simpleNameOf } from '../../src/runtime/plugin-names';

function plugin(simpleName: string, ...kinds: PluginKind[]) {
  return { simpleName, kinds };
}

describe('simpleNameOf', () => {
  it('leaves out the package and keeps the outer class of a nested one', () => {
    expect(['org.example.FooSink', 'org.example.Cast$Value', 'Foo'].map(simpleNameOf)).toEqual([
      ...['FooSink', 'Cast$Value', 'Foo'],
    ]);
  });
});

describe('aliasesOf', () => {
  it.each<[string, PluginKind, string[]]>([
    ['FileStreamSinkConnector', 'sink', ['FileStreamSinkConnector', 'FileStreamSink']],
    ['ConnectorConnectorV2', 'source', ['ConnectorConnectorV2', 'Connector']],
    ['SimpleHeaderConverter', 'header_converter', ['SimpleHeaderConverter', 'Simple']],
    ['StringConverter', 'header_converter', ['StringConverter']],
    ['EnvVarConfigProvider', 'configprovider', ['EnvVarConfigProvider', 'EnvVar']],
    ['Connector', 'sink', ['Connector']],
    ['Filter', 'transformation', ['Filter']],
  ])('of %s as a %s are %p', (simpleName, kind, aliases) => {
    expect(aliasesOf(simpleName, kind)).toEqual(aliases);
  });
});

describe('AliasIndex', () => {
  it('finds a plugin by each of its short names', () => {
    const json = plugin('JsonConverter', 'converter', 'header_converter');
    const index = new AliasIndex([json]);
    expect([index.get('Json'), index.get('JsonConverter'), index.get('json')]).toEqual([json, json, undefined]);
  });

  it('drops a short name that fits two plugins, and keeps their other names', () => {
    const sink = plugin('FooSink', 'sink');
    const connector = plugin('FooSinkConnector', 'sink');
    const index = new AliasIndex([sink, connector]);
    expect([index.get('FooSink'), index.get('FooSinkConnector')]).toEqual([undefined, connector]);
  });
});
