/** Clients that send too much, too slowly, or nothing at all: the worker stays up, answers others, and its tasks keep their rate. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';

const RECEIVE_TIMEOUT_MS = 3000;
const LINES = 40_000;
/** With clients like these the same work may take so many times as long, on a machine that does other things as well. */
const SLOWER_AT_MOST = 6;

describeWithKafka('The REST interface, used by hostile clients', (kafka) => {
  let folder: string;
  let worker: OurWorker;
  let port: number;
  const sockets: Socket[] = [];
  const [input, output] = ['in.txt', 'out.txt'];

  beforeEach(async () => {
    folder = temporaryFolder('rest-hostile-');
    const topic = uniqueName('hostile');
    writeFileSync(path.join(folder, input), '');
    worker = startOurWorker({
      bootstrap: kafka.bootstrap,
      folder,
      worker: { 'rest.request.receive.timeout.ms': String(RECEIVE_TIMEOUT_MS) },
      connectors: [fileSource('source', input, topic), fileSink('sink', output, topic)],
    });
    await waitFor('it listens', () => worker.output.includes('REST requests are taken at'), { worker });
    port = Number(/taken at http:\/\/127\.0\.0\.1:(\d+)/.exec(worker.output)?.[1]);
    await waitFor('it is ready', async () => (await get('/health/ready')) === 200, { worker, timeoutMs: 60_000 });
  }, 120_000);

  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  afterEach(async () => {
    await worker.end();
    removeFolder(folder);
  });

  const get = async (target: string) => (await fetch(`http://127.0.0.1:${port}${target}`)).status;

  /** Milliseconds in which so many more lines go from file to topic to file. */
  async function work(): Promise<number> {
    const before = linesOf(path.join(folder, output)).length;
    const begun = Date.now();
    appendFileSync(path.join(folder, input), 'some line of a file\n'.repeat(LINES));
    const areThere = () => linesOf(path.join(folder, output)).length >= before + LINES;
    await waitFor('all lines have come through', areThere, { worker, timeoutMs: 120_000 });
    return Date.now() - begun;
  }

  /** A connection; the answer that it gets is collected until it is closed. */
  function open(): { socket: Socket; answer: Promise<string> } {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    let text = '';
    socket.on('data', (data) => (text += data.toString()));
    socket.on('error', () => undefined);
    return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(text))) };
  }

  it.each([
    ['says how long it is', true],
    ['does not', false],
  ])(
    'refuses a body of 100 MB that %s, and never holds it',
    async (_how, isSaid) => {
      const before = worker.peakRssMb();
      const status = await sendHugeBody(port, isSaid);
      expect(status).toBe(413);
      expect(worker.peakRssMb() - before).toBeLessThan(60);
      expect(await get('/health')).toBe(200);
    },
    60_000,
  );

  it('gives up on who sends one byte a second, in the headers and in the body', async () => {
    const starts = ['GET / HTTP/1.1\r\nX: ', 'POST /connectors HTTP/1.1\r\nHost: me\r\nContent-Length: 1000\r\n\r\n{'];
    const answers = starts.map((start) => {
      const { socket, answer } = open();
      socket.write(start);
      const timer = setInterval(() => socket.write('x'), 1000);
      socket.once('close', () => clearInterval(timer));
      return answer;
    });
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(await get('/health')).toBe(200);
  }, 60_000);

  it('keeps its tasks at their rate beside 500 idle connections and 50 slow senders', async () => {
    await work();
    const quiet = await work();
    const timers: NodeJS.Timeout[] = [];
    const keepSending = () => {
      const { socket } = open();
      socket.write('POST /connectors HTTP/1.1\r\nHost: me\r\nContent-Length: 1000\r\n\r\n');
      timers.push(setInterval(() => socket.writable && socket.write('x'), 1000));
    };
    // Idle ones are closed after a while, so that there are as many as can be for the whole time.
    const keepIdle = () => void open().answer.then(() => (isOver ? undefined : keepIdle()));
    let isOver = false;
    for (let count = 0; count < 500; count++) keepIdle();
    for (let count = 0; count < 50; count++) keepSending();
    const beset = await work();
    expect(await get('/health/ready')).toBe(200);
    isOver = true;
    timers.forEach(clearInterval);
    process.stdout.write(`${LINES} lines in ${quiet} ms without hostile clients, in ${beset} ms with them\n`);
    expect(beset).toBeLessThan(quiet * SLOWER_AT_MOST + 2000);
  }, 300_000);
});

/** Sends 100 MB as fast as they are taken and gives the status of the answer. */
function sendHugeBody(port: number, isSaid: boolean): Promise<number | undefined> {
  const chunk = Buffer.alloc(1 << 20, 'x');
  return new Promise((resolve, reject) => {
    const headers: Record<string, string | number> = { 'content-type': 'application/json' };
    if (isSaid) headers['content-length'] = 100 * chunk.length;
    const sending = request({ host: '127.0.0.1', port, path: '/connectors', method: 'POST', headers });
    let isAnswered = false;
    sending.on('response', (response) => {
      isAnswered = true;
      response.resume();
      resolve(response.statusCode);
    });
    sending.on('error', (error) => (isAnswered ? undefined : reject(error)));
    let left = 100;
    const write = () => {
      while (left > 0 && !sending.destroyed) {
        left--;
        if (!sending.write(chunk)) return void sending.once('drain', write);
      }
      sending.end();
    };
    write();
  });
}
