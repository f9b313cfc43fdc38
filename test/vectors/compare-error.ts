/** Owns when a thrown error is the expected one. */
import { ConnectError } from '../../src/errors';
import type { Difference } from './compare';
import type { ExpectedError, Phase } from './vector';

/** The simple Java name of an error's class; a plain Error has its own name. */
export function javaKind(error: unknown): string {
  if (error instanceof ConnectError) return error.javaName.slice(error.javaName.lastIndexOf('.') + 1);
  return error instanceof Error ? error.name : typeof error;
}

/** The name of a Java class in a message is not compared. */
function withoutClassNames(message: string): string {
  return message.replace(/class [\w.$[;]+/g, 'class *');
}

/** Compares kind, phase and the part of the message that counts. */
export function compareError(expected: ExpectedError, error: unknown, phase: Phase): Difference {
  const message = error instanceof Error ? error.message : String(error);
  const kind = javaKind(error);
  // Any error will do where Java fails with a programming error.
  if (expected.kind !== 'NullPointerException' && kind !== expected.kind) {
    return `expected ${expected.kind}, got ${kind}: ${message}`;
  }
  if (phase !== expected.phase) return `expected the error in ${expected.phase}, got it in ${phase}: ${message}`;
  const wanted = expected.messageContains;
  if (wanted === undefined || withoutClassNames(message).includes(withoutClassNames(wanted))) return undefined;
  return `expected a message with ${JSON.stringify(wanted)}, got ${JSON.stringify(message)}`;
}
