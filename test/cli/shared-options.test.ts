import { Command } from 'commander';
import { corruptOffsetsOption, envFileOption, setOption } from '../../src/cli/shared-options';

test('options that several commands have read alike everywhere', () => {
  const command = new Command().addOption(setOption()).addOption(envFileOption()).addOption(corruptOffsetsOption());
  command.parse(['--set', 'a=1', '--set', 'b=2', '--env-file', 'x'], { from: 'user' });
  expect(command.opts()).toEqual({ set: ['a=1', 'b=2'], envFile: 'x', onCorruptOffsets: 'fail' });
});
