import { createProgram } from '../../../src/cli/program';
import { Secrets } from '../../../src/config/secrets';

const mockList = jest.fn<Promise<number>, unknown[]>();
// Imported when it is needed, under the name that it has once it is compiled.
jest.mock(
  '../../../src/cli/plugins/plugins-listing.js',
  () => ({ listPlugins: (...args: unknown[]) => mockList(...args) }),
  { virtual: true },
);
const mockDescribe = jest.fn<Promise<number>, unknown[]>();
jest.mock(
  '../../../src/cli/plugins/plugin-description.js',
  () => ({ describeByName: (...args: unknown[]) => mockDescribe(...args) }),
  { virtual: true },
);

async function call(...args: string[]): Promise<number[]> {
  const codes: number[] = [];
  const program = createProgram(jest.fn(), { secrets: new Secrets(), onEnd: (code) => codes.push(code) });
  await program.parseAsync(['node', 'x', 'plugins', ...args]);
  return codes;
}

beforeEach(() => {
  mockList.mockReset().mockResolvedValue(0);
  mockDescribe.mockReset().mockResolvedValue(78);
});

describe('plugins', () => {
  it.each([[[]], [['list']]])('lists, called with %p', async (args) => {
    await expect(call(...args, '--json')).resolves.toEqual([0]);
    expect(mockList.mock.calls[0]).toMatchObject([undefined, [], { json: true }]);
  });

  it.each([[[]], [['list']]])('takes files and options, called with %p', async (args) => {
    await call(...args, 'w', 'c', '--type', 'sink', '--set', 'a=1', '--env-file', 'e');
    expect(mockList.mock.calls[0]).toMatchObject(['w', ['c'], { type: 'sink', set: ['a=1'], envFile: 'e' }]);
  });

  it('describes, and gives the code', async () => {
    await expect(call('describe', 'Json', 'w', 'c', '--all', '--type', 'converter')).resolves.toEqual([78]);
    const request = { reference: 'Json', worker: 'w', connectors: ['c'] };
    expect(mockDescribe.mock.calls[0]).toMatchObject([request, { all: true, type: 'converter' }]);
  });

  it('refuses a type that there is not', async () => {
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(call('list', '--type', 'sinks')).rejects.toThrow(/Allowed choices are connector, source, sink/);
    write.mockRestore();
  });
});
