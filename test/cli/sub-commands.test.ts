import { createProgram } from '../../src/cli/program';
import { Secrets } from '../../src/config/secrets';

const mockCheck = jest.fn<Promise<number>, unknown[]>();
// Imported when it is needed, under the name that it has once it is compiled.
jest.mock('../../src/cli/check.js', () => ({ check: (...args: unknown[]) => mockCheck(...args) }), {
  virtual: true,
});

const mockPlan = jest.fn<Promise<number>, unknown[]>();
jest.mock('../../src/cli/plan/plan.js', () => ({ plan: (...args: unknown[]) => mockPlan(...args) }), {
  virtual: true,
});

const mockInstallUnit = jest.fn<Promise<number>, unknown[]>();
jest.mock('../../src/cli/install-unit.js', () => ({ installUnit: (...args: unknown[]) => mockInstallUnit(...args) }), {
  virtual: true,
});

async function call(...args: string[]) {
  const run = jest.fn();
  const codes: number[] = [];
  const program = createProgram(run, { secrets: new Secrets(), onEnd: (code) => codes.push(code) });
  await program.parseAsync(['node', 'x', ...args]);
  return { run, codes };
}

describe('The sub-command check', () => {
  it('is called with its own options, also those that the run has as well, and gives its code', async () => {
    mockCheck.mockResolvedValue(78);
    const { run, codes } = await call('check', 'w', 'c', '--set', 'a=1', '--env-file', 'e', '--json', '--no-rest');
    expect(run).not.toHaveBeenCalled();
    expect(codes).toEqual([78]);
    expect(mockCheck.mock.calls[0]?.slice(0, 2)).toEqual(['w', ['c']]);
    expect(mockCheck.mock.calls[0]?.[2]).toMatchObject({ set: ['a=1'], envFile: 'e', json: true, rest: false });
  });
});

describe('The sub-command plan', () => {
  it('is called with its options, and gives its code', async () => {
    mockPlan.mockResolvedValue(69);
    const { run, codes } = await call('plan', 'w', 'c', '-', '--set', 'a=1', '--env-file', 'e', '--json');
    expect(run).not.toHaveBeenCalled();
    expect(codes).toEqual([69]);
    expect(mockPlan.mock.calls[0]).toMatchObject([
      'w',
      ['c', '-'],
      { set: ['a=1'], envFile: 'e', json: true, onCorruptOffsets: 'fail' },
    ]);
  });
});

describe('The sub-command install-unit', () => {
  it('is called with its options and the name that units have', async () => {
    mockInstallUnit.mockResolvedValue(0);
    const { run, codes } = await call('install-unit', 'w', 'c', '--timer', 'hourly', '--set', 'a=1', '--user', 'u');
    expect(run).not.toHaveBeenCalled();
    expect(codes).toEqual([0]);
    const options = { name: 'connect-standalone', timer: 'hourly', set: ['a=1'], user: 'u' };
    expect(mockInstallUnit.mock.calls[0]).toEqual(['w', ['c'], options]);
  });
});
