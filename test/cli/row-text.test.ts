import { tableText, tabbedLines } from '../../src/cli/row-text';

describe('tabbedLines', () => {
  it('writes a line for each row, whatever is in a cell', () => {
    expect(
      tabbedLines([
        ['a', 'b'],
        ['c\td', 'e\nf'],
      ]),
    ).toBe('a\tb\nc\\td\te\\nf\n');
  });
});

describe('tableText', () => {
  it('draws lines between the cells, and none between colours', () => {
    expect(tableText(['name'], [['x']])).toBe('┌──────┐\n│ name │\n├──────┤\n│ x    │\n└──────┘\n');
  });
});
