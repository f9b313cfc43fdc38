import { inspect } from 'node:util';
import { ConfigDef, type ParsedConfig, type Password } from '../../src/config/config-def';
import { atLeast, between, lambdaValidator, nonDuplicateList } from '../../src/config/validators';
import { invalidValue } from '../../src/config/config-types';
import { ConfigError } from '../../src/errors';

function thrownBy(action: () => unknown): ConfigError {
  try {
    action();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const CONFIG = new ConfigDef()
  .define({ name: 'file', type: 'STRING', default: null, importance: 'HIGH', doc: 'a file' })
  .define({ name: 'topic', type: 'STRING', importance: 'HIGH', doc: 'a topic' })
  .define({ name: 'batch.size', type: 'INT', default: 2000, validator: atLeast(1), importance: 'LOW', doc: 'a size' })
  .define({ name: 'secret', type: 'PASSWORD', default: null, importance: 'LOW', doc: 'a secret' })
  .define({ name: 'names', type: 'LIST', default: 'a, b', importance: 'LOW', doc: 'names' })
  .define({ name: 'wait.ms', type: 'LONG', default: 5, importance: 'LOW', doc: 'a wait' })
  .define({ name: 'ratio', type: 'DOUBLE', default: 0.5, importance: 'LOW', doc: 'a ratio' })
  .define({ name: 'on', type: 'BOOLEAN', default: false, importance: 'LOW', doc: 'a switch' });

describe('ConfigDef', () => {
  describe('parse', () => {
    test('returns an object whose members have the types of the definitions', () => {
      const config: ParsedConfig<typeof CONFIG> = CONFIG.parse({ topic: ' t ', on: 'TRUE' });
      const file: string | null = config.file;
      const size: number = config['batch.size'];
      const names: string[] = config.names;
      const secret: Password | null = config.secret;
      // @ts-expect-error a name that is not defined is not there
      const unknown: unknown = config.unknown;

      expect([file, config.topic, size, names, secret, config['wait.ms'], config.ratio, config.on, unknown]).toEqual([
        null,
        't',
        2000,
        ['a', 'b'],
        null,
        5,
        0.5,
        true,
        undefined,
      ]);
    });

    test('tells all findings at once, with the key, the value and the reason of each', () => {
      const error = thrownBy(() => CONFIG.parse({ 'batch.size': '0', on: 'yes' }));

      expect(error.message.split('\n')).toEqual([
        'Missing required configuration "topic" which has no default value.',
        'Invalid value 0 for configuration batch.size: Value must be at least 1',
        'Invalid value yes for configuration on: Expected value to be either true or false',
      ]);
      expect(error.findings).toEqual([
        { key: 'topic', reason: 'required, has no default value' },
        { key: 'batch.size', value: '0', reason: 'Value must be at least 1' },
        { key: 'on', value: 'yes', reason: 'Expected value to be either true or false' },
      ]);
    });

    test('refuses null where the type has no place for it, and takes it where the default is null', () => {
      expect(CONFIG.parse({ topic: 't', file: null }).file).toBeNull();
      expect(thrownBy(() => CONFIG.parse({ topic: null })).findings).toEqual([
        { key: 'topic', value: null, reason: 'a value must be given' },
      ]);
      expect(CONFIG.parseExact({ topic: null }).get('topic')).toBeNull();
    });

    test('gives a LONG as a number, and exactly where that is asked for', () => {
      const longest = '9223372036854775807';

      expect(CONFIG.parse({ topic: 't', 'wait.ms': longest })['wait.ms']).toBe(2 ** 63);
      expect(CONFIG.parseExact({ topic: 't', 'wait.ms': longest }).get('wait.ms')).toBe(9223372036854775807n);
      expect(() => CONFIG.parse({ topic: 't', 'wait.ms': '9223372036854775808' })).toThrow('Not a number of type LONG');
    });

    test('reads own members only and keeps a key named __proto__ an ordinary key', () => {
      const def = new ConfigDef()
        .define({ name: '__proto__', type: 'STRING', importance: 'LOW', doc: '' })
        .define({ name: 'toString', type: 'STRING', default: 'd', importance: 'LOW', doc: '' });

      expect(Object.entries(def.parse(Object.fromEntries([['__proto__', 'x']])))).toEqual([
        ['__proto__', 'x'],
        ['toString', 'd'],
      ]);
    });

    test('gives every caller a list of its own', () => {
      CONFIG.parse({ topic: 't' }).names.push('c');

      expect(CONFIG.parse({ topic: 't' }).names).toEqual(['a', 'b']);
    });

    test('reads and complains of settings under a prefix, and returns them without', () => {
      const def = new ConfigDef()
        .define({ name: 'a', type: 'INT', validator: atLeast(1), importance: 'LOW', doc: '' })
        .define({ name: 'b', type: 'INT', importance: 'LOW', doc: '' });

      expect(def.parse({ 'x.a': '1', 'x.b': '2', a: '9' }, 'x.')).toEqual({ a: 1, b: 2 });
      expect(thrownBy(() => def.parse({ 'x.a': '0' }, 'x.')).findings.map(({ key }) => key)).toEqual(['x.a', 'x.b']);
    });

    test('drops repeated elements of lists that may have none, of which validate complains', () => {
      const validator = nonDuplicateList({ allowEmpty: true, allowNull: false });
      const def = new ConfigDef()
        .define({ name: 'distinct', type: 'LIST', default: '', validator, importance: 'LOW', doc: '' })
        .define({ name: 'any', type: 'LIST', default: '', importance: 'LOW', doc: '' });
      const props = { distinct: 'a,b,a', any: 'a,a' };

      expect(def.parse(props)).toEqual({ distinct: ['a', 'b'], any: ['a', 'a'] });
      expect(def.validate(props).flatMap(({ errors }) => errors)).toEqual([
        "Configuration 'distinct' values must not be duplicated.",
      ]);
    });

    test('refuses definitions whose dependents are not defined', () => {
      const def = new ConfigDef().define({
        name: 'a',
        type: 'INT',
        default: 1,
        importance: 'LOW',
        doc: '',
        dependents: ['b', 'c'],
      });

      expect(() => def.parse({})).toThrow(
        'Some configurations in are referred in the dependents, but not defined: b,c',
      );
    });
  });

  describe('secrets', () => {
    const { secret } = CONFIG.parse({ topic: 't', secret: 'hunter2' });

    test('print [hidden] in text, JSON and inspection and give their value only when asked', () => {
      expect(`${String(secret)} ${JSON.stringify({ secret })} ${inspect(secret)}`).toBe(
        '[hidden] {"secret":"[hidden]"} [hidden]',
      );
      expect(secret?.value).toBe('hunter2');
    });

    test('do not appear in errors', () => {
      const def = new ConfigDef().define({
        name: 'pw',
        type: 'PASSWORD',
        importance: 'HIGH',
        doc: '',
        validator: lambdaValidator(
          (key, value) => {
            throw invalidValue(key, value, 'too short');
          },
          () => 'long ones',
        ),
      });
      const error = thrownBy(() => def.parse({ pw: 'hunter2' }));

      expect(error.message).toBe('Invalid value [hidden] for configuration pw: too short');
      expect(JSON.stringify(error.findings)).not.toContain('hunter2');
    });
  });

  describe('define', () => {
    test('refuses a name twice and a default that the definition refuses', () => {
      const def = new ConfigDef().define({ name: 'a', type: 'INT', default: 1, importance: 'LOW', doc: '' });

      expect(() => def.define({ name: 'a', type: 'INT', importance: 'LOW', doc: '' })).toThrow(
        'Configuration a is defined twice.',
      );
      expect(() => def.define({ name: 'b', type: 'INT', default: 'x', importance: 'LOW', doc: '' })).toThrow(
        'Invalid value x for configuration b: Not a number of type INT',
      );
      expect(() =>
        def.define({ name: 'c', type: 'INT', default: 9, validator: between(0, 5), importance: 'LOW', doc: '' }),
      ).toThrow('Value must be no more than 5');
    });

    test('leaves the original of a copy alone', () => {
      const copy = CONFIG.copy().define({ name: 'extra', type: 'INT', default: 1, importance: 'LOW', doc: '' });

      expect(copy.parse({ topic: 't' }).extra).toBe(1);
      expect(CONFIG.keys()).not.toContain('extra');
    });
  });

  describe('validate', () => {
    test('reports every setting, with all complaints of a value that does not parse', () => {
      const values = CONFIG.validate({ 'batch.size': 'x' });

      expect(values.map((value) => value.name)).toEqual(CONFIG.keys());
      expect(values.find((value) => value.name === 'batch.size')).toEqual({
        name: 'batch.size',
        value: null,
        recommendedValues: [],
        errors: [
          'Invalid value x for configuration batch.size: Not a number of type INT',
          'Invalid value null for configuration batch.size: Value must be non-null',
        ],
        visible: true,
      });
    });

    test('tells the errors of a setting once for each of those that name it as their dependent', () => {
      const key = { type: 'INT', importance: 'LOW', doc: '' } as const;
      const def = new ConfigDef()
        .define({ ...key, name: 'a', default: 1, dependents: ['c'] })
        .define({ ...key, name: 'b', default: 1, dependents: ['c', 'd'] })
        .define({ ...key, name: 'c' });
      const values = new Map(def.validate({}).map((value) => [value.name, value]));
      const missing = 'Missing required configuration "c" which has no default value.';

      expect(values.get('c')?.errors).toEqual([missing, missing]);
      expect(values.get('d')).toMatchObject({
        visible: false,
        errors: ['d is referred in the dependents, but not defined.'],
      });
    });

    test('comes to an end where dependents go in a circle', () => {
      const key = { type: 'INT', default: 1, importance: 'LOW', doc: '' } as const;
      const def = new ConfigDef()
        .define({ ...key, name: 'a', dependents: ['b'] })
        .define({ ...key, name: 'b', dependents: ['c'] })
        .define({ ...key, name: 'c', dependents: ['b'] });

      expect(def.validate({ c: 'x' }).flatMap(({ errors }) => errors)).toHaveLength(1);
    });

    test('asks recommenders with the parsed values and adds their complaints', () => {
      const key = { type: 'STRING', importance: 'LOW', doc: '' } as const;
      const def = new ConfigDef()
        .define({ ...key, name: 'kind', default: 'file' })
        .define({
          ...key,
          name: 'path',
          default: '',
          recommender: { validValues: () => ['/a'], visible: (_key, parsed) => parsed.get('kind') === 'file' },
        })
        .define({
          ...key,
          name: 'broken',
          default: '',
          recommender: {
            validValues: () => {
              throw new ConfigError('cannot tell');
            },
            visible: () => true,
          },
        });
      const byName = (props: Record<string, string>) =>
        new Map(def.validate(props).map((value) => [value.name, value]));

      expect(byName({}).get('path')).toMatchObject({ recommendedValues: ['/a'], visible: true });
      expect(byName({ kind: 'http' }).get('path')?.visible).toBe(false);
      expect(byName({}).get('broken')?.errors).toEqual(['cannot tell']);
    });
  });
});
