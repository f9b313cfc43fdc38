import { isSecretName, redactError, Secrets, secretTexts, withoutAddressPassword } from '../../src/config/secrets';

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

describe('Secrets in other shapes', () => {
  test.each(['p"s\\s word', 'p%40ss', 'ünïcode-pw'])('masks %p escaped, encoded and as base64', (text) => {
    const secrets = new Secrets();
    secrets.add(text);
    for (const form of [JSON.stringify(text), encodeURIComponent(text), Buffer.from(text).toString('base64')]) {
      expect(secrets.redact(`x ${form} y`)).toMatch(/^x "?\[hidden\]"? y$/);
    }
  });

  test('masks each line of a key, and not what begins every key', () => {
    const secrets = new Secrets();
    secrets.add('-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG\n-----END PRIVATE KEY-----');
    expect(secrets.redact('MIIEvQIBADANBgkqhkiG')).toBe('[hidden]');
    expect(secrets.redact('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----');
  });

  test('masks short looked-up values that are no words and no numbers', () => {
    const secrets = new Secrets();
    for (const text of ['s3cr3t', 'latest', '9092', 'true']) secrets.addResolved('file', text);
    expect(secrets.redact('s3cr3t latest 9092 true')).toBe('[hidden] latest 9092 true');
  });

  test('belong to a connector until it has others or is gone', () => {
    const secrets = new Secrets();
    secrets.own('c', ['hunter2']);
    expect(secrets.redact('hunter2')).toBe('[hidden]');
    secrets.own('c', ['correct-horse']);
    expect(secrets.redact('hunter2 correct-horse')).toBe('hunter2 [hidden]');
    secrets.own('c', []);
    expect(secrets.redact('correct-horse')).toBe('correct-horse');
  });

  test('may be of one message only', () => {
    const secrets = new Secrets();
    expect(secrets.redact('hunter2', ['hunter2'])).toBe('[hidden]');
    expect(secrets.redact('hunter2')).toBe('hunter2');
  });

  test('that users wrote themselves stay where only what was looked up is masked', () => {
    const secrets = new Secrets();
    secrets.own('c', ['hunter2']);
    secrets.addResolved('password', 'correct-horse');
    expect(secrets.redactLookedUp('hunter2 correct-horse')).toBe('hunter2 [hidden]');
  });
});

describe('secretTexts', () => {
  test('finds what names and types tell, inside of JAAS and addresses too', () => {
    const props = {
      'db.password': 'one1',
      pin: 'two2',
      'sasl.jaas.config': 'X required username="me" password="thr\\"ee" clientSecret=four4;',
      url: 'postgres://me:five5@host/db',
      topics: 'none',
      'ssl.key.password': '${file:/x:y}',
      'ssl.truststore.location': '/etc/store',
      empty: null,
    };
    expect(secretTexts(props, (key) => key === 'pin')).toEqual([
      'one1',
      'two2',
      props['sasl.jaas.config'],
      'thr\\"ee',
      'four4',
      'five5',
    ]);
  });
});

describe('withoutAddressPassword', () => {
  test('masks what stands between user and host', () => {
    expect(withoutAddressPassword('a postgres://me:pw@host:1/x')).toBe('a postgres://me:[hidden]@host:1/x');
    expect(withoutAddressPassword('http://host:8083/@x')).toBe('http://host:8083/@x');
  });
});

describe('redactError', () => {
  test('masks message and stack of an error and its causes', () => {
    const error = new TypeError('a hunter2', { cause: new Error('b hunter2') });
    expect(redactError(error, (text) => text.replaceAll('hunter2', '*'))).toBe(error);
    expect([error.message, (error.cause as Error).message]).toEqual(['a *', 'b *']);
    expect(`${error.stack} ${(error.cause as Error).stack}`).not.toContain('hunter2');
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
    ['ssl.keystore.certificate.chain', true],
    ['sasl.oauthbearer.token.endpoint.url', false],
    ['basic.auth.credentials.source', false],
    ['basic.auth.user.info', true],
  ])('of %s is %s', (name, expected) => {
    expect(isSecretName(name)).toBe(expected);
  });
});
