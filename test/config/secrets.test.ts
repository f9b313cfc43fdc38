import { isSecretName, Secrets } from '../../src/config/secrets';

describe('Secrets', () => {
  test('masks every occurrence of what it was told, the longer secret first', () => {
    const secrets = new Secrets();
    secrets.add('hunter');
    secrets.add('hunter2');

    expect(secrets.redact('hunter2, hunter, hunter2')).toBe('[hidden], [hidden], [hidden]');
  });

  test('masks a secret that was read with a line end also where it stands without', () => {
    const secrets = new Secrets();
    secrets.add('hunter2\n');

    expect(secrets.redact('login with hunter2 failed')).toBe('login with [hidden] failed');
  });

  test('masks short looked-up values only under names of secrets', () => {
    const secrets = new Secrets();
    secrets.addResolved('connection.port', '8083');
    secrets.addResolved('connection.password', '1234');

    expect(secrets.redact('8083 1234')).toBe('8083 [hidden]');
  });

  test('leaves texts too short to be told from others alone', () => {
    const secrets = new Secrets();
    secrets.add('a');
    secrets.add('');

    expect(secrets.redact('a banana')).toBe('a banana');
  });
});

describe('isSecretName', () => {
  test.each([
    ['connection.password', true],
    ['ssl.keystore.key', true],
    ['aws.secret.access.key', true],
    ['sasl.jaas.config', true],
    ['api_key', true],
    ['key.converter', false],
    ['topics', false],
  ])('of %s is %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });
});
