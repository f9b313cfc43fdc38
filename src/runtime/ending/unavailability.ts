/** Owns which errors say that a broker or another system is not there or does not answer. */
import { BrokerUnavailableError, KafkaError, UnavailableError } from '../../errors';

/** librdkafka's codes for the network: transport, resolve, time-outs, all brokers down. */
const KAFKA_NETWORK: ReadonlySet<number> = new Set([-195, -193, -192, -187, -185]);
/** What Node's sockets and name look-ups fail with. */
const NETWORK: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH'],
  ...['EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_SOCKET'],
]);

/** The error and what caused it, outermost first. */
export function causesOf(error: unknown): unknown[] {
  const causes: unknown[] = [];
  for (let next = error; next !== undefined && next !== null && !causes.includes(next);) {
    causes.push(next);
    next = next instanceof Error ? next.cause : undefined;
  }
  return causes;
}

/** True when Kafka asks to try again: a coordinator that is still loading, a partition whose leader changes. */
export function isPassing(error: unknown): boolean {
  return error instanceof KafkaError && error.isRetriable;
}

/** True when the error, or what caused it, is that something could not be reached. */
export function isUnavailability(error: unknown): boolean {
  return causesOf(error).some(
    (cause) =>
      cause instanceof BrokerUnavailableError ||
      cause instanceof UnavailableError ||
      (cause instanceof KafkaError && KAFKA_NETWORK.has(cause.kafkaCode)) ||
      NETWORK.has((cause as { code?: unknown }).code),
  );
}
