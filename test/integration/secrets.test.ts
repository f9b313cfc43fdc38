/** That no secret leaves the worker: not in an answer, not in a line of its log, whoever put it where. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import {
  fileSink,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';

jest.setTimeout(120_000);

const SECRETS = {
  file: 'f1le-Tr0ub4dor',
  environment: 'env-c0rrect-horse',
  short: 'sh0rt',
  jaas: 'jaas-b4ttery-staple',
  key: 'key-hunter2-hunter2',
  literal: 'liter4l-"pin"',
  worker: 'w0rker-truststore-pw',
  address: 'addr3ss-pw',
};

/** Tells its secrets wherever it can. */
const TELLTALE = `
import { ConfigDef, SinkConnector, SinkTask } from 'connect-standalone';
const text = (props) => Object.values(props).join(' ');
class TelltaleTask extends SinkTask {
  version() { return '1'; }
  start(props) {
    this.context.logger.trace('started with ' + text(props));
    throw new Error('cannot log in with ' + text(props), { cause: new Error('refused ' + JSON.stringify(props)) });
  }
  put() {}
  stop() {}
}
export class Telltale extends SinkConnector {
  version() { return '1'; }
  config() {
    const key = (name, type) => ({ name, type, default: null, importance: 'HIGH', doc: name });
    return ['pin', 'db.password'].reduce((def, name) => def.define(key(name, 'PASSWORD')), new ConfigDef()
      .define(key('user', 'STRING')).define(key('port', 'INT')).define(key('url', 'STRING')));
  }
  validate(props) {
    const report = super.validate(props);
    if (props.user === 'complain') report.find(({ name }) => name === 'user').errors.push('no: ' + text(props));
    if (props.user === 'throw') throw new Error('broken: ' + text(props));
    return report;
  }
  start(props) { this.props = props; if (props.user === 'start') throw new Error('no start: ' + text(props)); }
  taskClass() { return TelltaleTask; }
  taskConfigs() { return [{ ...this.props, copy: text(this.props) }]; }
  stop() {}
}
`;

