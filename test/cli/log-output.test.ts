import { failureLine, logOutput, oneLine, terminalLook, type Surroundings } from '../../src/cli/log-output';

const surroundings = (given: Partial<Surroundings> = {}): Surroundings => ({
  isTerminal: false,
  environment: {},
  stream: '8:1234',
  ...given,
});

describe('logOutput', () => {
  it('is text with colours on a terminal and JSON without elsewhere', () => {
    const plain = { hasColours: false, hasPriorities: false };
    expect(logOutput(undefined, surroundings())).toEqual({ format: 'json', ...plain });
    expect(logOutput(undefined, surroundings({ isTerminal: true }))).toEqual({
      format: 'pretty',
      hasColours: true,
      hasPriorities: false,
    });
  });

  it('is what the command line asks for, colours for terminals only', () => {
    expect(logOutput('pretty', surroundings())).toMatchObject({ format: 'pretty', hasColours: false });
    expect(logOutput('json', surroundings({ isTerminal: true })).format).toBe('json');
    expect(logOutput('java', surroundings({ isTerminal: true })).format).toBe('java');
  });

  it.each([
    [{ NO_COLOR: '1' }, false],
    [{ NO_COLOR: '' }, true],
    [{ TERM: 'dumb' }, false],
    [{ TERM: 'xterm' }, true],
  ])('on a terminal with %p has colours: %p', (environment, hasColours) => {
    expect(logOutput(undefined, surroundings({ isTerminal: true, environment })).hasColours).toBe(hasColours);
  });

  it.each([
    ['8:1234', '8:1234', true],
    ['8:1234', '8:12345', false],
    ['8:1234', undefined, false],
    [undefined, undefined, false],
  ])('of a stream %p has priorities where JOURNAL_STREAM is %p: %p', (stream, journal, hasPriorities) => {
    const environment = journal === undefined ? {} : { JOURNAL_STREAM: journal };
    expect(logOutput(undefined, surroundings({ stream, environment })).hasPriorities).toBe(hasPriorities);
  });

  it('looks at the process itself', () => {
    expect(['json', 'pretty']).toContain(logOutput(undefined).format);
  });
});

describe('failureLine', () => {
  it('is a plain line, JSON only where that was asked for', () => {
    expect(failureLine('no', undefined, surroundings())).toBe('connect-standalone: no\n');
    expect(JSON.parse(failureLine('no', 'json', surroundings()))).toMatchObject({ level: 60, msg: 'no' });
  });

  it('bears the priority of a fatal error on each line for the journal', () => {
    const journal = surroundings({ environment: { JOURNAL_STREAM: '8:1234' } });
    expect(failureLine('a\nb', undefined, journal)).toBe('<2>connect-standalone: a\n<2>b\n');
  });
});

describe('oneLine', () => {
  it('joins the lines of a text', () => {
    expect(oneLine('a: wrong\r\n    do it right\n\nb: too\n')).toBe('a: wrong; do it right; b: too');
  });
});

describe('terminalLook', () => {
  const look = (environment: Record<string, string>, format?: 'json') =>
    terminalLook(format, surroundings({ isTerminal: true, environment: { TERM: 'xterm', ...environment } }));

  it('can be drawn anew on a terminal with lines for people, also without colours', () => {
    expect(look({})).toMatchObject({ canRedraw: true, hasColours: true });
    expect(look({ NO_COLOR: '1' })).toMatchObject({ canRedraw: true, hasColours: false });
    expect([look({ TERM: 'dumb' }), look({}, 'json')].map(({ canRedraw }) => canRedraw)).toEqual([false, false]);
    expect(terminalLook('pretty', surroundings({ environment: { TERM: 'xterm' } })).canRedraw).toBe(false);
  });

  it('goes by the locale for characters beyond ASCII', () => {
    expect(look({ LANG: 'de_DE.UTF-8' }).hasUnicode).toBe(true);
    expect(look({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }).hasUnicode).toBe(false);
    expect(look({ LC_ALL: '', LC_CTYPE: 'C.utf8' }).hasUnicode).toBe(true);
    expect(look({}).hasUnicode).toBe(false);
  });
});
