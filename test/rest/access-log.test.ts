import { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessLogTo } from '../../src/rest/access-log';
import { captureLog } from '../support/silent-log';

function answer(url: string, { headers = {}, status = 200, body = ['[]'] as (string | Buffer)[] } = {}) {
  const log = captureLog();
  const request = { method: 'GET', url, httpVersion: '1.1', headers, socket: { remoteAddress: '127.0.0.1' } };
  const written: unknown[] = [];
  const response = Object.assign(new EventEmitter(), {
    statusCode: status,
    write: (chunk: unknown) => written.push(chunk),
    end: (chunk?: unknown) => written.push(chunk),
  });
  accessLogTo(log.log)(request as unknown as IncomingMessage, response as unknown as ServerResponse);
  for (const chunk of body.slice(0, -1)) response.write(chunk);
  response.end(body.at(-1));
  response.emit('close');
  return { lines: log.lines, written };
}

describe('The access log', () => {
  it('has a line for each answer, as the extended log format of Java has it', () => {
    const { lines } = answer('/connectors?expand=info', { headers: { 'user-agent': 'curl/8 "x"' } });
    expect(lines).toHaveLength(1);
    expect(lines[0]?.level).toBe(30);
    expect(lines[0]?.msg).toMatch(
      /^127\.0\.0\.1 - - \[\d\d\/[A-Z][a-z]{2}\/\d{4}(:\d\d){3} \+0000\] "GET \/connectors\?expand=info HTTP\/1\.1" 200 2 "-" "curl\/8 \\"x\\"" \d+$/,
    );
  });

  it('counts the bytes of the body, and hands them on', () => {
    const { lines, written } = answer('/', { body: ['ü', Buffer.from('abc'), 'd'] });
    expect(lines[0]?.msg).toContain('" 200 6 "');
    expect(written).toEqual(['ü', Buffer.from('abc'), 'd']);
  });

  it('leaves probes that succeed to debug', () => {
    expect(answer('/health').lines[0]?.level).toBe(20);
    expect(answer('/health/ready', { status: 503 }).lines[0]?.level).toBe(30);
    expect(answer('/metrics').lines[0]?.level).toBe(20);
    expect(answer('/healthy').lines[0]?.level).toBe(30);
  });

  it('shows no secret of an address', () => {
    const referer = 'https://me:tr0ub4dor@host/?api_key=k3y&page=2';
    const [line] = answer('/?password=hunter2&token&x=1', { headers: { referer } }).lines;
    expect(line?.msg).toContain('"GET /?password=[hidden]&token&x=1 HTTP/1.1"');
    expect(line?.msg).toContain('"https://host/?api_key=[hidden]&page=2"');
    expect(line?.msg).not.toMatch(/hunter2|tr0ub4dor|k3y/);
  });
});
