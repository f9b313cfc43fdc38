/** Owns what librdkafka's error codes mean: which are worth another try, and how they are named. */
import { KafkaError } from '../errors';

/** Codes of librdkafka that the clients here act on. Negative: local to the client. */
export const KAFKA_CODES = {
  destroyed: -197,
  transport: -195,
  resolve: -193,
  allBrokersDown: -187,
  sslFailed: -181,
  timedOut: -185,
  state: -172,
  authenticationFailed: -169,
  purgedFromQueue: -152,
  fatal: -150,
  fenced: -144,
  maxPollExceeded: -147,
  noOffset: -168,
  autoOffsetReset: -140,
  badMessage: -199,
  badCompression: -198,
  unsupportedFeature: -165,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  messageTooLarge: 10,
  coordinatorLoadInProgress: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  topicAuthorizationFailed: 29,
  groupAuthorizationFailed: 30,
  clusterAuthorizationFailed: 31,
  unsupportedSaslMechanism: 33,
  unsupportedVersion: 35,
  topicExists: 36,
  invalidProducerEpoch: 47,
  saslAuthenticationFailed: 58,
  groupIdNotFound: 69,
  producerFenced: 90,
} as const;

/** The coordinator of a group or transaction is not there yet, or not here any more: to be asked again soon. */
export const COORDINATOR_MOVES: ReadonlySet<number> = new Set([
  KAFKA_CODES.coordinatorLoadInProgress,
  KAFKA_CODES.coordinatorNotAvailable,
  KAFKA_CODES.notCoordinator,
]);
export const COORDINATOR_WAIT_MS = 100;

/** The same call may succeed later: Kafka's retriable exceptions, and what librdkafka says of the network. */
const RETRIABLE: ReadonlySet<number> = new Set([
  ...[-195, -193, -192, -187, -185, -184, -180, -166],
  ...[2, 3, 5, 6, 7, 8, 9, 13, 14, 15, 16, 19, 20, 41, 51, 56, 70, 71, 72, 74, 75, 78, 88, 89, 103],
]);

/** True when the same call may succeed later. */
export function isRetriableCode(kafkaCode: number): boolean {
  return RETRIABLE.has(kafkaCode);
}

/** What node-rdkafka and the companion throw, each in its way. */
interface ForeignError {
  readonly message: string;
  readonly kafkaCode?: number;
  readonly code?: number | string;
  readonly isFatal?: boolean;
  readonly isRetriable?: boolean;
}

/** A KafkaError of anything that the client libraries throw; `what` says which call failed. */
export function toKafkaError(thrown: unknown, what?: string): KafkaError {
  if (thrown instanceof KafkaError) return thrown;
  const foreign = thrown as ForeignError | null | undefined;
  const kafkaCode = foreign?.kafkaCode ?? (typeof foreign?.code === 'number' ? foreign.code : -1);
  const reason = foreign?.message ?? String(thrown);
  return new KafkaError(what === undefined ? reason : `${what}: ${reason}`, {
    cause: thrown,
    kafkaCode,
    isRetriable: foreign?.isRetriable === true || isRetriableCode(kafkaCode),
    isFatal: foreign?.isFatal === true || kafkaCode === KAFKA_CODES.fatal,
  });
}

/** Throws for a code that is an error; `what` says which call failed. */
export function throwOnCode(kafkaCode: number, what: string): void {
  if (kafkaCode !== 0) throw toKafkaError({ message: `error ${kafkaCode}`, kafkaCode }, what);
}

/** Waits for a call to the client libraries and makes a KafkaError of its failure. */
export async function withKafkaErrors<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toKafkaError(error, what);
  }
}
