import { ConfigError } from '../../src/errors';
import { listenerUrl, parseListener } from '../../src/rest/listener-address';

describe('parseListener', () => {
  it.each([
    ['http://:8083', { scheme: 'http', host: '', port: 8083 }],
    ['HTTPS://host:1', { scheme: 'https', host: 'host', port: 1 }],
    [' http://[::1]:0 ', { scheme: 'http', host: '::1', port: 0 }],
    ['unix:/run/c.sock', { scheme: 'unix', path: '/run/c.sock', mode: 0o600 }],
    ['unix:///run/c.sock?mode=660', { scheme: 'unix', path: '/run/c.sock', mode: 0o660 }],
    ['UNIX:/a b/c?mode=0666', { scheme: 'unix', path: '/a b/c', mode: 0o666 }],
  ])('reads %s', (url, address) => {
    expect(parseListener(url, 'listeners')).toEqual({ ...address, setting: 'listeners' });
  });

  it.each([
    ...['localhost:8083', 'ftp://a:1', 'http://a', 'http://a:99999', 'http://::1:80', ''],
    ...[
      'unix:',
      'unix:run/c.sock',
      'unix:/',
      'unix:/run/',
      'unix:/c?mode=999',
      'unix:/c?x=1',
      `unix:/${'x'.repeat(104)}`,
    ],
  ])('refuses %p', (url) => {
    expect(() => parseListener(url, 'listeners')).toThrow(ConfigError);
  });
});

describe('listenerUrl', () => {
  it.each([
    ['http://:0', 'http://:99'],
    ['https://[::1]:0', 'https://[::1]:99'],
    ['unix:/run/c.sock?mode=660', 'unix:/run/c.sock'],
  ])('of %s with the port 99 is %s', (text, url) => {
    expect(listenerUrl(parseListener(text, 'listeners'), 99)).toBe(url);
  });
});
