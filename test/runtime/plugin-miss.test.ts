import type { PluginKind } from '../../src/api/plugin';
import { ConfigError, ConnectError } from '../../src/errors';
import { missError, pluginError, wrongKindError, type KnownPlugin } from '../../src/runtime/plugin-miss';
import { parsePluginReference } from '../../src/runtime/plugin-reference';

const SINK: KnownPlugin = {
  className: 'org.example.FooSinkConnector',
  simpleName: 'FooSinkConnector',
  kinds: ['sink'],
};
const JSON_CONVERTER: KnownPlugin = {
  className: 'org.example.JsonConverter',
  simpleName: 'JsonConverter',
  kinds: ['converter'],
};

function miss(text: string, known: readonly KnownPlugin[], kind: PluginKind = 'converter'): string {
  const reference = parsePluginReference(text);
  return missError({ reference, kinds: [kind], known, searched: [], otherwise: undefined }).message;
}

describe('missError', () => {
  it('says of connectors what Java says, with those that there are', () => {
    expect(miss('Bar', [SINK], 'sink')).toMatch(
      /^Failed to find any class that implements Connector and which name matches Bar, available connectors are: org\.example\.FooSinkConnector\. /,
    );
    expect(miss('Bar', [], 'sink')).toContain('available connectors are: none.');
  });

  it('says of a plugin of any kind where was looked', () => {
    const miss = {
      reference: parsePluginReference('Jso'),
      kinds: ['source', 'sink', 'converter'] as const,
      otherwise: undefined,
    };
    const { message } = missError({ ...miss, known: [SINK, JSON_CONVERTER], searched: ['/opt/plugins'] });
    expect(message).toMatch(/^There is no plugin Jso\. Looked among the 2 known ones, \/opt\/plugins\. /);
  });

  it('says of everything else what Java says', () => {
    expect(miss('Bar', [])).toMatch(/^Class Bar could not be found\. /);
  });

  it.each([
    ['a slip in the full name', 'org.example.JsonConvertor'],
    ['a slip in the simple name', 'JsonConvertr'],
    ['the right name in a wrong package', 'com.elsewhere.JsonConverter'],
  ])('suggests the name that was meant after %s', (_what, text) => {
    expect(miss(text, [JSON_CONVERTER])).toContain('Did you mean org.example.JsonConverter?');
  });

  it('suggests nothing that is far off', () => {
    expect(miss('AvroThing', [JSON_CONVERTER])).not.toContain('Did you mean');
  });

  it.each([
    ['./x.ts', 'A path is taken relative to the folder of the connector file'],
    ['org.other.Thing', 'a Java plugin that is not shipped here'],
    ['connect-foo', 'npm i connect-foo. For a file, write ./connect-foo.'],
    ['@acme/foo/sub', 'npm i @acme/foo.'],
    ['Bar', 'Name the class of a shipped plugin, an npm package, or a file'],
  ])('gives for %s the remedy: %s', (text, remedy) => {
    expect(miss(text, [])).toContain(remedy);
  });

  it('names the places and what else has the name', () => {
    const error = missError({
      reference: parsePluginReference('Json'),
      kinds: ['sink'],
      known: [],
      searched: ['/a', '/b'],
      otherwise: 'org.example.JsonConverter',
    });
    expect(error.message).toContain('Looked in /a, /b. Json is the name of org.example.JsonConverter.');
  });
});

describe('pluginError', () => {
  it('is a ConnectError for connectors and a ConfigError for the rest', () => {
    expect(pluginError(['sink', 'source'], 'x').constructor).toBe(ConnectError);
    expect(pluginError(['predicate'], 'x')).toBeInstanceOf(ConfigError);
  });
});

describe('wrongKindError', () => {
  it('says what the class is', () => {
    expect(wrongKindError('X', ['sink', 'source'], ['converter']).message).toBe(
      'Class X does not implement the Connector interface: it is a converter.',
    );
  });
});
