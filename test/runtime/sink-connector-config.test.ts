import { checkSinkConfig, ensureSinkConfig, sinkConnectorConfigDef } from '../../src/runtime/sink-connector-config';
import { ConfigError } from '../../src/errors';

const DLQ = 'errors.deadletterqueue.topic.name';

describe('checkSinkConfig', () => {
  test.each([
    [{}, ['topics', 'topics.regex']],
    [{ topics: ' ', 'topics.regex': '' }, ['topics', 'topics.regex']],
    [{ topics: null, 'topics.regex': null }, ['topics', 'topics.regex']],
    [{ topics: 'a', 'topics.regex': 'b' }, ['topics', 'topics.regex']],
    [{ topics: 'a' }, []],
    [{ 'topics.regex': 'a.*' }, []],
    [{ topics: 'a', [DLQ]: null }, []],
    [{ topics: 'a, b', [DLQ]: ' b ' }, ['topics']],
    [{ topics: 'a, b', [DLQ]: 'c' }, []],
    [{ 'topics.regex': 'x.*', [DLQ]: 'xy' }, ['topics.regex']],
    [{ 'topics.regex': 'x', [DLQ]: 'xy' }, []],
    [{ 'topics.regex': 'x(', [DLQ]: 'xy' }, []],
  ])('complains of %j at %j', (props, keys) => {
    expect(checkSinkConfig(props).map(({ key }) => key)).toEqual(keys);
  });

  test('words complaints as Kafka Connect does', () => {
    expect(checkSinkConfig({ topics: 'a,b', [DLQ]: 'b' })[0]?.message).toBe(
      "The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector",
    );
    expect(checkSinkConfig({ 'topics.regex': 'b*', [DLQ]: 'b' })[0]?.message).toBe(
      "The DLQ topic 'b' may not be matched by the regex for the topics ('topics.regex=b*') consumed by the connector",
    );
  });
});

describe('ensureSinkConfig', () => {
  test('throws one error with the findings of both keys', () => {
    expect(() => ensureSinkConfig({ topics: 'a' })).not.toThrow();
    expect(() => ensureSinkConfig({})).toThrow(ConfigError);
    expect(() => ensureSinkConfig({})).toThrow(/^Must configure one of topics or topics.regex$/);
  });
});

describe('sinkConnectorConfigDef', () => {
  test('complains once of a regex that does not compile', () => {
    const report = sinkConnectorConfigDef().validate({ name: 'n', 'connector.class': 'C', 'topics.regex': '[' });

    expect(report.flatMap(({ errors }) => errors)).toEqual([
      expect.stringMatching(
        /^Invalid value \[ for configuration topics\.regex: Invalid regex: Unclosed character class/,
      ),
    ]);
  });
});
