/** Owns the public API: what an author of plugins can import from `connect-standalone`. */

// Source connectors
export { SourceConnector, type ExactlyOnceSupport, type SourceConnectorContext } from './api/source-connector';
export { SourceTask, type RecordMetadata, type SourceTaskContext, type TransactionContext } from './api/source-task';
export {
  SourceRecord,
  type OffsetValue,
  type SourceOffset,
  type SourcePartition,
  type SourceRecordFields,
} from './api/source-record';
export type { OffsetStorageReader } from './api/offset-storage-reader';

// Sink connectors
export { SinkConnector } from './api/sink-connector';
export { SinkTask, type ErrantRecordReporter, type Offsets, type SinkTaskContext } from './api/sink-task';
export { SinkRecord, type SinkRecordFields, type TimestampType } from './api/sink-record';
export {
  TopicPartitionMap,
  topicPartitionKey,
  type TopicPartition,
  type TopicPartitionOffset,
} from './api/topic-partition';

// Both kinds of connectors
export { Connector, type ConnectorContext, type TaskConfig } from './api/connector';
export type { PlannedInput, PlannedTarget } from './api/planned-work';
export { ConnectRecord, type RecordFields } from './api/connect-record';
export {
  PLUGIN_KINDS,
  pluginKindsOf,
  type MaybePromise,
  type PluginKind,
  type PluginLogger,
  type Props,
} from './api/plugin';

// Converters, transformations, predicates, config providers
export { Converter, HeaderConverter, type RawHeader, type SchemaAndValue, type SerializedValue } from './api/converter';
export { Transformation } from './api/transformation';
export { Predicate } from './api/predicate';
export { ConfigProvider, type ConfigData } from './api/config-provider';

// REST extensions
export {
  RestExtension,
  type ConnectClusterState,
  type RestConnectorHealth,
  type RestExchange,
  type RestExtensionContext,
  type RestFilter,
  type RestPartHealth,
  type RestRouteHandler,
} from './api/rest-extension';

// Settings
export {
  ConfigDef,
  createConfigValue,
  type ConfigKey,
  type ConfigKeySpec,
  type ConfigValue,
  type ParsedConfig,
  type Recommender,
} from './config/config-def';
export { invalidValue, Password, type ConfigType, type Importance, type Width } from './config/config-types';
export { compileJavaRegex, type JavaRegex } from './config/java-regex';
export {
  atLeast,
  between,
  caseInsensitiveValidString,
  compositeValidator,
  lambdaValidator,
  listSize,
  nonDuplicateList,
  nonEmptyString,
  nonEmptyStringWithoutControlChars,
  nonNull,
  validJavaRegex,
  validList,
  validString,
  type ListRules,
  type Validator,
} from './config/validators';

// Schemas
export type { Field, Schema, SchemaType } from './data/schema';
export { SchemaBuilder } from './data/schema-builder';
export {
  BOOLEAN_SCHEMA,
  BYTES_SCHEMA,
  FLOAT32_SCHEMA,
  FLOAT64_SCHEMA,
  INT16_SCHEMA,
  INT32_SCHEMA,
  INT64_SCHEMA,
  INT8_SCHEMA,
  OPTIONAL_BOOLEAN_SCHEMA,
  OPTIONAL_BYTES_SCHEMA,
  OPTIONAL_FLOAT32_SCHEMA,
  OPTIONAL_FLOAT64_SCHEMA,
  OPTIONAL_INT16_SCHEMA,
  OPTIONAL_INT32_SCHEMA,
  OPTIONAL_INT64_SCHEMA,
  OPTIONAL_INT8_SCHEMA,
  OPTIONAL_STRING_SCHEMA,
  STRING_SCHEMA,
  schemasEqual,
} from './data/connect-schema';
export { schemaFingerprint } from './data/schema-fingerprint';
export { project } from './data/schema-projector';

// Logical types
export {
  DATE_NAME,
  DATE_SCHEMA,
  DECIMAL_NAME,
  OPTIONAL_DATE_SCHEMA,
  OPTIONAL_TIME_SCHEMA,
  OPTIONAL_TIMESTAMP_SCHEMA,
  TIME_NAME,
  TIME_SCHEMA,
  TIMESTAMP_NAME,
  TIMESTAMP_SCHEMA,
  dateBuilder,
  dateFromLogical,
  dateToLogical,
  decimalBuilder,
  decimalFromLogical,
  decimalSchema,
  decimalToLogical,
  timeBuilder,
  timeFromLogical,
  timestampBuilder,
  timestampFromLogical,
  timestampToLogical,
  timeToLogical,
} from './data/logical-types';

// Values
export {
  isConnectObject,
  isStruct,
  type ConnectObject,
  type ConnectValue,
  type StructValue,
} from './data/connect-value';
export { Struct, type StructFields } from './data/struct';
export { Decimal } from './data/decimal';
export { ConnectHeaders, Header, type HeaderTransform } from './data/headers';
export {
  convertToBoolean,
  convertToDate,
  convertToDecimal,
  convertToFloat32,
  convertToFloat64,
  convertToInt16,
  convertToInt32,
  convertToInt64,
  convertToInt8,
  convertToList,
  convertToMap,
  convertToString,
  convertToStruct,
  convertToTime,
  convertToTimestamp,
  inferSchema,
  parseString,
  type ParsedValue,
} from './data/values';
export { javaToString } from './data/java-text';
export { validateValue } from './data/validate-value';
export { valuesEqual } from './data/value-equality';
export { parseJson, stringifyJson } from './data/json-text';

// Errors
export {
  ConfigError,
  ConnectError,
  DataError,
  IllegalArgumentError,
  IllegalStateError,
  NotFoundError,
  RetriableError,
  SchemaBuilderError,
  SchemaProjectorError,
  UnavailableError,
  asError,
  type ConfigFinding,
  type ErrorDetails,
} from './errors';
