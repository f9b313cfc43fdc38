import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce } from '../support/kcat';
import { NotifySocket } from '../support/notify-socket';
import { runCommand } from '../support/our-command';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorkerOptions,
} from '../support/our-worker';
import { propertiesText } from '../support/properties-text';
import { STUCK_PLUGINS } from '../support/stuck-plugins';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

describeWithKafka('A worker that systemd has started', ({ bootstrap }) => {
  let folder: string;
  let topic: string;
  let socket: NotifySocket;

  beforeEach(async () => {
    folder = temporaryFolder();
    topic = uniqueName('systemd');
    socket = await NotifySocket.open(folder);
  });
  afterEach(() => {
    socket.close();
    removeFolder(folder);
  });

  const files = () => ({ input: path.join(folder, 'in.txt'), output: path.join(folder, 'out.txt') });
  const start = (options: Partial<OurWorkerOptions> = {}, watchdogMs = 1000) =>
    startOurWorker({
      ...{ bootstrap, folder },
      ...options,
      env: { NOTIFY_SOCKET: socket.path, WATCHDOG_USEC: String(watchdogMs * 1000), ...options.env },
    });
  const source = () => fileSource(`source-${topic}`, files().input, topic);
  const sink = () => fileSink(`sink-${topic}`, files().output, topic);
  const connectorFile = (index: number) => path.join(folder, `connector-${index}.properties`);

  it('says READY, STATUS, WATCHDOG, RELOADING and STOPPING, in this order', async () => {
    writeFileSync(files().input, 'one\ntwo\n');
    const worker = start({ connectors: [source(), sink()] });
    await waitFor('there are signs of life', () => socket.count('WATCHDOG=1') > 1, { worker, timeoutMs: 90_000 });
    expect(worker.output).toContain('Created connector');
    worker.signal('SIGHUP');
    await waitFor('it is ready again', () => socket.count('READY=1') > 1, { worker, timeoutMs: 60_000 });
    expect(await worker.end()).toMatchObject({ code: 0 });
    await waitFor('it has said that it stops', () => socket.count('STOPPING=1') > 0);
    expect(socket.order).toEqual(['READY', 'STATUS', 'WATCHDOG', 'RELOADING', 'MONOTONIC_USEC', 'STOPPING']);
    expect(socket.messages[0]).toBe('READY=1');
    expect(socket.messages[1]).toMatch(/^STATUS=2 of 2 tasks run; written \d+\.\d\/s; delivered \d+\.\d\/s, lag \d+$/);
    const reloading = socket.messages.find((message) => message.startsWith('RELOADING=1')) ?? '';
    const uptime = Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]);
    expect(Number(/MONOTONIC_USEC=(\d+)/.exec(reloading)?.[1]) / 1e6).toBeGreaterThan(uptime - 180);
    expect(socket.count('STATUS=Reloaded: no connector has changed')).toBe(1);
  });

  it('is ready only when all tasks run, and runs on where nobody can be told', async () => {
    writeFileSync(files().input, 'one\n');
    writeFileSync(path.join(folder, 'stuck.js'), STUCK_PLUGINS);
    const stuck = { name: `stuck-${topic}`, 'connector.class': './stuck.js#StuckSource', topic, 'stuck.in': 'start' };
    const worker = start({ connectors: [sink(), source(), stuck] });
    await waitFor('the records have come through', () => linesOf(files().output).length === 1, { worker });
    expect(socket.messages).toEqual([]);
    socket.close();
    await worker.end();
    const deaf = start({ connectors: [source(), sink()], env: { NOTIFY_SOCKET: path.join(folder, 'nobody') } });
    appendFileSync(files().input, 'two\n');
    await waitFor('it works on', () => linesOf(files().output).length >= 2, { worker: deaf });
    await waitFor('it has complained', () => deaf.output.includes('The service manager cannot be told'), {
      worker: deaf,
    });
    expect(await deaf.end()).toMatchObject({ code: 0 });
    expect(deaf.output.match(/The service manager cannot be told/g)).toHaveLength(1);
  });

  it('gives signs of life while nothing is to be done, and none while a task does not come back', async () => {
    await createTopic(bootstrap, topic);
    writeFileSync(path.join(folder, 'stuck.js'), STUCK_PLUGINS);
    const stuck = {
      name: `stuck-${topic}`,
      'connector.class': './stuck.js#StuckSink',
      topics: topic,
      'stuck.in': 'put',
    };
    const worker = start({ connectors: [stuck] });
    await waitFor('it is idle and well', () => socket.count('WATCHDOG=1') > 3, { worker, timeoutMs: 90_000 });
    await kcatProduce({ bootstrap, topic }, ['one']);
    const complaint = `put of stuck-${topic}-0 has not come back`;
    await waitFor('it has noticed', () => worker.output.includes(complaint), { worker, timeoutMs: 60_000 });
    const seen = socket.count('WATCHDOG=1');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(socket.count('WATCHDOG=1')).toBe(seen);
    await worker.end('SIGKILL');
  });

  it('leaves the watchdog alone that is meant for another process', async () => {
    const worker = start({ connectors: [], env: { WATCHDOG_PID: '1' } }, 100);
    await waitFor('it is ready', () => socket.count('READY=1') > 0, { worker, timeoutMs: 90_000 });
    await waitFor('its status is known', () => socket.count('STATUS=0 of 0 tasks run') > 0, { worker });
    await worker.end();
    expect(socket.count('WATCHDOG=1')).toBe(0);
  });

  it('applies at SIGHUP what has changed, creates, deletes, and leaves alone what was made over REST', async () => {
    writeFileSync(files().input, 'one\n');
    const worker = start({ connectors: [source(), sink()], worker: { listeners: 'http://127.0.0.1:0' } });
    await waitFor('the record has come through', () => linesOf(files().output).length === 1, { worker });
    await waitFor('it is ready', () => socket.count('READY=1') > 0, { worker });
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(worker.output)?.[0] ?? '';
    const third = path.join(folder, 'third.txt');
    const overRest = { name: `rest-${topic}`, config: { ...fileSink(`rest-${topic}`, third, topic) } };
    const headers = { 'content-type': 'application/json' };
    await fetch(`${url}/connectors`, { method: 'POST', headers, body: JSON.stringify(overRest) });

    const moved = path.join(folder, 'moved.txt');
    const added = fileSource(`added-${topic}`, path.join(folder, 'more.txt'), topic);
    writeFileSync(path.join(folder, 'more.txt'), 'two\n');
    writeFileSync(connectorFile(0), propertiesText(added));
    writeFileSync(connectorFile(1), propertiesText(fileSink(`sink-${topic}`, moved, topic)));
    worker.signal('SIGHUP');
    await waitFor('the new source writes into the moved sink', () => linesOf(moved).includes('two'), { worker });
    await waitFor('the outcome is told', () => socket.count('STATUS=Reloaded: ') > 0, { worker });
    expect(worker.output).toContain(`created added-${topic}; changed sink-${topic}; deleted source-${topic}`);
    const names = (await (await fetch(`${url}/connectors`)).json()) as string[];
    expect(names.sort()).toEqual([`added-${topic}`, `rest-${topic}`, `sink-${topic}`]);
    await worker.end();
  });

  it('changes nothing at SIGHUP when anything is wrong, and says what; settings of the worker wait for a restart', async () => {
    writeFileSync(files().input, 'one\n');
    const worker = start({ connectors: [source(), sink()] });
    await waitFor('it is ready', () => socket.count('READY=1') > 0, { worker, timeoutMs: 90_000 });
    writeFileSync(connectorFile(0), propertiesText({ ...source(), topic: 'elsewhere' }));
    writeFileSync(connectorFile(1), propertiesText({ ...sink(), 'tasks.max': 'many' }));
    worker.signal('SIGHUP');
    await waitFor('it has refused', () => socket.count('STATUS=Reload refused: ') > 0, { worker });
    expect(worker.output).toMatch(/Nothing is changed.*connector-1\.properties:\d+: tasks\.max=many/);
    appendFileSync(files().input, 'two\n');
    await waitFor('it goes on as before', () => linesOf(files().output).length === 2, { worker });

    writeFileSync(connectorFile(0), propertiesText(source()));
    writeFileSync(connectorFile(1), propertiesText(sink()));
    appendFileSync(path.join(folder, 'worker.properties'), '\noffset.flush.interval.ms=5000\n');
    worker.signal('SIGHUP');
    await waitFor('it names the setting', () => worker.output.includes('need a restart: offset.flush.interval.ms'), {
      worker,
    });
    rmSync(connectorFile(1));
    worker.signal('SIGHUP');
    await waitFor('it names the file', () => /connector-1\.properties: there is no such file/.test(worker.output), {
      worker,
    });
    expect(await worker.end()).toMatchObject({ code: 0 });
  });

  it('keeps offsets in the state directory and finds credentials', async () => {
    writeFileSync(files().input, 'one\n');
    const [state, credentials] = ['state', 'credentials'].map((name) => path.join(folder, name));
    mkdirSync(state ?? '');
    mkdirSync(credentials ?? '');
    writeFileSync(path.join(credentials ?? '', 'place'), files().input);
    writeFileSync(path.join(credentials ?? '', 'names.properties'), `topic=${topic}\n`);
    const config = {
      ...fileSource(`source-${topic}`, '${dir:$CREDENTIALS_DIRECTORY:place}', topic),
      topic: '${file:$CREDENTIALS_DIRECTORY/names.properties:topic}',
    };
    const worker = start({
      connectors: [config],
      worker: { 'offset.storage.file.filename': 'my.offsets' },
      env: { STATE_DIRECTORY: state ?? '', CREDENTIALS_DIRECTORY: credentials ?? '' },
      options: ['--once'],
    });
    expect(await worker.ended).toMatchObject({ code: 0 });
    expect(existsSync(path.join(state ?? '', 'my.offsets'))).toBe(true);
    expect(existsSync(path.join(folder, 'my.offsets'))).toBe(false);
    expect(socket.order).toEqual(['READY', 'STATUS', 'STOPPING'].filter((name) => socket.order.includes(name)));
    expect(socket.count('READY=1')).toBe(1);
  });

  it('is run by units that systemd accepts', async () => {
    writeFileSync(path.join(folder, 'worker.properties'), 'offset.storage.file.filename=offsets\n');
    writeFileSync(path.join(folder, 'c.properties'), 'name=a\n');
    const printed = await runCommand(['install-unit', 'worker.properties', 'c.properties'], { cwd: folder });
    expect(printed).toMatchObject({ code: 0, stderr: '' });
    expect(printed.stdout).toContain('Type=notify\nNotifyAccess=all\n');
    const job = ['install-unit', '--timer', 'hourly', '--name', 'job', '--directory', folder, 'worker.properties'];
    expect(await runCommand(job, { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(path.join(folder, 'job.service'), 'utf8')).toContain(' --once ');
    expect(readFileSync(path.join(folder, 'job.timer'), 'utf8')).toContain('OnCalendar=hourly');
    writeFileSync(path.join(folder, 'lasting.service'), printed.stdout);
    const units = ['job.service', 'job.timer', 'lasting.service'].map((name) => path.join(folder, name));
    const verified = spawnSync('systemd-analyze', ['verify', ...units], { encoding: 'utf8' });
    // Where systemd is not installed there is nobody to ask.
    if (verified.error === undefined) expect(`${verified.status} ${verified.stderr}`).toBe('0 ');
  });
});
