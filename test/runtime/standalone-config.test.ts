import { Password } from '../../src/config/config-types';
import { parseStandaloneConfig, STANDALONE_CONFIG } from '../../src/runtime/standalone-config';

const SMALLEST = {
  'bootstrap.servers': 'a:1, b:2',
  'key.converter': 'K',
  'value.converter': 'V',
  'offset.storage.file.filename': '/tmp/x',
};

describe('parseStandaloneConfig', () => {
  test('fills in the defaults of Kafka Connect', () => {
    expect(parseStandaloneConfig(SMALLEST)).toMatchObject({
      'bootstrap.servers': ['a:1', 'b:2'],
      'header.converter': 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
      'task.shutdown.graceful.timeout.ms': 5000,
      'offset.flush.interval.ms': 60000,
      'offset.flush.timeout.ms': 5000,
      'plugin.path': null,
      'topic.creation.enable': true,
      listeners: ['http://:8083'],
      'admin.listeners': null,
      'rest.advertised.port': null,
    });
  });

  test.each([
    ['bootstrap.servers', '', "Configuration 'bootstrap.servers' must not be empty."],
    ['bootstrap.servers', 'a:1,,b', "Configuration 'bootstrap.servers' values must not be empty."],
    ['plugin.path', '', "Configuration 'plugin.path' must not be empty."],
    ['plugin.discovery', 'x', 'String must be one of (case insensitive): ONLY_SCAN'],
    ['listeners', ' ', 'Invalid value for listeners, at least one URL is expected'],
    ['listeners', 'http://a:1, ', 'Empty URL found when parsing listeners list.'],
    ['admin.listeners', 'http://a:1,,', "Configuration 'admin.listeners' values must not be empty."],
    ['response.http.headers.config', 'x', "Invalid format of header config 'x'."],
    ['ssl.client.auth', 'NONE', 'String must be one of: required, requested, none'],
    ['client.dns.lookup', 'x', 'String must be one of: use_all_dns_ips'],
    ['rest.advertised.port', 'x', 'Not a number of type INT'],
    ['connector.client.config.override.policy', 'x', 'there is no such policy'],
  ])('refuses %s=%j', (key, value, message) => {
    expect(() => parseStandaloneConfig({ ...SMALLEST, [key]: value })).toThrow(message);
  });

  test.each([
    ['bootstrap.servers', 'a:1,a:1'],
    ['plugin.discovery', 'ONLY_SCAN'],
    ['admin.listeners', ''],
    ['metric.reporters', ''],
    ['group.id', 'unknown keys are for others to complain of'],
  ])('takes %s=%j', (key, value) => {
    expect(() => parseStandaloneConfig({ ...SMALLEST, [key]: value })).not.toThrow();
  });

  test('tells all that is missing at once', () => {
    expect(() => parseStandaloneConfig({})).toThrow(
      [...Object.keys(SMALLEST)]
        .map((key) => `Missing required configuration "${key}" which has no default value.`)
        .join('\n'),
    );
  });

  test('keeps secrets out of sight', () => {
    const config = parseStandaloneConfig({ ...SMALLEST, 'ssl.keystore.password': 'hunter2' });

    expect(config['ssl.keystore.password']).toBeInstanceOf(Password);
    expect(JSON.stringify(config)).not.toContain('hunter2');
  });
});

describe('STANDALONE_CONFIG', () => {
  test('documents every setting', () => {
    expect([...STANDALONE_CONFIG.configKeys.values()].filter(({ doc }) => doc === '')).toEqual([]);
  });
});
