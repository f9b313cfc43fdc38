import { prettyJson } from '../../../src/cli/offsets/pretty-json';
import { readJsonArgument, type OffsetObject } from '../../../src/cli/offsets/stored-offset';

describe('prettyJson', () => {
  it('gives lines to what a person reads, and one line to what comes out of a store', () => {
    const stored = readJsonArgument('{"a":{"b":9007199254740993}}', 'x') as OffsetObject;
    expect(prettyJson({ version: 1, name: 'é"', none: [], flag: true, offsets: [stored, stored] })).toBe(
      [
        '{',
        '  "version": 1,',
        '  "name": "é\\"",',
        '  "none": [],',
        '  "flag": true,',
        '  "offsets": [',
        '    {"a":{"b":9007199254740993}},',
        '    {"a":{"b":9007199254740993}}',
        '  ]',
        '}',
        '',
      ].join('\n'),
    );
  });
});
