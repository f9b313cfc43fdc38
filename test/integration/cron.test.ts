import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce } from '../support/kcat';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { propertiesText } from '../support/properties-text';
import { ROOT } from '../support/source-files';

jest.setTimeout(120_000);

const COMMAND = path.join(ROOT, 'dist', 'bin', 'connect-standalone.js');
const CONVERTERS = { 'key.converter': 'StringConverter', 'value.converter': 'StringConverter' };

describeWithKafka('A run that cron has started', ({ bootstrap }) => {
  let folder: string;
  let topic: string;

  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('cron');
    properties('worker', {
      'bootstrap.servers': bootstrap,
      ...CONVERTERS,
      'offset.storage.file.filename': at('offsets'),
    });
    properties('source', fileSource(`source-${topic}`, at('in.txt'), topic));
    properties('sink', fileSink(`sink-${topic}`, at('out.txt'), topic));
    writeFileSync(at('in.txt'), 'one\ntwo\n');
  });
  afterEach(() => removeFolder(folder));

  const at = (name: string) => path.join(folder, name);
  const properties = (name: string, props: Record<string, string>) => {
    writeFileSync(at(`${name}.properties`), propertiesText(props));
    return at(`${name}.properties`);
  };
  const FILES = ['worker', 'source', 'sink'];

  /** As cron does it: no terminal, no environment, no standard input, in the root of the file system. */
  function runAsCron(options: readonly string[], files = FILES): Promise<{ code: number | null; output: string }> {
    const args = [COMMAND, ...options, ...files.map((name) => at(`${name}.properties`))];
    const child = spawn('/usr/bin/env', ['-i', process.execPath, ...args], {
      ...{ cwd: '/', detached: true },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })));
  }

  it('works and prints nothing with -q when all is done, however often', async () => {
    expect(await runAsCron(['--once', '-q'])).toEqual({ code: 0, output: '' });
    expect(linesOf(at('out.txt'))).toEqual(['one', 'two']);
    expect(await runAsCron(['--once', '--quiet'])).toEqual({ code: 0, output: '' });
    appendFileSync(at('in.txt'), 'three\n');
    expect(await runAsCron(['--once', '-q'])).toEqual({ code: 0, output: '' });
    expect(linesOf(at('out.txt'))).toEqual(['one', 'two', 'three']);
  });

  it('says in a line why it has ended without -q', async () => {
    const { code, output } = await runAsCron(['--once', '--log-format', 'java']);
    expect(code).toBe(0);
    expect(output.match(/Ending \(drained\): everything that was there is delivered and committed/g)).toHaveLength(1);
  });

  it.each([
    {
      what: 'a task fails',
      expected: 65,
      settings: { 'value.converter': 'JsonConverter' },
      line: /Ending \(failure\): Task sink-.* has failed: .*\(exit code 65\)/,
    },
    {
      what: 'the input is not there',
      expected: 69,
      settings: { topics: 'no-such-topic-at-all' },
      line: /Ending \(failure\): .*no-such-topic-at-all.*69/,
    },
    {
      what: 'two settings are wrong',
      expected: 3,
      settings: { 'tasks.max': 'many', 'errors.tolerance': 'some' },
      line: /tasks\.max=many.*errors\.tolerance=some/,
    },
  ])('prints one line with -q when $what', async ({ expected, settings, line }) => {
    await kcatProduce({ bootstrap, topic }, ['no JSON']);
    const sink: Record<string, string> = fileSink(`sink-${topic}`, at('out.txt'), topic);
    properties('sink', { ...sink, ...settings });
    const { code, output } = await runAsCron(['--once', '-q'], ['worker', 'sink']);
    expect(output).toMatch(/^connect-standalone: [^\n]*\n$/);
    expect(output).toMatch(line);
    expect(code).toBe(expected);
  });

  it('prints one line with -q when no broker answers, when time is over, and when a file is missing', async () => {
    const oneLine = /^connect-standalone: [^\n]*\n$/;
    const late = await runAsCron(['--once', '-q', '--timeout', '1ms']);
    expect(late).toEqual({ code: 75, output: expect.stringMatching(/timeout.*75/) as string });
    expect(late.output).toMatch(oneLine);
    const lost = await runAsCron(['--once', '-q'], ['nowhere']);
    expect(lost).toEqual({ code: 2, output: expect.stringMatching(oneLine) as string });
    const dead = { 'bootstrap.servers': '127.0.0.1:1', ...CONVERTERS, 'offset.storage.file.filename': at('offsets') };
    properties('worker', { ...dead, 'admin.default.api.timeout.ms': '2000', 'default.api.timeout.ms': '2000' });
    expect(await runAsCron(['--once', '-q'])).toEqual({ code: 2, output: expect.stringMatching(oneLine) as string });
  });

  it('ends at once with 75 and names the process that has the offset file; a killed one does not keep it', async () => {
    const options = { bootstrap, folder, worker: { 'offset.storage.file.filename': at('offsets') } };
    const first = startOurWorker({ ...options, connectors: [fileSource(`source-${topic}`, at('in.txt'), topic)] });
    await waitFor('it has the lock', () => existsSync(at('offsets.lock')), { worker: first });
    const second = await runAsCron(['--once', '-q']);
    expect(second.code).toBe(75);
    expect(second.output).toMatch(new RegExp(`^connect-standalone: .*in use by process ${first.pid} .*\n$`));
    await first.end('SIGKILL');
    expect(readFileSync(at('offsets.lock'), 'utf8')).toContain(String(first.pid));
    properties('worker', {
      'bootstrap.servers': bootstrap,
      ...CONVERTERS,
      'offset.storage.file.filename': at('offsets'),
    });
    expect(await runAsCron(['--once', '-q'])).toEqual({ code: 0, output: '' });
  });
});
