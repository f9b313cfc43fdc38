/** Owns where what a Kafka client says by itself is written: a line of its owner, at the client's level. */
import type { ClientEvent } from '../kafka/clients';
import type { Logger } from '../logger';
import { loggerOf } from './logger-names';

/** The client that speaks. */
export type ClientName = 'KafkaConsumer' | 'KafkaProducer' | 'KafkaAdminClient';

/** What to give a client as `onEvent`. Its owner's lines and its own go by different names of loggers. */
export function eventsTo(log: Logger, client: ClientName): (event: ClientEvent) => void {
  const own = loggerOf(log, client);
  return ({ level, message }) => own[level](message);
}
