/** Owns which texts are secret, and masks them in messages. */
import { HIDDEN } from './config-types';

/** Names of settings whose values are secret whatever they look like. */
const SECRET_NAME = /passw(?:or)?d|secret|token|credential|jaas|api[._-]?key|private[._-]?key|(?:ssl|sasl).*key$/i;

/** Shorter texts occur in any message by chance; masking them would garble it and tell the secret at the same time. */
const SHORTEST_SECRET = 3;
/** Looked-up values of settings with harmless names are masked only if they are too long to be a port or a switch. */
const SHORTEST_UNNAMED = 8;

/** The secrets of a process. Filled as placeholders are resolved, asked before a message leaves. */
export class Secrets {
  readonly #texts = new Set<string>();
  #longestFirst: readonly string[] | undefined;

  /** Remembers a text as secret. */
  add(text: string): void {
    if (text.trim().length < SHORTEST_SECRET) return;
    this.#texts.add(text).add(text.trim());
    this.#longestFirst = undefined;
  }

  /** Remembers a value that a config provider gave for the setting `key`, unless it can hardly be a secret. */
  addResolved(key: string, text: string): void {
    if (isSecretName(key) || text.length >= SHORTEST_UNNAMED) this.add(text);
  }

  /** The message with `[hidden]` in the place of every secret. */
  redact(message: string): string {
    this.#longestFirst ??= [...this.#texts].sort((a, b) => b.length - a.length);
    return this.#longestFirst.reduce((text, secret) => text.replaceAll(secret, HIDDEN), message);
  }
}

/** Does a setting of this name hold a secret, as far as its name tells? */
export function isSecretName(key: string): boolean {
  return SECRET_NAME.test(key);
}
