import { ConfigDef } from '../../src/config/config-def';
import { definitionJson, reportJson } from '../../src/rest/config-json';
import { ConfigInfos } from '../../src/runtime/config-infos';

const DEF = new ConfigDef()
  .define({ name: 'list', type: 'LIST', default: 'a,b', importance: 'HIGH', doc: 'A list.', group: 'G' })
  .define({ name: 'factor', type: 'DOUBLE', default: 1, importance: 'LOW', doc: 'A factor.' })
  .define({ name: 'secret', type: 'PASSWORD', importance: 'LOW', doc: 'A secret.' });

describe('definitionJson', () => {
  it('has the members of Kafka Connect, values as text', () => {
    expect([...DEF.configKeys.values()].map(definitionJson)[0]).toEqual({
      name: 'list',
      type: 'LIST',
      required: false,
      default_value: 'a,b',
      importance: 'HIGH',
      documentation: 'A list.',
      group: 'G',
      order_in_group: -1,
      width: 'NONE',
      display_name: 'list',
      dependents: [],
    });
  });
});

describe('reportJson', () => {
  it('shows values as text, secrets hidden, and null where nobody defines a setting', () => {
    const infos = new ConfigInfos();
    infos.add(DEF.validate({ secret: 'x' }), (name) => DEF.configKeys.get(name));
    infos.complain('unknown', 'what is it?');
    const report = reportJson('C', infos) as { configs: { definition: unknown; value: { value: unknown } }[] };
    expect(report).toMatchObject({ name: 'C', error_count: 1, groups: ['G'] });
    expect(report.configs.map(({ value }) => value.value)).toEqual(['a,b', '1.0', '[hidden]', null]);
    expect(report.configs[3]).toEqual({
      definition: null,
      value: { name: 'unknown', value: null, recommended_values: [], errors: ['what is it?'], visible: true },
    });
  });
});
