import { printConfigReference } from '../../src/config/config-def-reference';
import { createConfigKey } from '../../src/config/config-key';
import { atLeast } from '../../src/config/validators';

describe('printConfigReference', () => {
  test('tells name, meaning and facts of each setting, a paragraph each', () => {
    const keys = [
      createConfigKey({ name: 'a', type: 'INT', validator: atLeast(1), importance: 'HIGH', doc: 'One line.' }),
      createConfigKey({ name: 'b', type: 'LIST', default: '', importance: 'LOW', doc: 'Two\nlines.' }),
      createConfigKey({ name: 'c', type: 'PASSWORD', default: 'hunter2', importance: 'LOW', doc: '' }),
    ];

    expect(printConfigReference(keys)).toBe(
      [
        '- `a`',
        '  One line.',
        '  (type int; required; valid: [1,...]; importance high)',
        '',
        '- `b`',
        '  Two',
        '  lines.',
        '  (type list; default ""; importance low)',
        '',
        '- `c`',
        '  (type password; default `[hidden]`; importance low)',
        '',
      ].join('\n'),
    );
  });
});
