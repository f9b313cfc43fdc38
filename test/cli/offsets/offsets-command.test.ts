import { createProgram } from '../../../src/cli/program';
import { Secrets } from '../../../src/config/secrets';

const calls: unknown[][] = [];
const mockCall = (name: string, ...args: unknown[]) => {
  calls.push([name, ...args]);
  return Promise.resolve(7);
};
// Imported when they are needed, under the names that they have once they are compiled.
jest.mock(
  '../../../src/cli/offsets/offsets-reading.js',
  () => ({
    listOffsets: (...args: unknown[]) => mockCall('list', ...args),
    exportOffsets: (...args: unknown[]) => mockCall('export', ...args),
    diffOffsets: (...args: unknown[]) => mockCall('diff', ...args),
  }),
  { virtual: true },
);
jest.mock(
  '../../../src/cli/offsets/offsets-changing.js',
  () => ({
    setOffsets: (...args: unknown[]) => mockCall('set', ...args),
    resetOffsets: (...args: unknown[]) => mockCall('reset', ...args),
    importOffsets: (...args: unknown[]) => mockCall('import', ...args),
  }),
  { virtual: true },
);

async function call(...args: string[]) {
  calls.splice(0);
  const run = jest.fn();
  const codes: number[] = [];
  const program = createProgram(run, { secrets: new Secrets(), onEnd: (code) => codes.push(code) });
  await program.parseAsync(['node', 'x', 'offsets', ...args]);
  expect(run).not.toHaveBeenCalled();
  expect(codes).toEqual([7]);
  return calls[0] ?? [];
}

describe('The sub-command offsets', () => {
  it.each([
    [
      ['list', 'w', 'a', 'b', '--json', '--set', 'x=1', '--env-file', 'e'],
      ['list', 'w', ['a', 'b'], { json: true, set: ['x=1'], envFile: 'e' }],
    ],
    [
      ['export', 'w', '-o', 'f'],
      ['export', 'w', [], { output: 'f' }],
    ],
    [
      ['diff', 'a', 'b', 'c', '--exit-code'],
      ['diff', { before: 'a', after: 'b', connectors: ['c'] }, { exitCode: true }],
    ],
    [
      ['reset', 'w', 'a', '--yes', '--dry-run'],
      ['reset', 'w', ['a'], { yes: true, dryRun: true }],
    ],
    [
      ['import', 'w', 'e', 'a', '--replace'],
      ['import', { worker: 'w', file: 'e', connectors: ['a'] }, { replace: true }],
    ],
    [
      ['set', 'w', 'a', '--partition', 'p', '--partition', 'q', '--offset', '-1'],
      ['set', 'w', 'a', { partition: ['p', 'q'], offset: ['-1'] }],
    ],
  ])('carries out %j, and gives its code', async (args, expected) => {
    expect(await call(...args)).toMatchObject(expected);
  });

  it('refuses what no action knows', async () => {
    const program = createProgram(jest.fn(), { secrets: new Secrets(), onEnd: () => undefined });
    program.commands.forEach((command) =>
      command.commands.forEach((action) => action.configureOutput({ writeErr: () => undefined })),
    );
    await expect(program.parseAsync(['node', 'x', 'offsets', 'list', 'w', '--nope'])).rejects.toMatchObject({
      exitCode: 1,
    });
  });
});
