import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunReport } from '../../src/cli/run-report';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce } from '../support/kcat';
import { runOnce } from '../support/once-run';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';
import { parsePrometheusText } from '../support/prometheus-text';
import { propertiesText } from '../support/properties-text';
import { linesSeen, runOnTerminal } from '../support/pseudo-terminal';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

describeWithKafka('What a run tells', ({ bootstrap }) => {
  let folder: string;
  let topic: string;

  beforeEach(() => {
    folder = temporaryFolder();
    topic = uniqueName('once-report');
  });
  afterEach(() => removeFolder(folder));

  const at = (name: string) => path.join(folder, name);
  const files = () => ['--report', at('run.json'), '--textfile', at('run.prom')];
  const report = () => JSON.parse(readFileSync(at('run.json'), 'utf8')) as RunReport;
  const metric = (name: string) =>
    parsePrometheusText(readFileSync(at('run.prom'), 'utf8')).get(`connect_standalone_${name}`)?.series[0]?.value;

  const jsonSink = () => ({
    ...fileSink(`sink-${topic}`, at('out.txt'), topic),
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
  });

  it('has records, dead letters, offsets and lag in report and textfile, and in the summary', async () => {
    await createTopic(bootstrap, topic);
    await kcatProduce({ bootstrap, topic }, ['1', 'no json', '2', 'nor this', '3']);
    const tolerant = {
      ...jsonSink(),
      'errors.tolerance': 'all',
      'errors.deadletterqueue.topic.name': `${topic}-dead`,
      'errors.deadletterqueue.topic.replication.factor': '1',
    };
    const run = await runOnce({ bootstrap, folder, connectors: [tolerant], options: files() });
    expect(run.code).toBe(0);
    const figures = { records: 3, recordsIn: 5, deadLetters: 2, errors: 2, skipped: 2, lag: 0, code: 0 };
    expect(report()).toMatchObject({ ...figures, reason: 'drained', mode: 'once', complete: true, error: null });
    expect(report().bytes).toBe('1no json2nor this3'.length);
    expect(report().connectors).toMatchObject([{ name: `sink-${topic}`, type: 'sink', ...figures }]);
    const ends = { from: 0, to: 5, delivered: 5, committed: 5, lag: 0, firstOffset: 0, lastOffset: 4 };
    expect(report().connectors[0]?.partitions).toEqual([{ topic, partition: 0, ...ends }]);
    expect(['connector_records', 'connector_dead_letters', 'connector_lag'].map(metric)).toEqual([3, 2, 0]);
    expect(metric('last_success_timestamp_seconds')).toBe(Date.parse(report().endedAt) / 1000);
    expect(run.output).toMatch(/│ sink-\S+ +│ +3 │ +18 B │ +2 │ +0 │ 0 … 4 +│ +[\d.]+ │ drained │ +0 │/);
    expect(run.output).not.toContain('\u001b');
  });

  it('tells of a run that fails, keeps the last success, and of one that cannot start', async () => {
    await createTopic(bootstrap, topic);
    await kcatProduce({ bootstrap, topic }, ['1']);
    expect((await runOnce({ bootstrap, folder, connectors: [jsonSink()], options: files() })).code).toBe(0);
    const success = metric('last_success_timestamp_seconds');
    await kcatProduce({ bootstrap, topic }, ['no json']);
    expect((await runOnce({ bootstrap, folder, connectors: [jsonSink()], options: files() })).code).toBe(65);
    expect(report()).toMatchObject({ reason: 'failure', code: 65, lag: 1, complete: false });
    expect(report().connectors).toMatchObject([{ reason: 'failure', code: 65, error: { code: 'CONNECT' } }]);
    expect(report().connectors[0]?.partitions).toMatchObject([{ from: 1, to: 2, committed: 1, lastOffset: null }]);
    expect([metric('exit_code'), metric('last_success_timestamp_seconds')]).toEqual([65, success]);
    const worker = { 'key.converter': 'no.such.Converter' };
    expect((await runOnce({ bootstrap, folder, connectors: [jsonSink()], options: files(), worker })).code).toBe(2);
    expect(report()).toMatchObject({ reason: 'not-started', code: 2, connectors: [] });
    expect([metric('exit_code'), metric('last_success_timestamp_seconds')]).toEqual([2, success]);
  });

  it('has what was committed at last when a signal ends a service', async () => {
    writeFileSync(at('in.txt'), '1\n2\n3\n');
    const connectors = [
      fileSource(`source-${topic}`, at('in.txt'), topic),
      fileSink(`sink-${topic}`, at('out.txt'), topic),
    ];
    const slow = { 'offset.flush.interval.ms': '600000' };
    const worker = startOurWorker({ bootstrap, folder, connectors, options: files(), worker: slow });
    await waitFor('the lines are delivered', () => linesOf(at('out.txt')).length === 3, { worker });
    expect((await worker.end('SIGTERM')).code).toBe(0);
    expect(report()).toMatchObject({ mode: 'service', reason: 'signal', code: 0, records: 6 });
    const [source, sink] = report().connectors;
    expect(source).toMatchObject({ type: 'source', records: 3, reason: 'signal', code: 0, partitions: [] });
    expect(source?.offsets).toEqual([{ partition: { filename: at('in.txt') }, first: null, last: { position: 6 } }]);
    expect(sink?.partitions).toMatchObject([{ from: 0, to: null, delivered: 3, committed: 3, lastOffset: 2 }]);
  });

  it('ends with 74 and moves nothing where the report cannot be written', async () => {
    writeFileSync(at('in.txt'), '1\n');
    const source = fileSource(`source-${topic}`, at('in.txt'), topic);
    const run = await runOnce({ bootstrap, folder, connectors: [source], options: ['--report', at('no/run.json')] });
    expect(run.code).toBe(74);
    expect(run.output).toContain('run.json cannot be written: its folder does not exist');
    expect(existsSync(at('connect.offsets'))).toBe(false);
  });

  describe('on a terminal', () => {
    const LINES = 50_000;

    function writeFiles(): string[] {
      const properties = (name: string, settings: Record<string, string>) => {
        writeFileSync(at(name), propertiesText(settings));
        return name;
      };
      writeFileSync(at('in.txt'), Array.from({ length: LINES }, (_, index) => `line ${index}\n`).join(''));
      const converter = 'org.apache.kafka.connect.storage.StringConverter';
      const worker = { 'bootstrap.servers': bootstrap, 'offset.storage.file.filename': at('connect.offsets') };
      return [
        properties('w.properties', { ...worker, 'key.converter': converter, 'value.converter': converter }),
        properties('in.properties', fileSource(`in-${topic}`, at('in.txt'), topic)),
        properties('out.properties', fileSink(`out-${topic}`, at('out.txt'), topic)),
      ];
    }

    it('draws the run below its log, whose lines stay whole, and leaves the summary', async () => {
      const { code, written } = await runOnTerminal(['--once', ...writeFiles()], { cwd: folder });
      expect(code).toBe(0);
      expect(linesOf(at('out.txt'))).toHaveLength(LINES);
      expect(written).toMatch(new RegExp(`in-${topic}-0 +\\S*RUNNING\\S* +[\\d,]+ records +[\\d,]+/s`));
      const seen = linesSeen(written).filter((line) => line !== '');
      const [log, table] = [seen.filter((line) => line.startsWith('[')), seen.filter((line) => /^[┌├│└]/.test(line))];
      expect([...log, ...table]).toHaveLength(seen.length);
      expect(log.filter((line) => line.includes('Ending (drained)'))).toHaveLength(1);
      expect(table.join('\n')).toContain('50,000');
    });

    it('shows how far a sink has come where its end is known', async () => {
      const files = writeFiles();
      const filled = await runOnce({ bootstrap, folder, connectors: [fileSource('fill', at('in.txt'), topic)] });
      expect(filled.code).toBe(0);
      // So slow that it is drawn several times on the way.
      writeFileSync(at('out.properties'), 'consumer.override.max.poll.records=5\n', { flag: 'a' });
      const args = ['--once', ...files.filter((name) => name !== 'in.properties')];
      const { code, written } = await runOnTerminal(args, { cwd: folder });
      expect(code).toBe(0);
      expect(linesOf(at('out.txt'))).toHaveLength(LINES);
      expect(written).toMatch(/[█░]+ +\d+ % +[\d,]+ of 50,000/);
    });

    it('draws nothing where it is not to, and has no colours with NO_COLOR', async () => {
      const plain = await runOnTerminal(['--once', '--no-progress', ...writeFiles()], { cwd: folder });
      expect(plain).toMatchObject({ code: 0, written: expect.not.stringMatching(/\u001b\[\d*[AJ]/) as string });
      const colourless = await runOnTerminal(['--once', ...writeFiles()], { cwd: folder, env: { NO_COLOR: '1' } });
      expect(colourless).toMatchObject({ code: 0, written: expect.not.stringMatching(/\u001b\[[\d;]*m/) as string });
    });
  });
});
