/** Owns which texts are secret, and masks them in messages. */
import { HIDDEN, type ConfigProps } from './config-types';

/** Names of settings whose values are secret whatever they look like. */
const SECRET_NAME =
  /passw(?:or)?d|passphrase|secret|token|credential|jaas|user\.info|api[._-]?key|private[._-]?key|(?:ssl|sasl).*(?:key|certificate\.chain|certificates)$/i;
/** Settings that say where a secret is or how it is used, and hold none. */
const HARMLESS_NAME = /[._-](?:ur[il]|source|provider|class|location|path|file|type|ms|seconds|enabled?|alias|name)$/i;

/** Shorter texts occur in any message by chance; masking them would garble it and tell the secret at the same time. */
const SHORTEST_SECRET = 3;
/** Looked-up values of settings with harmless names are masked only if they are too long to be a port or a switch, */
const SHORTEST_UNNAMED = 8;
/** or are mixed of letters and other signs as words are not. */
const SHORT_MIXTURE = /^(?=.*[a-z])(?=.*[^a-z]).{5,}$/i;
/** Lines of a key that may be shown alone. */
const SHORTEST_LINE = 16;

const PLACEHOLDER = /\$\{[^}]*:[^}]*\}/;
/** `password="…"` and the like inside of `sasl.jaas.config`. */
const JAAS_OPTION = /([\w.]+)\s*=\s*(?:"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|([^\s;"']+))/g;
/** The password before the `@` of an address. */
const ADDRESS_PASSWORD = /:\/\/[^:/?#@\s]*:([^@/\s]+)@/g;

/** The secrets of a process. Filled as placeholders are resolved, asked before a message leaves. */
export class Secrets {
  readonly #lookedUp = new Set<string>();
  readonly #given = new Set<string>();
  readonly #owned = new Map<string, readonly string[]>();
  #longestFirst: readonly string[] | undefined;

  /** Remembers a text as secret. */
  add(text: string): void {
    for (const form of formsOf(text)) this.#given.add(form);
    this.#longestFirst = undefined;
  }

  /** Remembers a value that a config provider gave for the setting `key`, unless it can hardly be a secret. */
  addResolved(key: string, text: string): void {
    if (!isSecretName(key) && text.length < SHORTEST_UNNAMED && !SHORT_MIXTURE.test(text)) return;
    for (const form of formsOf(text)) this.#lookedUp.add(form);
    this.#longestFirst = undefined;
  }

  /** Remembers the secrets of a connector in the place of those that it had; none: forgets them. */
  own(connector: string, texts: readonly string[]): void {
    if (texts.length === 0) this.#owned.delete(connector);
    else this.#owned.set(connector, texts.flatMap(formsOf));
    this.#longestFirst = undefined;
  }

  /** The message with `[hidden]` in the place of every secret, and of further ones that are secret in this message only. */
  redact(message: string, further: readonly string[] = []): string {
    this.#longestFirst ??= longestFirst([...this.#lookedUp, ...this.#given, ...[...this.#owned.values()].flat()]);
    const all =
      further.length === 0 ? this.#longestFirst : longestFirst([...this.#longestFirst, ...further.flatMap(formsOf)]);
    return mask(message, all);
  }

  /** The text with `[hidden]` in the place of what config providers gave; what users wrote themselves stays. */
  redactLookedUp(text: string): string {
    return mask(text, longestFirst([...this.#lookedUp]));
  }
}

/** Does a setting of this name hold a secret, as far as its name tells? */
export function isSecretName(key: string): boolean {
  return SECRET_NAME.test(key) && !HARMLESS_NAME.test(key);
}

/** The secrets that settings hold. `isPassword`: what is known of their types, beside what names tell. */
export function secretTexts(props: ConfigProps, isPassword: (key: string) => boolean = () => false): string[] {
  return Object.entries(props).flatMap(([key, value]) => {
    if (value === null || PLACEHOLDER.test(value)) return [];
    const inAddress = [...value.matchAll(ADDRESS_PASSWORD)].map(([, password = '']) => password);
    if (!isSecretName(key) && !isPassword(key)) return inAddress;
    const options = key.endsWith('jaas.config') ? jaasSecrets(value) : [];
    return [value, ...options, ...inAddress];
  });
}

/** An address without the password before its `@`. */
export function withoutAddressPassword(text: string): string {
  return text.replace(ADDRESS_PASSWORD, (match, password: string) => match.replace(`:${password}@`, `:${HIDDEN}@`));
}

/** Masks an error and its causes, as they are: they keep their classes. */
export function redactError(error: Error, redact: (text: string) => string): Error {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 10; each = each.cause, depth++) {
    each.message = redact(each.message);
    if (each.stack !== undefined) each.stack = redact(each.stack);
  }
  return error;
}

function jaasSecrets(jaas: string): string[] {
  return [...jaas.matchAll(JAAS_OPTION)]
    .filter(([, name = '']) => isSecretName(name))
    .map(([, , double, single, plain]) => double ?? single ?? plain ?? '');
}

/** A text as it may stand in a message: with its blanks or without, escaped, encoded, or one line of many. */
function formsOf(text: string): string[] {
  const trimmed = text.trim();
  if (trimmed.length < SHORTEST_SECRET) return [];
  const lines = trimmed.includes('\n') ? trimmed.split('\n').map((line) => line.trim()) : [];
  const longLines = lines.filter((line) => line.length >= SHORTEST_LINE && !line.startsWith('-----'));
  const escaped = JSON.stringify(trimmed).slice(1, -1);
  return [
    ...new Set([text, trimmed, escaped, encoded(trimmed), Buffer.from(trimmed).toString('base64'), ...longLines]),
  ];
}

function encoded(text: string): string {
  return /\p{Surrogate}/u.test(text) ? text : encodeURIComponent(text);
}

function longestFirst(texts: readonly string[]): string[] {
  return [...texts].sort((a, b) => b.length - a.length);
}

function mask(message: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, HIDDEN), message);
}
