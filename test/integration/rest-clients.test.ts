/** Owns the promise that clients others wrote for Kafka Connect's REST API work against our worker. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { startApacheWorker } from '../support/apache-worker';
import { tourWithConnectClient } from '../support/connect-client';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { startHealthyWorker } from '../support/healthy-worker';
import { jsonRequests } from '../support/json-requests';
import { kcatProduce } from '../support/kcat';
import { linesOf, removeFolder, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';
import { pythonTool } from '../support/python-tool';
import { createTopic } from '../support/topics';

// The first run installs the clients.
jest.setTimeout(240_000);

const SINK_CLASS = 'org.apache.kafka.connect.file.FileStreamSinkConnector';

describeWithKafka('Clients of the REST interface', ({ bootstrap }) => {
  const topic = uniqueName('clients');
  let folder: string;
  let worker: OurWorker;
  let url: string;

  beforeAll(async () => {
    await createTopic(bootstrap, topic, { partitions: 2 });
    await kcatProduce({ bootstrap, topic }, ['one', 'two']);
  });
  beforeEach(async () => {
    folder = temporaryFolder();
    ({ worker, url } = await startHealthyWorker({ bootstrap, folder }));
  });
  afterEach(async () => {
    await worker.end();
    removeFolder(folder);
  });

  const ask = jsonRequests(() => url);
  const stateOf = async (name: string): Promise<{ connector: string; tasks: string[] }> => {
    const { json } = await ask('GET', `/connectors/${name}/status`);
    const status = json as { connector: { state: string }; tasks: { state: string }[] };
    return { connector: status.connector.state, tasks: status.tasks.map(({ state }) => state) };
  };
  const untilState = (name: string, state: string) =>
    waitFor(
      `${name} is ${state}`,
      async () => {
        const { connector, tasks } = await stateOf(name);
        return connector === state && tasks.length > 0 && tasks.every((task) => task === state);
      },
      { worker },
    );
  const sinkConfig = (file: string): Record<string, string> => ({
    'connector.class': 'FileStreamSinkConnector',
    'tasks.max': '1',
    topics: topic,
    file: path.join(folder, file),
  });

  it('kc of kafka-connect-py: every sub-command does what it says', async () => {
    const program = await pythonTool('kafka-connect-py==1.0.0', 'kc');
    const kc = async (...args: string[]): Promise<unknown> => {
      const { stdout } = await promisify(execFile)(program, ['--url', url, ...args]);
      try {
        return stdout.trim() === '' ? undefined : JSON.parse(stdout);
      } catch {
        throw new Error(`kc ${args.join(' ')}: ${stdout}`);
      }
    };
    const config = sinkConfig('kc');
    const definition = { name: 'kc', config: { name: 'kc', ...config }, type: 'sink' };

    expect(await kc('info')).toEqual({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
      commit: expect.any(String) as string,
      kafka_cluster_id: expect.any(String) as string,
    });
    expect(await kc('create', '-d', JSON.stringify({ name: 'kc', config }))).toMatchObject(definition);
    await untilState('kc', 'RUNNING');
    await waitFor('both records are written', () => linesOf(path.join(folder, 'kc')).length === 2, { worker });
    expect(await kc('list')).toEqual(['kc']);
    expect(await kc('list', '--expand', 'status')).toMatchObject({
      kc: { status: { connector: { state: 'RUNNING' } } },
    });
    expect(await kc('list', '--expand', 'info', '--state', 'running')).toMatchObject({ kc: { info: definition } });
    expect(await kc('list', '--pattern', 'k.', '--state', 'PAUSED')).toEqual([]);
    expect(await kc('get', 'kc')).toMatchObject(definition);
    expect(await kc('config', 'kc')).toEqual(definition.config);
    expect(await kc('status', 'kc')).toMatchObject({ name: 'kc', type: 'sink', tasks: [{ id: 0, state: 'RUNNING' }] });
    expect(await kc('list-tasks', 'kc')).toMatchObject([{ id: { connector: 'kc', task: 0 } }]);
    expect(await kc('task-status', 'kc', '0')).toMatchObject({ id: 0, state: 'RUNNING' });
    expect(await kc('list-topics', 'kc')).toEqual({ kc: { topics: [topic] } });
    await kc('reset-topics', 'kc');
    expect(await kc('list-topics', 'kc')).toEqual({ kc: { topics: [] } });
    await kc('pause', 'kc');
    await untilState('kc', 'PAUSED');
    await kc('resume', 'kc');
    await untilState('kc', 'RUNNING');
    await kc('pause', '--all', '--pattern', 'kc');
    await untilState('kc', 'PAUSED');
    await kc('resume', '--all', '--state', 'paused');
    await untilState('kc', 'RUNNING');
    expect(await kc('restart', 'kc', '--include-tasks')).toMatchObject({ name: 'kc' });
    await untilState('kc', 'RUNNING');
    await kc('restart', '--all', '--only-failed');
    await kc('restart-task', 'kc', '0');
    await untilState('kc', 'RUNNING');
    expect(await kc('update', 'kc', '-d', JSON.stringify({ ...config, 'tasks.max': '2' }))).toMatchObject({
      config: { 'tasks.max': '2' },
    });
    await waitFor('there are two tasks', async () => (await stateOf('kc')).tasks.length === 2, { worker });
    expect(await kc('list-plugins')).toContainEqual(expect.objectContaining({ class: SINK_CLASS, type: 'sink' }));
    expect(
      await kc('validate-config', 'FileStreamSinkConnector', '-d', JSON.stringify({ name: 'kc', ...config })),
    ).toMatchObject({ name: 'FileStreamSinkConnector', error_count: 0 });
    await kc('delete', 'kc');
    expect(await kc('list')).toEqual([]);
    await kc('create', '-d', JSON.stringify({ name: 'kc-2', config: sinkConfig('kc-2') }));
    await kc('delete', '--all');
    expect(await kc('list')).toEqual([]);
  });

  it('org.sourcelab:kafka-connect-client: every method answers', async () => {
    const file = path.join(folder, 'tour');
    const { json: root } = await ask('GET', '/');
    const { version, kafka_cluster_id: clusterId } = root as Record<string, string>;
    expect(await tourWithConnectClient(url, topic, file)).toEqual({
      getConnectServerVersion: version,
      'getConnectServerVersion.clusterId': clusterId,
      addConnector: expect.stringContaining('name=tour') as string,
      getConnectors: '[tour]',
      getConnector: 'sink',
      getConnectorConfig: `{connector.class=FileStreamSinkConnector, file=${file}, name=tour, tasks.max=1, topics=${topic}}`,
      getConnectorStatus: 'RUNNING',
      getConnectorTasks: '1',
      getConnectorTaskStatus: 'RUNNING',
      getConnectorTopics: `[${topic}]`,
      resetConnectorTopics: 'true',
      getConnectorsWithExpandedStatus: '[tour]',
      getConnectorsWithExpandedInfo: '[tour]',
      getConnectorsWithAllExpandedMetadata: 'true',
      pauseConnector: 'true',
      resumeConnector: 'true',
      restartConnector: 'true',
      'restartConnector with tasks': 'true',
      restartConnectorTask: 'true',
      updateConnectorConfig: '2',
      getConnectorPlugins: 'true',
      validateConnectorPluginConfig: '0',
      deleteConnector: 'true',
      'getConnectors at the end': '[]',
      'getConnector of none': 'ResourceNotFoundException',
    });
  });

  describe('with a connector', () => {
    beforeEach(async () => {
      await ask('POST', '/connectors', { name: 'watched', config: sinkConfig('watched') });
      await untilState('watched', 'RUNNING');
    });

    it('a list with a slash at the end is the list', async () => {
      expect(await ask('GET', '/connectors/')).toMatchObject({ status: 200, json: ['watched'] });
      expect(await ask('GET', '/connector-plugins/')).toMatchObject({ status: 200 });
      expect(await ask('GET', '/connectors/watched/')).toMatchObject({ status: 200, json: { name: 'watched' } });
    });

    it('a list may be expanded by both at once, in either order', async () => {
      for (const query of ['expand=status&expand=info', 'expand=info&expand=status']) {
        const { json } = await ask('GET', `/connectors?${query}`);
        expect(json).toMatchObject({
          watched: {
            info: { type: 'sink', config: sinkConfig('watched') },
            status: { connector: { state: 'RUNNING' } },
          },
        });
      }
    });

    it('flags of a restart may be written as Python and as Java write them', async () => {
      for (const flags of ['includeTasks=False&onlyFailed=False', 'includeTasks=false&onlyFailed=false']) {
        expect(await ask('POST', `/connectors/watched/restart?${flags}`)).toMatchObject({ status: 204, text: '' });
      }
      expect(await ask('POST', '/connectors/watched/restart?includeTasks=True&onlyFailed=False')).toMatchObject({
        status: 202,
        json: { name: 'watched' },
      });
      expect(await ask('POST', '/connectors/watched/restart')).toMatchObject({ status: 204, text: '' });
      await untilState('watched', 'RUNNING');
    });

    it('what changes a state answers 202, what deletes 204, each without a body', async () => {
      for (const [verb, state] of [
        ['pause', 'PAUSED'],
        ['resume', 'RUNNING'],
      ] as const) {
        expect(await ask('PUT', `/connectors/watched/${verb}`)).toMatchObject({ status: 202, text: '' });
        await untilState('watched', state);
      }
      expect(await ask('PUT', '/connectors/watched/stop')).toMatchObject({ status: 204, text: '' });
      expect(await ask('DELETE', '/connectors/watched')).toMatchObject({ status: 204, text: '' });
    });

    it('an operator that compares finds its config echoed exactly: every key, the name beside them, all as text', async () => {
      const wanted = { ...sinkConfig('watched'), 'tasks.max': '2', 'some.unknown.key': ' kept as it is ', empty: '' };
      const { status } = await ask('PUT', '/connectors/watched/config', { ...wanted, 'max.retries': 5, enabled: true });
      expect(status).toBe(200);
      expect((await ask('GET', '/connectors/watched/config')).json).toEqual({
        ...wanted,
        'max.retries': '5',
        enabled: 'true',
        name: 'watched',
      });
    });

    it('an operator that restarts what has failed is told when nothing has', async () => {
      const { status, json } = await ask('POST', '/connectors/watched/restart?includeTasks=true&onlyFailed=true');
      expect(status).toBe(202);
      expect(json).toMatchObject({ connector: { state: 'RUNNING' }, tasks: [{ id: 0, state: 'RUNNING' }] });
    });

    it('offsets are read, and altered while it is stopped', async () => {
      const offsets = async () => (await ask('GET', '/connectors/watched/offsets')).json as { offsets: unknown[] };
      await waitFor('offsets are committed', async () => (await offsets()).offsets.length === 2, { worker });
      await ask('PUT', '/connectors/watched/stop');
      await waitFor('it is stopped', async () => (await stateOf('watched')).connector === 'STOPPED', { worker });
      const partition = { kafka_topic: topic, kafka_partition: 0 };
      const altered = { offsets: [{ partition, offset: { kafka_offset: 0 } }] };
      expect(await ask('PATCH', '/connectors/watched/offsets', altered)).toMatchObject({ status: 200 });
      expect((await offsets()).offsets).toContainEqual({ partition, offset: { kafka_offset: 0 } });
      expect(await ask('DELETE', '/connectors/watched/offsets')).toMatchObject({ status: 200 });
      expect(await offsets()).toEqual({ offsets: [] });
    });
  });

  it('a form that knows only class and topics gets a whole report', async () => {
    const { status, json } = await ask('PUT', '/connector-plugins/FileStreamSinkConnector/config/validate', {
      'connector.class': SINK_CLASS,
      topics: topic,
    });
    const report = json as { error_count: number; configs: { value: { name: string; errors: string[] } }[] };
    expect(status).toBe(200);
    expect(report.error_count).toBe(1);
    const wrong = report.configs.filter(({ value }) => value.errors.length > 0);
    expect(wrong.map(({ value }) => value.name)).toEqual(['name']);
  });

  it('a version has three numbers, for those who compare versions', async () => {
    const { json } = await ask('GET', '/');
    expect((json as { version: string }).version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    const { json: plugins } = await ask('GET', '/connector-plugins?connectorsOnly=false');
    const versions = (plugins as { class: string; version?: string }[]).map(({ version }) => version);
    expect(versions.filter((version) => version !== undefined)).not.toEqual([]);
  });

  it('the cluster has the id that the genuine worker tells of the same broker', async () => {
    const genuine = await startApacheWorker({ bootstrap });
    try {
      const theirs = (await (await fetch(genuine.url)).json()) as { kafka_cluster_id: string };
      const { json } = await ask('GET', '/');
      expect(theirs.kafka_cluster_id).toMatch(/\S/);
      expect((json as typeof theirs).kafka_cluster_id).toBe(theirs.kafka_cluster_id);
    } finally {
      await genuine.stop();
    }
  });

  it('a logger is read and set as command-line tools do', async () => {
    const name = 'org.apache.kafka.connect.runtime.WorkerSinkTask';
    expect(await ask('PUT', `/admin/loggers/${name}`, { level: 'DEBUG' })).toMatchObject({ status: 200 });
    expect(await ask('GET', `/admin/loggers/${name}`)).toMatchObject({ status: 200, json: { level: 'DEBUG' } });
    expect((await ask('GET', '/admin/loggers')).json).toHaveProperty([name]);
  });
});
