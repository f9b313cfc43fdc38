/** The metrics of our worker and of the genuine one, which did the same work: names, labels, totals. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connectMetricName } from '../../src/metrics/metric-table';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { jmxOptions, readJmx, type JmxAttribute } from '../support/jmx';
import { kcatProduce } from '../support/kcat';
import { linesOf, removeFolder, startOurWorker, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';
import { parsePrometheusText, type Family, type Series } from '../support/prometheus-text';
import { ROOT } from '../support/source-files';
import { createTopic } from '../support/topics';

jest.setTimeout(300_000);

const TRANSFORMS = 'org.apache.kafka.connect.transforms';
const JSON_CONVERTER = 'org.apache.kafka.connect.json.JsonConverter';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const LINES = 20;
const GOOD = 10;
const BAD = 3;

/** Totals that the same work must leave the same; not those that depend on time. */
const TOTALS = [
  'source-record-poll-total',
  'source-record-write-total',
  'source-record-active-count',
  'sink-record-read-total',
  'sink-record-send-total',
  'partition-count',
  'offset-commit-skip-total',
  'total-record-failures',
  'total-record-errors',
  'total-records-skipped',
  'total-retries',
  'total-errors-logged',
  'deadletterqueue-produce-requests',
  'deadletterqueue-produce-failures',
  'connector-count',
  'task-count',
  'connector-total-task-count',
  'connector-running-task-count',
  'connector-failed-task-count',
  'offset-commit-failure-percentage',
];
const CONNECTOR_STARTUPS = /^connector-startup-/;

/** Groups that have nothing to do with Kafka Connect itself. */
const OTHER_GROUPS = ['app-info', 'kafka-metrics-count'];
/** What we have beside the genuine worker. */
const OWN = /_info(?:_start_time_ms)?$|_seconds(?:_bucket|_sum|_count)?$/;

interface Work {
  readonly folder: string;
  readonly output: string;
  readonly connectors: readonly Record<string, string>[];
}

/** A source with a transform and a predicate, a sink whose topic holds records that are no JSON, and a sink that fails. */
async function prepare(bootstrap: string): Promise<Work> {
  const folder = temporaryFolder('metrics-');
  const topic = uniqueName('metrics');
  const broken = `${topic}-broken`;
  const [input, output] = [path.join(folder, 'in.txt'), path.join(folder, 'out.txt')];
  writeFileSync(input, Array.from({ length: LINES }, (_, index) => `line ${index}\n`).join(''));
  for (const name of [topic, broken, `${topic}-lines`]) await createTopic(bootstrap, name);
  const values = (count: number, text: string) => Array.from({ length: count }, () => text);
  await kcatProduce({ bootstrap, topic }, [...values(GOOD, '"good"'), ...values(BAD, '{bad')]);
  await kcatProduce({ bootstrap, topic: broken }, values(1, '{bad'));
  const sink = {
    'connector.class': 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    'value.converter': JSON_CONVERTER,
    'value.converter.schemas.enable': 'false',
    'key.converter': STRING_CONVERTER,
  };
  return {
    folder,
    output,
    connectors: [
      {
        name: 'metrics-source',
        'connector.class': 'org.apache.kafka.connect.file.FileStreamSourceConnector',
        file: input,
        topic: `${topic}-lines`,
        'key.converter': STRING_CONVERTER,
        'value.converter': STRING_CONVERTER,
        transforms: 'hoist,drop',
        'transforms.hoist.type': `${TRANSFORMS}.InsertHeader`,
        'transforms.hoist.header': 'h',
        'transforms.hoist.value.literal': '1',
        'transforms.drop.type': `${TRANSFORMS}.Filter`,
        'transforms.drop.predicate': 'other',
        predicates: 'other',
        'predicates.other.type': `${TRANSFORMS}.predicates.TopicNameMatches`,
        'predicates.other.pattern': 'none',
      },
      {
        ...sink,
        name: 'metrics-sink',
        topics: topic,
        file: output,
        'errors.tolerance': 'all',
        'errors.log.enable': 'true',
        'errors.deadletterqueue.topic.name': `${topic}-dlq`,
        'errors.deadletterqueue.topic.replication.factor': '1',
      },
      { ...sink, name: 'metrics-broken', topics: broken, file: `${output}.broken` },
    ],
  };
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join();
}

/** Our series of the genuine worker's attribute; several for a state. */
function seriesOf(families: ReadonlyMap<string, Family>, { group, tags, attribute }: JmxAttribute): Series[] {
  const own = new Set([attribute.replace(/-/g, '_'), 'status']);
  const isOfTags = ({ labels }: Series) =>
    labelsText(Object.fromEntries(Object.entries(labels).filter(([key]) => !own.has(key)))) === tags;
  return families.get(connectMetricName(group, attribute))?.series.filter(isOfTags) ?? [];
}

/** What the one series says: its value, or the text in its label. */
function told(series: readonly Series[], { attribute }: JmxAttribute): string {
  const [first] = attribute === 'status' ? series.filter(({ value }) => value === 1) : series;
  return first?.labels[attribute.replace(/-/g, '_')] ?? String(first?.value);
}

const isText = (value: string) => Number.isNaN(Number(value)) && value !== 'NaN';

