import type { Finding } from '../../src/cli/findings';
import { countText, findingLine, findingText } from '../../src/cli/findings-text';

const FINDING: Finding = {
  ...{ severity: 'warning', kind: 'unknown-key', part: 'worker', connector: null, file: 'w', line: 3 },
  ...{ key: 'topcs', value: 't', message: 'nothing reads this', nearest: 'topics', remedy: null },
};

describe('findingText', () => {
  it('gives place, severity, setting and message, and below them the nearest name and the remedy', () => {
    expect(findingText({ ...FINDING, remedy: 'Correct it' })).toBe(
      'w:3: warning: topcs=t: nothing reads this\n    Did you mean topics?\n    Correct it',
    );
  });

  it('names the nearest name once, and no line, key or value where there is none', () => {
    const bare = { ...FINDING, line: null, key: null, value: null };
    expect(findingText({ ...bare, message: 'did you mean topics?' })).toBe('w: warning: did you mean topics?');
  });
});

describe('findingLine', () => {
  it('has the remedy of names that cannot be found, and of nothing else', () => {
    const remedy = 'Set X';
    expect(findingLine({ ...FINDING, nearest: null, remedy })).toBe('w:3: topcs=t: nothing reads this');
    expect(findingLine({ ...FINDING, kind: 'undefined-variable', nearest: null, remedy })).toBe(
      'w:3: topcs=t: nothing reads this Set X',
    );
    expect(findingLine(FINDING)).toBe('w:3: topcs=t: nothing reads this: did you mean topics?');
  });
});

test('countText counts in words', () => {
  expect(countText([FINDING])).toBe('0 errors, 1 warning');
  expect(countText([{ ...FINDING, severity: 'error' }, FINDING, FINDING])).toBe('1 error, 2 warnings');
});
