/** Owns the names of loggers: those that users of Kafka Connect know, each for the room of ours that does the same work. */
import { withContext, type LogContext, type Logger } from '../logger';

const CONNECT = 'org.apache.kafka.connect';
const RUNTIME = `${CONNECT}.runtime`;
const CLIENTS = 'org.apache.kafka.clients';

/** By the class; levels are set for the whole name or for anything that it begins with. */
export const LOGGER_NAMES = {
  ConnectStandalone: `${CONNECT}.cli.ConnectStandalone`,
  StandaloneHerder: `${RUNTIME}.standalone.StandaloneHerder`,
  AbstractHerder: `${RUNTIME}.AbstractHerder`,
  Worker: `${RUNTIME}.Worker`,
  WorkerConfig: `${RUNTIME}.WorkerConfig`,
  WorkerConnector: `${RUNTIME}.WorkerConnector`,
  WorkerTask: `${RUNTIME}.WorkerTask`,
  WorkerSourceTask: `${RUNTIME}.WorkerSourceTask`,
  WorkerSinkTask: `${RUNTIME}.WorkerSinkTask`,
  Plugins: `${RUNTIME}.isolation.Plugins`,
  LogReporter: `${RUNTIME}.errors.LogReporter`,
  DeadLetterQueueReporter: `${RUNTIME}.errors.DeadLetterQueueReporter`,
  RestServer: `${RUNTIME}.rest.RestServer`,
  ConnectExceptionMapper: `${RUNTIME}.rest.errors.ConnectExceptionMapper`,
  FileOffsetBackingStore: `${CONNECT}.storage.FileOffsetBackingStore`,
  KafkaOffsetBackingStore: `${CONNECT}.storage.KafkaOffsetBackingStore`,
  OffsetStorageReaderImpl: `${CONNECT}.storage.OffsetStorageReaderImpl`,
  KafkaConsumer: `${CLIENTS}.consumer.KafkaConsumer`,
  KafkaProducer: `${CLIENTS}.producer.KafkaProducer`,
  KafkaAdminClient: `${CLIENTS}.admin.KafkaAdminClient`,
} as const;

/** A child logger that goes by the name of this class, with more context where it is given. */
export function loggerOf(log: Logger, name: keyof typeof LOGGER_NAMES, context: LogContext = {}): Logger {
  return withContext(log, { ...context, logger: LOGGER_NAMES[name] });
}
