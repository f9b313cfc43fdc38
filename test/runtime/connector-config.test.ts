import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigDef } from '../../src/config/config-def';
import { configText } from '../../src/config/config-types';
import { connectorConfigDef } from '../../src/runtime/connector-config';
import { sinkConnectorConfigDef } from '../../src/runtime/sink-connector-config';
import { sourceConnectorConfigDef } from '../../src/runtime/source-connector-config';

type Definition = Readonly<Record<string, unknown>> & { readonly name: string };

const OWN_KEYS = ['file', 'topic', 'batch.size'];

/** What Kafka Connect answers for the common keys of a connector, without documentation. */
function readGolden(name: string): Definition[] {
  const path = join(__dirname, `../testdata/rest-corpus/golden/config-org.apache.kafka.connect.file.${name}.json`);
  const definitions = JSON.parse(readFileSync(path, 'utf8')) as Definition[];
  return definitions
    .filter((definition) => !OWN_KEYS.includes(definition.name))
    .map((definition) => Object.fromEntries(Object.entries(definition).filter(([key]) => key !== 'documentation')))
    .map((definition) => definition as Definition);
}

function definitionsOf(def: ConfigDef): Definition[] {
  return [...def.configKeys.values()].map((key) => ({
    name: key.name,
    type: key.type,
    required: key.defaultValue === undefined,
    default_value: configText(key.defaultValue ?? null),
    importance: key.importance,
    group: key.group,
    order_in_group: key.orderInGroup,
    width: key.width,
    display_name: key.displayName,
    dependents: [...key.dependents],
  }));
}

describe('the definitions of connector settings', () => {
  const hints = { connector: { version: '4.2.0' } };

  test('of sinks are those of Kafka Connect, in its order', () => {
    expect(definitionsOf(sinkConnectorConfigDef(hints))).toEqual(readGolden('FileStreamSinkConnector'));
  });

  test('of sources are those of Kafka Connect, in its order', () => {
    expect(definitionsOf(sourceConnectorConfigDef(hints))).toEqual(readGolden('FileStreamSourceConnector'));
  });

  test('come in the groups of Kafka Connect', () => {
    const common = ['Common', 'Transforms', 'Predicates', 'Error Handling'];

    expect(sinkConnectorConfigDef().groups).toEqual(common);
    expect(sourceConnectorConfigDef().groups).toEqual([
      ...common,
      'Topic Creation',
      'Exactly Once Support',
      'offsets.topic',
    ]);
  });

  test('are all documented', () => {
    const undocumented = [...sourceConnectorConfigDef().configKeys.values()].filter(({ doc }) => doc === '');

    expect(undocumented).toEqual([]);
  });
});

describe('connectorConfigDef', () => {
  test('offers what is known of the plugins', () => {
    const def = connectorConfigDef({
      connector: { version: '1.0' },
      'key.converter': { defaultClass: 'a.B', classes: ['a.B', 'c.D'], version: '2.0' },
    });
    const values = new Map(def.validate({ name: 'n', 'connector.class': 'C' }).map((value) => [value.name, value]));

    expect(values.get('connector.plugin.version')).toMatchObject({ value: '1.0', recommendedValues: ['1.0'] });
    expect(values.get('key.converter')).toMatchObject({ value: 'a.B', recommendedValues: ['a.B', 'c.D'] });
    expect(values.get('key.converter.plugin.version')).toMatchObject({ value: '2.0', recommendedValues: ['2.0'] });
    expect(values.get('value.converter')).toMatchObject({ value: null, recommendedValues: [] });
  });

  test.each([
    [{ 'tasks.max': 'abc' }, 2],
    [{ 'tasks.max': '' }, 2],
    [{ 'tasks.max': ' 3 ' }, 0],
    [{ name: ' ' }, 1],
    [{ name: 'a\u0007b' }, 1],
    [{ 'errors.tolerance': 'ALL' }, 1],
    [{ 'errors.log.enable': 'yes' }, 1],
    [{ transforms: 't,t' }, 1],
    [{ 'config.action.reload': 'RESTART' }, 1],
  ])('finds in %j as many errors as Kafka Connect: %d', (props, count) => {
    const report = connectorConfigDef().validate({ name: 'n', 'connector.class': 'C', ...props });

    expect(report.flatMap(({ errors }) => errors)).toHaveLength(count);
  });
});
