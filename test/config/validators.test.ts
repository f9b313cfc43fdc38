import {
  atLeast,
  between,
  caseInsensitiveValidString,
  compositeValidator,
  listSize,
  nonDuplicateList,
  nonEmptyString,
  nonEmptyStringWithoutControlChars,
  nonNull,
  uniqueAliases,
  validJavaRegex,
  validList,
  validString,
  type Validator,
} from '../../src/config/validators';
import type { ConfigData } from '../../src/config/config-types';

function complaintOf(validator: Validator, value: ConfigData): string | undefined {
  try {
    validator.ensureValid('k', value);
    return undefined;
  } catch (error) {
    return (error as Error).message.replace(/^Invalid value (?:.|\s)* for configuration k: /, '');
  }
}

const anyList = nonDuplicateList({ allowEmpty: true, allowNull: true });
const someList = nonDuplicateList({ allowEmpty: false, allowNull: false });

const RULES: [string, Validator, [ConfigData, string | undefined][]][] = [
  [
    '[1,...]',
    atLeast(1),
    [
      [1, undefined],
      [0, 'Value must be at least 1'],
      [2n ** 60n, undefined],
      [-(2n ** 60n), 'Value must be at least 1'],
      [null, 'Value must be non-null'],
    ],
  ],
  [
    '[0,...,14]',
    between(0, 14),
    [
      [14, undefined],
      [15, 'Value must be no more than 14'],
      [-1, 'Value must be at least 0'],
    ],
  ],
  [
    '[none, all]',
    validString('none', 'all'),
    [
      ['all', undefined],
      ['ALL', 'String must be one of: none, all'],
      [null, 'String must be one of: none, all'],
    ],
  ],
  [
    '(case insensitive) [A, B]',
    caseInsensitiveValidString('a', 'B'),
    [
      ['b', undefined],
      ['c', 'String must be one of (case insensitive): A, B'],
      [null, 'String must be one of (case insensitive): A, B'],
    ],
  ],
  [
    '[1, 2]',
    validList('1', '2'),
    [
      [[], undefined],
      [['2'], undefined],
      [['1', '3'], 'String must be one of: 1, 2'],
      [['1', '1'], "Configuration 'k' values must not be duplicated."],
      [['1', ''], "Configuration 'k' values must not be empty."],
      [null, "Configuration 'k' values must not be null."],
    ],
  ],
  [
    '',
    anyList,
    [
      [[], undefined],
      [null, undefined],
      [['a', 'a'], "Configuration 'k' values must not be duplicated."],
      [[''], "Configuration 'k' values must not be empty."],
    ],
  ],
  [
    'non-empty list',
    someList,
    [
      [['a'], undefined],
      [[], "Configuration 'k' must not be empty. Valid values include: any non-empty value"],
      [null, "Configuration 'k' values must not be null."],
    ],
  ],
  [
    'non-null string',
    nonNull(),
    [
      ['', undefined],
      [null, 'entry must be non null'],
    ],
  ],
  [
    'non-empty string',
    nonEmptyString(),
    [
      [' ', undefined],
      ['', 'String must be non-empty'],
      [null, undefined],
    ],
  ],
  [
    'non-empty string without ISO control characters',
    nonEmptyStringWithoutControlChars(),
    [
      ['a/😁', undefined],
      [null, undefined],
      ['', 'String may not be empty'],
      ['a\u0001b\rc\u0085', 'String may not contain control sequences but had the following ASCII chars: 1, 13, 133'],
    ],
  ],
  [
    'List containing maximum of 2 elements',
    listSize(2),
    [
      [['a', 'b'], undefined],
      [['a', 'b', 'c'], 'exceeds maximum list size of [2].'],
    ],
  ],
  [
    'non-null string, non-empty string',
    compositeValidator(nonNull(), nonEmptyString()),
    [
      ['a', undefined],
      [null, 'entry must be non null'],
      ['', 'String must be non-empty'],
    ],
  ],
  [
    'non-null string, unique transformation aliases',
    uniqueAliases('transformation aliases'),
    [
      [['a', 'b'], undefined],
      [['a', 'a'], 'Duplicate alias provided.'],
      [null, 'entry must be non null'],
    ],
  ],
];

describe.each(RULES)('the validator that prints itself as %j', (shown, validator, cases) => {
  test('prints itself so', () => {
    expect(validator.toString()).toBe(shown);
  });

  test.each(cases)('says of %j: %s', (value, complaint) => {
    expect(complaintOf(validator, value)).toBe(complaint);
  });
});

describe('validJavaRegex', () => {
  test('takes expressions of Java and lists of them', () => {
    const values: ConfigData[] = ['a\\-[b&&[^c]]', ['a', '(?i)b'], '', []];

    expect(values.map((value) => complaintOf(validJavaRegex(), value))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('refuses what does not compile and names it', () => {
    expect(() => validJavaRegex().ensureValid('k', ['a', 'b('])).toThrow(
      'Invalid value b( for configuration k: Invalid regex: Unclosed group',
    );
    expect(() => validJavaRegex().ensureValid('k', null)).toThrow(
      'Invalid value null for configuration k: Invalid regex',
    );
  });
});
