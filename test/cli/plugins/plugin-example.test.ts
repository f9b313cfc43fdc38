import { pluginExample } from '../../../src/cli/plugins/plugin-example';
import { ConfigDef } from '../../../src/config/config-def';

const SETTINGS = new ConfigDef()
  .define({ name: 'place', type: 'STRING', importance: 'HIGH', doc: 'd' })
  .define({ name: 'often', type: 'INT', default: 5, importance: 'HIGH', doc: 'd' })
  .define({ name: 'rarely', type: 'INT', default: 6, importance: 'LOW', doc: 'd' })
  .sortedKeys();

function example(kind: Parameters<typeof pluginExample>[0]['kinds'][number], simpleName: string, reference = 'x.Y') {
  return pluginExample({ reference, simpleName, kinds: [kind], settings: SETTINGS }).split('\n');
}

describe('An example', () => {
  it('of a sink has a name, the class, topics and what is required; what else matters is a comment', () => {
    expect(example('sink', 'HTTPFooSinkConnector')).toEqual([
      'name=http-foo-sink',
      'connector.class=x.Y',
      'topics=my-topic',
      'place=my-place',
      '#often=5',
      '',
    ]);
  });

  it('of a source has no topics of its own', () => {
    expect(example('source', 'FooConnector').join()).not.toContain('topics');
  });

  it('of a transform names it in the list', () => {
    const lines = ['transforms=doIt', 'transforms.doIt.type=x.Y', 'transforms.doIt.place=my-place'];
    expect(example('transformation', 'DoIt$Value')).toEqual([...lines, '#transforms.doIt.often=5', '']);
  });

  it('of a filter has the condition without which everything would be dropped', () => {
    const filter = 'org.apache.kafka.connect.transforms.Filter';
    expect(example('transformation', 'Filter', filter)).toContain('transforms.filter.predicate=isTombstone');
  });

  it('of a predicate has a transform that goes by it', () => {
    const lines = example('predicate', 'IsOdd');
    expect(lines.slice(0, 3)).toEqual([
      'predicates=isOdd',
      'predicates.isOdd.type=x.Y',
      'predicates.isOdd.place=my-place',
    ]);
    expect(lines).toContain('transforms.drop.predicate=isOdd');
  });

  it('of a converter sets one, and leaves out what the worker says', () => {
    const settings = new ConfigDef()
      .define({ name: 'converter.type', type: 'STRING', importance: 'LOW', doc: 'd' })
      .sortedKeys();
    const kinds = ['converter', 'header_converter'] as const;
    const text = pluginExample({ reference: 'x.Y', simpleName: 'YConverter', kinds, settings });
    expect(text).toBe('value.converter=x.Y\n\nheader.converter=x.Y\n');
  });

  it('of a config provider says where it is used', () => {
    expect(example('configprovider', 'VaultConfigProvider')).toEqual(
      expect.arrayContaining([
        'config.providers=vault',
        'config.providers.vault.class=x.Y',
        'config.providers.vault.param.place=my-place',
      ]),
    );
  });

  it('of a REST extension names its class', () => {
    expect(example('rest_extension', 'Auth')).toContain('rest.extension.classes=x.Y');
  });

  it('has one optional setting where the plugin wants one of several', () => {
    const accepts = (props: object) => Object.hasOwn(props, 'rarely');
    const subject = { reference: 'x.Y', simpleName: 'T', settings: SETTINGS, accepts };
    expect(pluginExample({ ...subject, kinds: ['transformation'] })).toContain('\ntransforms.t.rarely=6\n');
  });

  it('escapes what a properties file would take for something else', () => {
    const settings = new ConfigDef()
      .define({ name: 'a', type: 'STRING', default: ' \\d', importance: 'HIGH', doc: 'd' })
      .sortedKeys();
    const text = pluginExample({ reference: 'C:\\x', simpleName: 'A', kinds: ['source'], settings });
    expect(text).toContain('connector.class=C:\\\\x\n');
  });
});
