/** Owns how long a broker is waited for while somebody looks on: Java's minute would be long. */
import type { ClientProperties } from '../../kafka/clients';

const KEY = 'default.api.timeout.ms';
const LONGEST_WAIT_MS = 30_000;

/** The properties of an admin client with a wait of at most half a minute. */
export function withBoundedWait(properties: ClientProperties): ClientProperties {
  const wait = Math.min(Number(properties[KEY] ?? LONGEST_WAIT_MS), LONGEST_WAIT_MS);
  return { ...properties, [KEY]: String(wait) };
}
