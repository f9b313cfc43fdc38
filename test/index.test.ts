import * as publicApi from '../src/index';

/** Under the headings of src/index.ts. Types leave no trace at run time; the examples use them. */
const NAMES = [
  ...['SourceConnector', 'SourceTask', 'SourceRecord'],
  ...['SinkConnector', 'SinkTask', 'SinkRecord', 'TopicPartitionMap', 'topicPartitionKey'],
  ...['Connector', 'ConnectRecord', 'PLUGIN_KINDS', 'pluginKindsOf'],
  ...['Converter', 'HeaderConverter', 'Transformation', 'Predicate', 'ConfigProvider'],
  ...['ConfigDef', 'createConfigValue', 'Password', 'invalidValue', 'compileJavaRegex'],
  ...['atLeast', 'between', 'validString', 'caseInsensitiveValidString', 'validList', 'validJavaRegex', 'listSize'],
  ...['nonNull', 'nonEmptyString', 'nonEmptyStringWithoutControlChars', 'nonDuplicateList'],
  ...['compositeValidator', 'lambdaValidator'],
  ...['SchemaBuilder', 'schemasEqual', 'schemaFingerprint', 'project'],
  ...[
    'INT8',
    'INT16',
    'INT32',
    'INT64',
    'FLOAT32',
    'FLOAT64',
    'BOOLEAN',
    'STRING',
    'BYTES',
    'DATE',
    'TIME',
    'TIMESTAMP',
  ].flatMap((type) => [`${type}_SCHEMA`, `OPTIONAL_${type}_SCHEMA`]),
  ...['DATE_NAME', 'TIME_NAME', 'TIMESTAMP_NAME', 'DECIMAL_NAME'],
  ...['date', 'time', 'timestamp', 'decimal'].flatMap((type) => [
    `${type}Builder`,
    `${type}FromLogical`,
    `${type}ToLogical`,
  ]),
  'decimalSchema',
  ...['Struct', 'isStruct', 'isConnectObject', 'Decimal', 'ConnectHeaders', 'Header'],
  ...[
    'Int8',
    'Int16',
    'Int32',
    'Int64',
    'Float32',
    'Float64',
    'Boolean',
    'String',
    'Date',
    'Time',
    'Timestamp',
    'Decimal',
  ].map((type) => `convertTo${type}`),
  ...['convertToList', 'convertToMap', 'convertToStruct', 'inferSchema', 'parseString', 'javaToString'],
  ...['validateValue', 'valuesEqual', 'parseJson', 'stringifyJson'],
  ...['ConnectError', 'RetriableError', 'DataError', 'ConfigError', 'SchemaBuilderError', 'SchemaProjectorError'],
  ...['UnavailableError', 'RestExtension'],
  ...['IllegalArgumentError', 'IllegalStateError', 'NotFoundError', 'asError'],
];

describe('connect-standalone', () => {
  it('exports what is listed here, and nothing else', () => {
    expect(Object.keys(publicApi).sort()).toEqual([...NAMES].sort());
  });

  it('has a value behind every name', () => {
    expect(Object.entries(publicApi).filter(([, value]) => (value as unknown) === undefined)).toEqual([]);
  });
});
