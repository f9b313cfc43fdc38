import { knownValue, sampleValue } from '../../../src/cli/plugins/sample-setting';
import { ConfigDef, type ConfigKey } from '../../../src/config/config-def';
import { atLeast, between, lambdaValidator, validString } from '../../../src/config/validators';

type Spec = Parameters<ConfigDef['define']>[0];

function keyOf(spec: Partial<Spec>): ConfigKey {
  const whole = { name: 'k', type: 'STRING', importance: 'HIGH', doc: 'd', ...spec } as Spec;
  return [...new ConfigDef().define(whole).configKeys.values()][0]!;
}

function refuseAll(): never {
  throw new TypeError('the validator of somebody else');
}

describe('sampleValue', () => {
  it.each<[string, Partial<Spec>, string | undefined]>([
    ['the default', { default: 'x' }, 'x'],
    ['a value that the validator lists', { validator: validString('a', 'b') }, 'a'],
    ['a number within its limits', { type: 'INT', validator: between(500, 700) }, '500'],
    ['a number above its limit', { type: 'LONG', validator: atLeast(5) }, '5'],
    ['what settings of that name have', { name: 'db.url' }, 'http://localhost:8080'],
    ['a topic for a topic', { name: 'topic' }, 'my-topic'],
    ['where a secret may come from', { name: 'db.password', type: 'PASSWORD', default: 'p' }, '${env:DB_PASSWORD}'],
    ['something that tells whose it is', { name: 'a.table_name' }, 'my-table-name'],
    ['what is recommended', { recommender: { validValues: () => ['r'], visible: () => true } }, 'r'],
    ['nothing where nothing is accepted', { validator: lambdaValidator(refuseAll, () => '') }, undefined],
    ['true for a boolean', { type: 'BOOLEAN' }, 'true'],
  ])('is %s', (_what, spec, expected) => {
    expect(sampleValue(keyOf(spec))).toBe(expected);
  });
});

describe('knownValue', () => {
  it('does not guess', () => {
    expect(knownValue(keyOf({ name: 'table' }))).toBeUndefined();
    expect(knownValue(keyOf({ name: 'file', default: null }))).toBe('./data.txt');
  });
});
