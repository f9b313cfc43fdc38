/** Owns what tests of client properties ask again and again. */
import type { ClientProperties } from '../../src/kafka/clients';
import { ConfigError } from '../../src/errors';
import { translateClientProperties, type ClientKind } from '../../src/kafka/client-config';

/** What the user is told beside what only debugging shows. */
export function messagesOf(kind: ClientKind, properties: ClientProperties): string[] {
  return translateClientProperties(kind, properties)
    .notices.filter(({ level }) => level !== 'debug')
    .map(({ message }) => message);
}

/** The error with which the properties are refused. */
export function refusalOf(kind: ClientKind, properties: ClientProperties): ConfigError {
  try {
    translateClientProperties(kind, properties);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('The properties were not refused');
}
