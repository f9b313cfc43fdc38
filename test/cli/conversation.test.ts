import { PassThrough } from 'node:stream';
import { processConversation } from '../../src/cli/conversation';

function setUp(isTTY: boolean) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: isTTY ? true : undefined });
  const streams = { stdin: stream(), stdout: stream(), stderr: stream() };
  return { talk: processConversation(streams), ...streams };
}

describe('A conversation', () => {
  it('keeps data apart from sentences', () => {
    const { talk, stdout, stderr } = setUp(false);
    talk.print('data\n');
    talk.say('sentence');
    expect(String(stdout.read())).toBe('data\n');
    expect(String(stderr.read())).toBe('sentence\n');
  });

  it('asks only where somebody can answer', () => {
    expect(setUp(true).talk).toMatchObject({ isTerminal: true, canAsk: true });
    expect(setUp(false).talk).toMatchObject({ isTerminal: false, canAsk: false });
  });

  it.each([
    ['y\n', true],
    [' YES \n', true],
    ['\n', false],
    ['no\n', false],
    ['yesterday\n', false],
  ])('takes %j for %p', async (answer, isYes) => {
    const { talk, stdin, stderr } = setUp(true);
    stdin.write(answer);
    await expect(talk.ask('Sure?')).resolves.toBe(isYes);
    expect(String(stderr.read())).toContain('Sure? [y/N] ');
  });

  it('takes the end of the input for no', async () => {
    const { talk, stdin } = setUp(true);
    stdin.end();
    await expect(talk.ask('Sure?')).resolves.toBe(false);
  });
});
