import { HttpError } from '../../src/rest/http-errors';
import { locationPath, pathOfSegments, pathSegments } from '../../src/rest/request-path';

describe('pathSegments', () => {
  it.each([
    ['/', []],
    ['/connectors', ['connectors']],
    ['/connectors/?expand=info', ['connectors']],
    ['/connectors/a%20b', ['connectors', 'a b']],
    ['/connectors/a+b', ['connectors', 'a+b']],
    ['/connectors/a%2Fb', ['connectors', 'a/b']],
    ['/connectors/a%25%5C', ['connectors', 'a%\\']],
    ['/connectors/a%3Bb', ['connectors', 'a;b']],
    ['/connectors;v=1/a;x', ['connectors', 'a']],
    ['/connectors/.', ['connectors', '.']],
    ['/connectors/..', ['connectors', '..']],
    ['/connectors/%E6%97%A5', ['connectors', '日']],
    ['http://host:1/health', ['health']],
    ['http://host:1', []],
  ])('of %s are %p', (target, segments) => {
    expect(pathSegments(target)).toEqual(segments);
  });

  it.each(['//', '/connectors//a', '/%zz', '/%', '/%ff', '/%00', '/a/%2e%2E', '/a/.%2e', '/a/%2e', '/a\\b', '*'])(
    'of %s are refused with 400',
    (target) => {
      expect(() => pathSegments(target)).toThrow(HttpError);
    },
  );

  it('come back out of the path that is made of them', () => {
    const segments = ['connectors', 'a/b;c?d#e%20 ü\\'];
    expect(pathSegments(pathOfSegments(segments))).toEqual(segments);
  });
});

describe('locationPath', () => {
  it.each([
    ['a b', '/connectors/a%20b'],
    ['a+b', '/connectors/a+b'],
    ['a/b:@&=', '/connectors/a/b:@&='],
    ['a?#', '/connectors/a%3F%23'],
    ['ß', '/connectors/%C3%9F'],
  ])('of %s is %s', (name, path) => {
    expect(locationPath(name)).toBe(path);
  });
});