describeWithKafka('Secrets', ({ bootstrap }) => {
  let folder: string;
  let url: string;
  let worker: OurWorker;
  const answers: string[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    answers.length = 0;
    writeFileSync(path.join(folder, 'telltale.mjs'), TELLTALE);
    writeFileSync(path.join(folder, 'secrets.properties'), `password=${SECRETS.file}\nport=${SECRETS.short}\n`);
  });
  afterEach(async () => {
    await worker.end('SIGKILL');
    removeFolder(folder);
  });

  const placeholder = (key: string) => `\${file:${path.join(folder, 'secrets.properties')}:${key}}`;

  async function start(props: Record<string, string>, connectors: Record<string, string>[]): Promise<void> {
    url = `http://127.0.0.1:${await freePort()}`;
    worker = startOurWorker({
      bootstrap,
      folder,
      options: ['--log-level', 'trace', '--log-format', 'json'],
      env: { SECRET: SECRETS.environment },
      worker: { listeners: url, 'producer.ssl.truststore.password': SECRETS.worker, ...props },
      connectors,
    });
    const isHealthy = async () => (await fetch(`${url}/health`).catch(() => undefined))?.status === 200;
    await waitFor('the worker is healthy', isHealthy, { worker });
  }

  async function ask(method: string, target: string, body?: unknown): Promise<{ status: number; text: string }> {
    const response = await fetch(url + target, {
      method,
      headers: { 'content-type': 'application/json', accept: target === '/' ? 'text/html,*/*' : 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    answers.push(`${method} ${target} ${response.status} ${text}`);
    return { status: response.status, text };
  }

  /** `literals`: what the user sent as it is stands in the echo of the configuration, as in Kafka Connect. */
  function expectNothingTold(names: readonly (keyof typeof SECRETS)[], where: readonly string[]): void {
    const told = names.flatMap((name) =>
      where
        .filter((text) =>
          [SECRETS[name], JSON.stringify(SECRETS[name]).slice(1, -1)].some((each) => text.includes(each)),
        )
        .map(
          (text) => `${name}: ${text.slice(0, 100)} … ${text.slice(Math.max(0, text.indexOf(SECRETS[name]) - 100))}`,
        ),
    );
    expect(told).toEqual([]);
  }

  const telltale = (name: string): Record<string, string> & { 'connector.class': string } => ({
    ...fileSink(name, 'unused', uniqueName('secrets')),
    'connector.class': path.join(folder, 'telltale.mjs#Telltale'),
    'db.password': placeholder('password'),
    user: '${env:SECRET}',
    pin: SECRETS.literal,
    url: `http://me:${SECRETS.address}@host/`,
    'consumer.override.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required username="u" password="${SECRETS.jaas}";`,
    'consumer.override.ssl.key.password': SECRETS.key,
  });

  it('are in no answer and no line, though the plugin tells them wherever it can', async () => {
    await start({}, [telltale('teller')]);
    const failed = async () => (await ask('GET', '/connectors/teller/status')).text.includes('FAILED');
    await waitFor('the task has failed', failed, { worker });
    for (const user of ['complain', 'throw', 'start', '${env:SECRET}']) {
      const config = { ...telltale('other'), user, port: SECRETS.short };
      await ask('PUT', `/connector-plugins/Telltale/config/validate`, config);
      await ask('PUT', `/connector-plugins/${encodeURIComponent(config['connector.class'])}/config/validate`, config);
      await ask('POST', '/connectors', { name: 'other', config });
      await ask('PUT', '/connectors/other/config', { ...config, port: '1', 'db.password': SECRETS.literal });
    }
    await ask('PUT', '/connector-plugins/FileStreamSink/config/validate', {
      ...fileSink('x', placeholder('password'), 'orders'),
      'tasks.max': SECRETS.short,
    });
    for (const target of [
      ...[
        '/',
        '/connectors',
        '/connectors?expand=status',
        '/connectors/teller/status',
        '/connectors/teller/tasks/0/status',
      ],
      ...[
        '/connectors/teller/topics',
        '/connectors/teller/offsets',
        '/connectors/teller/tasks',
        '/health/ready',
        '/metrics',
      ],
      ...['/connector-plugins', '/connector-plugins/FileStreamSink/config', '/admin/loggers', '/openapi.json'],
      ...['/connectors/other/status', '/connectors?expand=info', '/connectors/teller', '/connectors/teller/config'],
    ]) {
      await ask('GET', target);
    }
    await ask('POST', '/connectors/teller/restart?includeTasks=true');
    await ask('PATCH', '/connectors/teller/offsets', { offsets: [{ partition: { a: 1 }, offset: { b: 1 } }] });
    await waitFor('the task has failed again', failed, { worker });
    expectNothingTold(['file', 'environment', 'worker'], answers);
    const echoes =
      /^(?:GET \/connectors(?:\/\w+(?:\/config|\/tasks)?|\?expand=info)|P(?:OS|U)T \/connectors(?:\/other\/config)?) 20[01] /;
    expectNothingTold(
      ['literal', 'jaas', 'key', 'address'],
      answers.filter((answer) => !echoes.test(answer)),
    );
    const { text } = await ask('GET', '/connectors/teller/config');
    expect(JSON.parse(text)).toMatchObject({ 'db.password': placeholder('password'), user: '${env:SECRET}' });
    await worker.end();
    expect(worker.output).toContain('cannot log in with');
    const all = Object.keys(SECRETS).filter((name) => name !== 'short') as (keyof typeof SECRETS)[];
    expectNothingTold(all, worker.output.split('\n'));
  });

  it('are not read for whoever may send requests, unless config.providers says so', async () => {
    await start({}, [telltale('teller')]);
    const config = {
      ...fileSink('mine', path.join(folder, placeholder('password')), 'orders'),
      'tasks.max': placeholder('port'),
    };
    const report = await ask('PUT', '/connector-plugins/FileStreamSink/config/validate', config);
    expect(report.text).toContain('secrets.properties');
    expect(report.text).not.toContain(SECRETS.short);
    expect((await ask('POST', '/connectors', { name: 'mine', config: { ...config, 'tasks.max': '1' } })).status).toBe(
      201,
    );
    await waitFor('the log says why', () => worker.output.includes('config.providers must name it'), { worker });
    // What the file of the command line says goes on working when a request changes something else.
    expect((await ask('PATCH', '/connectors/teller/config', { port: '2' })).status).toBe(200);
    await waitFor('the task fails with what it was given', () => worker.output.includes('cannot log in with'), {
      worker,
    });
    expectNothingTold(['file', 'environment'], [...answers, worker.output]);
  });

  it('are looked up for requests where config.providers names the provider', async () => {
    await start(
      {
        'config.providers': 'file',
        'config.providers.file.class': 'org.apache.kafka.common.config.provider.FileConfigProvider',
      },
      [],
    );
    const config = { ...fileSink('mine', placeholder('password'), 'orders'), 'tasks.max': placeholder('port') };
    const { text } = await ask('PUT', '/connector-plugins/FileStreamSink/config/validate', config);
    expect(text).toContain('Invalid value [hidden] for configuration tasks.max');
    expectNothingTold(['file', 'short'], answers);
  });
});
