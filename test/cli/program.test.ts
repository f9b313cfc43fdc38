import { createProgram, runProgram } from '../../src/cli/program';
import type { run } from '../../src/cli/run';
import { Secrets } from '../../src/config/secrets';
import { ConfigError, ConnectorStartError } from '../../src/errors';
import { VERSION } from '../../src/version';

const mockRun = jest.fn<ReturnType<typeof run>, Parameters<typeof run>>();
// The program imports it when it is needed, under the name that it has once it is compiled.
jest.mock('../../src/cli/run.js', () => ({ run: (...args: Parameters<typeof run>) => mockRun(...args) }), {
  virtual: true,
});

let out = '';
let err = '';

beforeEach(() => {
  [out, err] = ['', ''];
  mockRun.mockReset().mockResolvedValue(0);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});

afterEach(() => jest.restoreAllMocks());

const program = (...args: string[]) => runProgram(['node', 'connect-standalone', ...args]);

describe('runProgram', () => {
  it('prints help with every exit code, and ends with 0', async () => {
    expect(await program('--help')).toBe(0);
    expect(out).toContain('<worker.properties> [connector.properties...]');
    expect(out).toMatch(/Exit codes:\n {4}0 .*\n {4}1 .*\n {4}2 .*\n {4}3 /);
    expect(out).toMatch(/\n {3}70 .*(\n.*)?\n {3}74 .*\n {3}75 .*\n {3}78 /);
    expect(mockRun).not.toHaveBeenCalled();
  });

  it('prints the version, and ends with 0', async () => {
    expect(await program('--version')).toBe(0);
    expect(out).toBe(`${VERSION}\n`);
  });

  it.each([
    [['--nope', 'w.properties'], "unknown option '--nope'"],
    [[], "missing required argument 'worker.properties'"],
    [['--log-level', 'loud', 'w.properties'], 'loud'],
    [['--log-format', 'xml', 'w.properties'], 'xml'],
    [['--on-corrupt-offsets', 'shrug', 'w.properties'], 'shrug'],
    [['--timeout', '5', 'w.properties'], '500ms, 30s, 5m'],
    [['--idle-timeout', 'soon', 'w.properties'], 'soon'],
    [['--on-failure', 'shrug', 'w.properties'], 'shrug'],
  ])('ends with 1 and a reason for %p', async (args, reason) => {
    expect(await program(...args)).toBe(1);
    expect(err).toContain(reason);
    expect(mockRun).not.toHaveBeenCalled();
  });

  it('says on one line what went wrong where it is to be quiet', async () => {
    mockRun.mockRejectedValue(new ConnectorStartError('a.properties:1: wrong\n    do it right\nb.properties:2: too'));
    expect(await program('-q', 'w.properties')).toBe(3);
    expect(err).toBe('connect-standalone: a.properties:1: wrong; do it right; b.properties:2: too\n');
    expect(mockRun.mock.calls[0]?.[2]).toMatchObject({ quiet: true });
  });

  it('runs worker and connector files in the order given, with the defaults', async () => {
    mockRun.mockResolvedValue(70);
    expect(await program('w.properties', 'b.json', 'a.properties')).toBe(70);
    const [worker, connectors, options] = mockRun.mock.calls[0] ?? [];
    expect([worker, connectors]).toEqual(['w.properties', ['b.json', 'a.properties']]);
    expect(options).toMatchObject({ onCorruptOffsets: 'fail' });
    expect(options).not.toHaveProperty('logLevel');
    expect(options?.logFormat).toBeUndefined();
  });

  it('hands on how the run is to end, in milliseconds', async () => {
    await program('--once', '--timeout', '5m', '--idle-timeout', '500ms', '--on-failure=restart', 'w.properties');
    expect(mockRun.mock.calls[0]?.[2]).toMatchObject({
      ...{ once: true, timeout: 300_000, idleTimeout: 500, onFailure: 'restart' },
    });
  });

  it('hands on its options, wherever they stand', async () => {
    await program('w.properties', '--embedded-kafka', 'a.properties', '--env-file', 'x.env', '--log-level', 'debug');
    expect(mockRun.mock.calls[0]?.[1]).toEqual(['a.properties']);
    expect(mockRun.mock.calls[0]?.[2]).toMatchObject({ embeddedKafka: true, envFile: 'x.env', logLevel: 'debug' });
  });

  it('hands on what is to be told of the run', async () => {
    await program('--report=r.json', '--textfile', 'm.prom', '--no-progress', 'w.properties');
    expect(mockRun.mock.calls[0]?.[2]).toMatchObject({ report: 'r.json', textfile: 'm.prom', progress: false });
    await program('w.properties');
    expect(mockRun.mock.calls[1]?.[2]).toMatchObject({ progress: true });
  });

  it('collects settings, in their order', async () => {
    await program('w.properties', '--set', 'a=1', 'a.properties', '--set', 'x.b=2');
    expect(mockRun.mock.calls[0]?.[1]).toEqual(['a.properties']);
    expect(mockRun.mock.calls[0]?.[2]).toMatchObject({ set: ['a=1', 'x.b=2'] });
  });

  it('prints an error in one line and ends with the code of its class', async () => {
    mockRun.mockRejectedValue(new ConnectorStartError('a.properties: no such class'));
    expect(await program('w.properties', 'a.properties')).toBe(3);
    expect(err).toBe('connect-standalone: a.properties: no such class\n');
  });

  it('prints an error as JSON where lines of JSON were asked for', async () => {
    mockRun.mockRejectedValue(new ConnectorStartError('a.properties: no "class"\nat all'));
    expect(await program('--log-format', 'json', 'w.properties', 'a.properties')).toBe(3);
    expect(JSON.parse(err)).toMatchObject({ level: 60, msg: 'a.properties: no "class"\nat all' });
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('never prints a secret that was looked up, not in an error either', async () => {
    mockRun.mockImplementation((_worker, _connectors, { secrets }) => {
      secrets.addResolved('password', 'tr0ub4dor');
      return Promise.reject(new ConfigError('Invalid value tr0ub4dor for configuration port'));
    });
    expect(await program('w.properties')).toBe(2);
    expect(err).toBe('connect-standalone: Invalid value [hidden] for configuration port\n');
  });
});

const HOST = { secrets: new Secrets(), onEnd: () => undefined };

describe('createProgram', () => {
  it('waits for what it runs', async () => {
    let isDone = false;
    const own = createProgram(async () => {
      await new Promise(setImmediate);
      isDone = true;
    }, HOST);
    await own.parseAsync(['node', 'x', 'w.properties']);
    expect(isDone).toBe(true);
  });
});
