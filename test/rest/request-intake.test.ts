import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { answerBrokenRequest, intakeOptions, limitConnections, takeBody } from '../../src/rest/request-intake';
import { nonconformities } from '../support/openapi-conformance';

const LIMITS = { maxBytes: 1000, receiveTimeoutMs: 300 };
const taken: (string | undefined)[] = [];
let current: ServerResponse | undefined;
let server: Server;

beforeEach(async () => {
  taken.length = 0;
  current = undefined;
  server = createServer(intakeOptions(LIMITS), (incoming, outgoing) => {
    current = outgoing;
    void takeBody(incoming, outgoing, LIMITS).then((body) => {
      taken.push(body?.toString());
      if (body !== undefined) outgoing.end('ok');
    });
  });
  server.on('clientError', (error, socket) => void answerBrokenRequest(error, socket, current));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** Sends bytes and gives the first answer; `hold`: the sender does not end its side. */
async function send(bytes: string, { hold = false } = {}): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);
  if (!hold) socket.end();
  return text(socket);
}

const head = (...lines: string[]) => ['POST /connectors HTTP/1.1', 'Host: me', ...lines, '', ''].join('\r\n');
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

function expectDocumented(answer: string): void {
  const [start = '', body = ''] = answer.split('\r\n\r\n');
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(start)?.[1];
  expect(nonconformities({ method: 'POST', target: '/connectors', status: statusOf(answer), header, body })).toEqual(
    [],
  );
}

describe('takeBody', () => {
  it('gives the whole body', async () => {
    expect(statusOf(await send(`${head('Content-Length: 5', 'Connection: close')}hello`))).toBe(200);
    expect(taken).toEqual(['hello']);
  });

  it('gives an empty body where there is none', async () => {
    expect(statusOf(await send(head('Connection: close')))).toBe(200);
    expect(taken).toEqual(['']);
  });

  it('refuses a body whose length is said to be too large, before it comes', async () => {
    const answer = await send(head('Content-Length: 1001'));
    expect(statusOf(answer)).toBe(413);
    expectDocumented(answer);
    expect(taken).toEqual([undefined]);
  });

  it('refuses a body without a length as soon as it is too large', async () => {
    const chunk = `${(900).toString(16)}\r\n${'x'.repeat(900)}\r\n`;
    const answer = await send(`${head('Transfer-Encoding: chunked')}${chunk}${chunk}0\r\n\r\n`, { hold: true });
    expect(statusOf(answer)).toBe(413);
    expect(answer).toContain('rest.request.max.bytes');
    expect(taken).toEqual([undefined]);
  });

  it('gives up when the sender goes away', async () => {
    await send(`${head('Content-Length: 10')}abc`);
    while (taken.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toEqual([undefined]);
  });
});

describe('a sender that is too slow', () => {
  it.each([
    ['in the headers', 'POST /connectors HTTP/1.1\r\nHo'],
    ['in the body', `${head('Content-Length: 10')}abc`],
  ])('%s is answered 408', async (_where, bytes) => {
    const answer = await send(bytes, { hold: true });
    expect(statusOf(answer)).toBe(408);
    expectDocumented(answer);
  });
});

describe('what is no request', () => {
  it('is answered 400', async () => {
    const answer = await send('hello\r\n\r\n');
    expect(statusOf(answer)).toBe(400);
    expectDocumented(answer);
  });

  it('is answered 431 when its headers are too large', async () => {
    const answer = await send(head(`X: ${'x'.repeat(20_000)}`));
    expect(statusOf(answer)).toBe(431);
    expectDocumented(answer);
  });
});

describe('limitConnections', () => {
  it('leaves the process files to open for its own work', () => {
    limitConnections(server);
    expect(server.maxConnections).toBeLessThan(1024);
  });
});
