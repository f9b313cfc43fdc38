import { TerminalScreen, type TerminalStream } from '../../src/cli/terminal-screen';

/** A terminal that shows what would be seen: lines, and a cursor that goes up and erases. */
function terminal(columns = 80) {
  const seen = { lines: [''], written: '', columns, rows: 24, isTTY: true };
  const write = (text: string) => {
    seen.written += text;
    for (const part of text.split(/(\n|\r|\u001b\[\d*[AJ])/)) {
      const up = /^\u001b\[(\d+)A$/.exec(part);
      if (part === '\n') seen.lines.push('');
      else if (up !== null) seen.lines.splice(-Number(up[1]), Number(up[1]));
      else if (!part.startsWith('\u001b') && part !== '\r') seen.lines.push(`${seen.lines.pop() ?? ''}${part}`);
      // What follows a cursor that went up is erased at once here: nothing is written between the two.
      if (up !== null) seen.lines[seen.lines.length - 1] = '';
    }
    return true;
  };
  return Object.assign(seen, { write: write });
}

describe('TerminalScreen', () => {
  it('draws its lines anew in their place', () => {
    const seen = terminal();
    const screen = new TerminalScreen(seen);
    screen.draw(['one', 'two']);
    screen.draw(['three']);
    expect(seen.lines).toEqual(['three', '']);
  });

  it('writes nothing when nothing has changed', () => {
    const seen = terminal();
    const screen = new TerminalScreen(seen);
    screen.draw(['one']);
    const before = seen.written;
    screen.draw(['one']);
    expect(seen.written).toBe(before);
  });

  it('keeps whole what is written above, whoever writes it', () => {
    const [seen, other] = [terminal(), terminal()];
    other.write = seen.write;
    const screen = new TerminalScreen(seen, [other]);
    screen.draw(['view']);
    screen.write('log\n');
    seen.write('error\n');
    other.write('output\n');
    expect(seen.lines).toEqual(['log', 'error', 'output', 'view', '']);
  });

  it('waits for the end of a line that is not whole yet', () => {
    const seen = terminal();
    const screen = new TerminalScreen(seen);
    screen.draw(['view']);
    seen.write('half ');
    screen.draw(['newer']);
    expect(seen.lines).toEqual(['half ']);
    seen.write('whole\n');
    expect(seen.lines).toEqual(['half whole', 'newer', '']);
  });

  it('erases lines that a narrower terminal has broken', () => {
    const seen = terminal(20);
    const screen = new TerminalScreen(seen);
    screen.draw(['x'.repeat(19), '\u001b[32mgreen\u001b[0m']);
    seen.columns = 10;
    seen.written = '';
    screen.draw(['y']);
    expect(seen.written).toBe('\r\u001b[3A\u001b[Jy\n');
  });

  it('leaves other streams alone that are no terminals', () => {
    const file = { write: (() => true) as TerminalStream['write'] };
    const { write } = file;
    new TerminalScreen(terminal(), [file]);
    expect(file.write).toBe(write);
  });

  it('takes its lines away at the end, and gives the streams back', () => {
    const seen = terminal();
    const { write } = seen;
    const screen = new TerminalScreen(seen);
    screen.draw(['view']);
    screen.close();
    screen.close();
    expect(seen.lines).toEqual(['']);
    expect(seen.write).toBe(write);
  });

  it('has a size where the terminal tells none', () => {
    const screen = new TerminalScreen({ write: () => true });
    expect([screen.columns, screen.rows]).toEqual([80, 24]);
  });
});
