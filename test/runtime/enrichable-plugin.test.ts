import { ConfigDef } from '../../src/config/config-def';
import {
  enrichWithPlugins,
  type PluginResolution,
  type PluginResolver,
  requirePluginTypes,
} from '../../src/runtime/enrichable-plugin';
import { sinkConnectorConfigDef } from '../../src/runtime/sink-connector-config';

const HOIST = new ConfigDef()
  .define({ name: 'field', type: 'STRING', importance: 'MEDIUM', doc: 'a field' })
  .define({ name: 'negate', type: 'STRING', default: 'own', importance: 'HIGH', doc: 'hidden by the runtime' });

const RESOLUTIONS: Record<string, PluginResolution> = {
  Hoist: { className: 'org.Hoist', version: '1.0', config: HOIST },
  Nope: { problem: 'Class Nope could not be found.' },
  'org.Other': {
    className: 'org.Other',
    problem: 'Class class org.Other does not implement the Transformation interface',
  },
  Old: { className: 'org.Old', version: '1.0', versionProblem: 'no Old of version 9', config: new ConfigDef() },
  Match: { className: 'org.Match' },
};

const resolver: PluginResolver = {
  resolve: async (_kind, reference) => RESOLUTIONS[reference] ?? {},
  classNames: async (kind) => [`org.A-${kind}`],
};

async function enrich(props: Record<string, string | null>) {
  const all = { name: 'n', 'connector.class': 'C', topics: 't', ...props };
  const def = await enrichWithPlugins(sinkConnectorConfigDef(), all, resolver);
  const values = def.validate(all);
  return { def, values, errors: values.flatMap(({ name, errors }) => errors.map((error) => `${name}: ${error}`)) };
}

describe('enrichWithPlugins', () => {
  const hoist = { transforms: 'h', 'transforms.h.type': 'Hoist', 'transforms.h.field': 'f' };

  test('adds the type, the version, the settings of the plugin and its condition, in the order of Kafka Connect', async () => {
    const { def, errors } = await enrich({ ...hoist, predicates: 'p', 'predicates.p.type': 'Match' });
    const added = [...def.configKeys.values()].filter(({ name }) => /^(transforms|predicates)\./.test(name));

    expect(errors).toEqual([]);
    expect(added.map(({ name, group, orderInGroup, type }) => [name, group, orderInGroup, type])).toEqual([
      ['transforms.h.type', 'Transforms: h', 0, 'CLASS'],
      ['transforms.h.plugin.version', 'Transforms: h', 1, 'STRING'],
      ['transforms.h.field', 'Transforms: h', 2, 'STRING'],
      ['transforms.h.negate', 'Transforms: h', 3, 'BOOLEAN'],
      ['transforms.h.predicate', 'Transforms: h', 4, 'STRING'],
      ['predicates.p.type', 'Predicates: p', 0, 'CLASS'],
      ['predicates.p.plugin.version', 'Predicates: p', 1, 'STRING'],
    ]);
    expect(def.groups.slice(-2)).toEqual(['Transforms: h', 'Predicates: p']);
  });

  test('shows the full name of the class, its version and what else there is', async () => {
    const { values } = await enrich(hoist);

    expect(values.find(({ name }) => name === 'transforms.h.type')).toMatchObject({
      value: 'org.Hoist',
      recommendedValues: ['org.A-transformation'],
    });
    expect(values.find(({ name }) => name === 'transforms.h.plugin.version')).toMatchObject({
      value: '1.0',
      recommendedValues: ['1.0'],
    });
  });

  test('leaves the definition that it was given alone', async () => {
    const base = new ConfigDef();
    await enrichWithPlugins(base, hoist, resolver);

    expect(base.keys()).toEqual([]);
  });

  test.each([
    [
      { transforms: 'h' },
      ['transforms.h.type: Missing required configuration "transforms.h.type" which has no default value.'],
    ],
    [
      { ...hoist, 'transforms.h.type': ' Nope' },
      ['transforms.h.type: Invalid value Nope for configuration transforms.h.type: Class Nope could not be found.'],
    ],
    [
      { ...hoist, 'transforms.h.type': 'org.Other' },
      ['transforms.h.type: Class class org.Other does not implement the Transformation interface'],
    ],
    [
      { transforms: 'h', 'transforms.h.type': 'Hoist' },
      ['transforms.h.field: Missing required configuration "transforms.h.field" which has no default value.'],
    ],
    [
      { ...hoist, 'transforms.h.negate': 'perhaps' },
      [
        "transforms.h.type: Config 'transforms.h.negate' was provided but there is no config 'transforms.h.predicate' defining a predicate to be negated.",
        'transforms.h.negate: Invalid value perhaps for configuration transforms.h.negate: Expected value to be either true or false',
      ],
    ],
    [
      { ...hoist, transforms: 'h,h' },
      ['transforms: Invalid value [h, h] for configuration transforms: Duplicate alias provided.'],
    ],
    [{ ...hoist, 'transforms.h.predicate': 'unknown' }, []],
    [
      { transforms: 'o', 'transforms.o.type': 'Old', 'transforms.o.plugin.version': '9' },
      ['transforms.o.type: no Old of version 9', 'transforms.o.plugin.version: no Old of version 9'],
    ],
  ])('complains of %j as Kafka Connect does', async (props, expected) => {
    expect((await enrich(props)).errors).toEqual(expected);
  });

  test('lets parsing fail where a class cannot be used', async () => {
    const { def } = await enrich({ transforms: 'h', 'transforms.h.type': 'Nope' });

    expect(() =>
      def.parse({ name: 'n', 'connector.class': 'C', transforms: 'h', 'transforms.h.type': 'Nope' }),
    ).toThrow('Class Nope could not be found.');
  });
});

describe('requirePluginTypes', () => {
  test.each([
    [{ transforms: 'a' }, 'Invalid value null for configuration transforms.a.type: Not a Transformation'],
    [{ predicates: 'p' }, 'Invalid value null for configuration predicates.p.type: Not a Predicate'],
  ])('refuses %j, as Kafka Connect does at the start', (props, message) => {
    expect(() => requirePluginTypes(props)).toThrow(message);
  });

  test('takes whatever class is named', () => {
    expect(() => requirePluginTypes({ transforms: 'a', 'transforms.a.type': 'Nope' })).not.toThrow();
  });
});