describeWithKafka('Metrics', ({ bootstrap }) => {
  let apache: ApacheWorker | undefined;
  let ours: OurWorker | undefined;
  const folders: string[] = [];

  afterEach(async () => {
    // A consumer that does not leave its group keeps the next test waiting.
    await ours?.end();
    await apache?.stop();
    folders.splice(0).forEach(removeFolder);
  });

  async function scrapeOurs(): Promise<Map<string, Family>> {
    const [, url = ''] = /REST requests are taken at (http:\/\/[\d.]+:\d+)/.exec(ours?.output ?? '') ?? [];
    const answer = await fetch(`${url}/metrics`, { headers: { accept: 'text/plain;version=0.0.4;q=0.5,*/*;q=0.1' } });
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    return parsePrometheusText(await answer.text());
  }

  async function runApache(): Promise<JmxAttribute[]> {
    const work = await prepare(bootstrap);
    folders.push(work.folder);
    const port = await freePort();
    apache = await startApacheWorker({ bootstrap, connectors: work.connectors, jvmOptions: jmxOptions(port) });
    let beans: JmxAttribute[] = [];
    const value = (name: string) => beans.find(({ attribute }) => attribute === name)?.value;
    await waitFor(
      'the genuine worker has done its work',
      async () => {
        if (linesOf(work.output).length < GOOD) return false;
        beans = await readJmx(port, 'kafka.connect');
        const failed = beans.find(
          (bean) => bean.tags.startsWith('connector=metrics-broken,') && bean.attribute === 'status',
        );
        const sent = beans.find((bean) => bean.attribute === 'total-errors-logged' && bean.value !== '0.0');
        return (
          value('source-record-write-total') === `${LINES}.0` &&
          failed?.value === 'failed' &&
          sent?.value === `${BAD}.0`
        );
      },
      { timeoutMs: 120_000 },
    );
    await apache.stop();
    return beans.filter(({ group }) => !OTHER_GROUPS.includes(group));
  }

  async function runOurs(): Promise<Map<string, Family>> {
    const work = await prepare(bootstrap);
    folders.push(work.folder);
    ours = startOurWorker({ bootstrap, folder: work.folder, connectors: work.connectors });
    let families = new Map<string, Family>();
    const valueOf = (name: string, labels: string) =>
      families.get(`kafka_connect_${name}`)?.series.find((series) => labelsText(series.labels) === labels)?.value;
    await waitFor(
      'our worker has done its work',
      async () => {
        if (linesOf(work.output).length < GOOD) return false;
        families = await scrapeOurs();
        return (
          valueOf('source_task_source_record_write_total', 'connector=metrics-source,task=0') === LINES &&
          valueOf('task_error_total_errors_logged', 'connector=metrics-sink,task=0') === BAD &&
          valueOf('connector_task_status', 'connector=metrics-broken,status=failed,task=0') === 1 &&
          families.get('kafka_consumer_fetch_manager_records_lag')?.series.some(({ value }) => value === 0) === true &&
          families.get('kafka_producer_request_latency_avg')?.series.length === 1 &&
          families.get('kafka_consumer_request_latency_avg')?.series.length !== 0
        );
      },
      { timeoutMs: 120_000, worker: ours },
    );
    return families;
  }

  it('have the names, labels, texts and totals of the genuine worker after the same work', async () => {
    const beans = await runApache();
    const families = await runOurs();
    const told_ = beans.map((bean) => ({ bean, series: seriesOf(families, bean) }));
    expect(told_.filter(({ series }) => series.length === 0).map(({ bean }) => bean)).toEqual([]);
    const wrong = told_.filter(({ bean, series }) => {
      const { attribute, value } = bean;
      if (/version$/.test(attribute)) return false;
      if (isText(value)) return told(series, bean) !== value;
      const isTotal = TOTALS.includes(attribute) || CONNECTOR_STARTUPS.test(attribute);
      return isTotal && Number(told(series, bean)) !== Number(value);
    });
    expect(wrong.map(({ bean, series }) => ({ ...bean, ours: told(series, bean) }))).toEqual([]);
    // The genuine worker 4.2.0 never counts the starts of tasks: it says 0.
    const startups = families.get('kafka_connect_connect_worker_task_startup_attempts_total')?.series[0]?.value;
    expect(startups).toBe(3);
    const known = new Set(beans.map(({ group, attribute }) => connectMetricName(group, attribute)));
    const more = [...families.keys()].filter((name) => name.startsWith('kafka_connect_') && !OWN.test(name));
    expect(more.filter((name) => !known.has(name))).toEqual([]);
  });

  it('have every name that the dashboard of the example asks for', async () => {
    const dashboard = readFileSync(path.join(ROOT, 'examples', 'monitoring', 'grafana', 'dashboard.json'), 'utf8');
    const asked = new Set(dashboard.match(/\b(?:kafka|process|nodejs)_[a-z0-9_]+/g));
    expect(asked.size).toBeGreaterThan(10);
    const families = await runOurs();
    const series = new Set([...families.values()].flatMap((family) => family.series.map(({ name }) => name)));
    expect([...asked].filter((name) => !series.has(name))).toEqual([]);
  });

  it('forget a connector that was removed, and count anew in a task that was restarted', async () => {
    await runOurs();
    const [, url = ''] = /REST requests are taken at (http:\/\/[\d.]+:\d+)/.exec(ours?.output ?? '') ?? [];
    await fetch(`${url}/connectors/metrics-sink`, { method: 'DELETE' });
    await fetch(`${url}/connectors/metrics-source/tasks/0/restart`, { method: 'POST' });
    await waitFor('the task has begun anew', async () => {
      const polled = (await scrapeOurs()).get('kafka_connect_source_task_source_record_poll_total')?.series[0]?.value;
      return polled === 0;
    });
    const names = [...(await scrapeOurs()).values()].flatMap(({ series }) =>
      series.map(({ labels }) => labels['connector']),
    );
    expect(new Set(names)).toEqual(new Set([undefined, 'metrics-source', 'metrics-broken']));
  });
});
