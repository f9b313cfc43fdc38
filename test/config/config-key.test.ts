import { ConfigDef } from '../../src/config/config-def';
import { atLeast, nonEmptyString, validString } from '../../src/config/validators';

describe('ConfigDef', () => {
  describe('embed', () => {
    const child = new ConfigDef()
      .define({ name: 'n', type: 'INT', default: 1, validator: atLeast(1), importance: 'HIGH', doc: '', group: 'g' })
      .define({
        name: 'p',
        type: 'STRING',
        importance: 'HIGH',
        doc: '',
        validator: nonEmptyString(),
        dependents: ['n'],
      });
    const def = new ConfigDef().embed({ prefix: 'x.', group: 'X', order: 5 }, child);

    test('puts names, groups and order of the child under those of the parent', () => {
      const keys = [...def.configKeys.values()].map((key) => [key.name, key.group, key.orderInGroup, key.displayName]);

      expect(keys).toEqual([
        ['x.p', 'X', 5, 'p'],
        ['x.n', 'X: g', 6, 'n'],
      ]);
      expect(def.groups).toEqual(['X', 'X: g']);
    });

    test('lets validators see the names of the child', () => {
      const errors = def.validate({ 'x.p': '', 'x.n': '0' }).flatMap((value) => value.errors);

      expect(errors).toEqual([
        'Invalid value  for configuration p: String must be non-empty',
        'Invalid value 0 for configuration n: Value must be at least 1',
      ]);
    });
  });

  describe('documentation', () => {
    const key = { type: 'STRING', importance: 'LOW' } as const;
    const def = new ConfigDef()
      .define({ ...key, name: 'z', doc: 'Z.', default: 'none', validator: validString('none', 'all') })
      .define({ ...key, name: 'b', doc: 'B.', default: null, importance: 'HIGH' })
      .define({ ...key, name: 'y', doc: 'Y.' })
      .define({ ...key, name: 'late', doc: 'Late.', default: '', group: 'G2', orderInGroup: 2 })
      .define({ ...key, name: 'early', doc: 'Early.', default: '', group: 'G2', orderInGroup: 1 })
      .define({ ...key, name: 'hush', doc: 'Hush.', default: '', internal: true });

    test('is sorted by group, order, required ones first, importance and name', () => {
      expect(def.sortedKeys().map(({ name }) => name)).toEqual(['y', 'b', 'hush', 'z', 'early', 'late']);
    });

    test('tells meaning, type, default, valid values and importance, and leaves internal settings out', () => {
      expect(def.toMarkdown().split('\n').slice(0, 9)).toEqual([
        '- `y`',
        '  Y.',
        '  (type string; required; importance low)',
        '',
        '- `b`',
        '  B.',
        '  (type string; default null; importance high)',
        '',
        '- `z`',
      ]);
      expect(def.toMarkdown()).toContain('(type string; default `none`; valid: [none, all]; importance low)');
      expect(def.toMarkdown()).not.toContain('hush');
    });
  });
});
