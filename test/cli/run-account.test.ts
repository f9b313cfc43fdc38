import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunAccount, type RunAccountOptions } from '../../src/cli/run-account';
import type { RunReport } from '../../src/cli/run-report';
import { Secrets } from '../../src/config/secrets';
import { ReportWriteError, WorkerStartError } from '../../src/errors';
import { createLogger } from '../../src/logger';
import type { RunEnded, RunProgress } from '../../src/runtime/ending/run-progress';
import type { ConnectorOffset } from '../../src/runtime/herder';
import type { WorkerSnapshot } from '../../src/runtime/worker-view';

let folder: string;
let err = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'account-'));
  err = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const ENDED: RunEnded = {
  ...{ reason: 'timeout', sentence: 'Ending (timeout): t0psecret', isComplete: false, left: [], error: undefined },
};
const PARTITION = { topic: 't', partition: 0, from: 0, to: 9, delivered: 4, committed: 2, isDone: false };

/** A source and a sink in a run with an end; `offsets` are those that the herder tells. */
async function setUp(options: Partial<RunAccountOptions> = {}) {
  const secrets = new Secrets();
  secrets.add('t0psecret');
  const account = await RunAccount.open('w.properties', { once: true, logFormat: 'pretty', secrets, ...options });
  const offsets: Record<string, ConnectorOffset[]> = { in: [], out: [] };
  const connector = (name: string, type: string) => ({ name, type, state: 'RUNNING', plugin: undefined, tasks: [] });
  const snapshot = { now: 0, connectors: [connector('in', 'source'), connector('out', 'sink')] };
  const progress = {
    connectors: [
      { name: 'in', type: 'source', state: 'done', moved: 0, partitions: [] },
      { name: 'out', type: 'sink', state: 'moving', moved: 0, partitions: [PARTITION] },
    ],
    ending: undefined,
  };
  const lines: string[] = [];
  account.begin({
    worker: {
      snapshot: () => snapshot as unknown as WorkerSnapshot,
      herder: {
        connectorOffsets: (name) => {
          const found = offsets[name];
          return found === undefined ? Promise.reject(new Error('gone')) : Promise.resolve(found);
        },
      },
    },
    policy: { progress: () => progress as unknown as RunProgress, failure: undefined, failureOf: () => undefined },
    log: createLogger({ format: 'json', destination: { write: (line) => void lines.push(line) } }),
  });
  const end = async (code: number) => {
    account.ended(ENDED);
    await account.stopped();
    return account.finish(code);
  };
  return { account, offsets, lines, end };
}

const report = () => JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')) as RunReport;
const position = (offset: number | bigint): ConnectorOffset => ({
  partition: { file: 'f' },
  offset: { position: offset },
});

describe('RunAccount', () => {
  it('writes report and textfile when the run has ended, without secrets', async () => {
    const { account, offsets, end } = await setUp({ report: join(folder, 'r.json'), textfile: join(folder, 'm.prom') });
    offsets['in'] = [position(3)];
    await account.begun(['in', 'out']);
    offsets['in'] = [position(7n)];
    offsets['out'] = [{ partition: { kafka_topic: 't', kafka_partition: 0 }, offset: { kafka_offset: 4 } }];
    expect(await end(75)).toBe(75);
    expect(report()).toMatchObject({ reason: 'timeout', code: 75, message: 'Ending (timeout): [hidden]' });
    const [source, sink] = report().connectors;
    expect(source?.offsets).toEqual([{ partition: { file: 'f' }, first: { position: 3 }, last: { position: 7 } }]);
    expect(sink?.partitions).toMatchObject([{ from: 0, to: 9, committed: 4, lag: 5 }]);
    expect(readFileSync(join(folder, 'm.prom'), 'utf8')).toContain('connect_standalone_exit_code{run="m"} 75\n');
  });

  it('goes without offsets that cannot be told', async () => {
    const { account, offsets, end } = await setUp({ report: join(folder, 'r.json') });
    delete offsets['in'];
    delete offsets['out'];
    await account.begun(['in', 'out']);
    expect(await end(0)).toBe(0);
    expect(report().connectors[1]?.partitions).toMatchObject([{ committed: 2 }]);
  });

  it('refuses what cannot be written before anything begins', async () => {
    await expect(setUp({ report: join(folder, 'no', 'r.json') })).rejects.toThrow(ReportWriteError);
    await expect(setUp({ textfile: folder })).rejects.toThrow(ReportWriteError);
  });

  it('ends with 74 when a file cannot be written any more, unless the run has failed', async () => {
    const { end, lines } = await setUp({ report: join(folder, 'r.json') });
    rmSync(folder, { recursive: true });
    expect(await end(0)).toBe(74);
    expect(await end(65)).toBe(65);
    expect(lines.join('')).toContain('r.json cannot be written');
    folder = mkdtempSync(join(tmpdir(), 'account-'));
  });

  it('reports what kept the run from beginning, and tells of a file that cannot be written then', async () => {
    const { account } = await setUp({ report: join(folder, 'r.json') });
    await account.fail(new WorkerStartError('no broker at t0psecret'));
    expect(report()).toMatchObject({ reason: 'not-started', code: 2, message: 'no broker at [hidden]' });
    rmSync(folder, { recursive: true });
    await account.fail(new WorkerStartError('again'));
    expect(err).toContain('r.json cannot be written');
    folder = mkdtempSync(join(tmpdir(), 'account-'));
  });

  it('tells of each connector that is done, and at the end has a table for people', async () => {
    const { end, lines } = await setUp();
    await end(75);
    expect(lines.filter((line) => line.includes('Done: '))).toHaveLength(1);
    expect(err).toMatch(/in .*drained.*\n.*out .*timeout/);
    expect(err).not.toContain('\u001b');
  });

  it('has lines in place of the table where lines are for machines, and neither when it is to be quiet', async () => {
    const { end, lines } = await setUp({ logFormat: 'json' });
    await end(75);
    expect(lines.filter((line) => line.includes('"msg":"Summary: '))).toHaveLength(2);
    const quiet = await setUp({ quiet: true });
    await quiet.end(75);
    expect(quiet.lines.filter((line) => line.includes('Summary'))).toEqual([]);
    expect(err).toBe('');
  });
});
