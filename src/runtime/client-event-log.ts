/** Owns where what a Kafka client says by itself is written: a line of its owner, at the client's level. */
import type { ClientEvent } from '../kafka/clients';
import type { Logger } from '../logger';

/** What to give a client as `onEvent`. */
export function eventsTo(log: Logger): (event: ClientEvent) => void {
  return ({ level, message }) => log[level](message);
}
