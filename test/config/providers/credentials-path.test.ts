import { expandCredentials, expandCredentialsInList } from '../../../src/config/providers/credentials-path';

const SET = { CREDENTIALS_DIRECTORY: '/run/credentials/x$&.service' };

describe('expandCredentials', () => {
  it.each([
    ['$CREDENTIALS_DIRECTORY', '/run/credentials/x$&.service'],
    ['$CREDENTIALS_DIRECTORY/a/b', '/run/credentials/x$&.service/a/b'],
    ['$CREDENTIALS_DIRECTORY_2/a', '$CREDENTIALS_DIRECTORY_2/a'],
    ['/x/$CREDENTIALS_DIRECTORY', '/x/$CREDENTIALS_DIRECTORY'],
    ['', ''],
  ])('makes of %p %p', (path, expanded) => {
    expect(expandCredentials(path, SET)).toBe(expanded);
  });

  it('has no answer where the variable is not set, but for other paths', () => {
    expect(expandCredentials('$CREDENTIALS_DIRECTORY/a', {})).toBeUndefined();
    expect(expandCredentials('/a', {})).toBe('/a');
  });
});

describe('expandCredentialsInList', () => {
  it('replaces the variable in every path of a list', () => {
    expect(expandCredentialsInList('/a,$CREDENTIALS_DIRECTORY', { CREDENTIALS_DIRECTORY: '/c' })).toBe('/a,/c');
    expect(expandCredentialsInList('$CREDENTIALS_DIRECTORY', {})).toBe('$CREDENTIALS_DIRECTORY');
    expect(expandCredentialsInList(undefined, {})).toBeNull();
  });
});
