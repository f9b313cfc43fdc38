/** Owns placeholders: `${provider:path:key}` in the values of settings becomes what the provider answers. */
import type { ConfigData, ConfigProvider } from '../api/config-provider';
import type { ConfigProps } from './config-types';
import type { Secrets } from './secrets';

/** Settings with their placeholders replaced. */
export interface ResolvedConfig {
  readonly data: Record<string, string | null>;
  /** By path: milliseconds after which its values must be looked up again. */
  readonly ttls: ReadonlyMap<string, number>;
  /** Placeholders that stay as text, for a warning. */
  readonly unresolved: readonly UnresolvedPlaceholder[];
}

export interface UnresolvedPlaceholder {
  /** The setting in whose value it stands. */
  readonly key: string;
  readonly placeholder: string;
  readonly reason: string;
}

/** Path and key are parted by the first colon; no part holds a closing brace. */
const PLACEHOLDER = /\$\{([^}]*?):(?:([^}]*?):)?([^}]*?)\}/g;

interface Placeholder {
  readonly provider: string;
  readonly path: string;
  readonly key: string;
}

/**
 * Replaces placeholders in values, never in names, in a single pass: what a provider answers is not looked at again. What
 * nobody answers stays as text, as in Kafka.
 */
export class ConfigTransformer {
  readonly #providers: ReadonlyMap<string, ConfigProvider>;
  readonly #secrets: Secrets | undefined;
  readonly #isGuarded: boolean;
  readonly #trusted = new Set<string>();

  /**
   * `secrets` learns every value that is looked up. Guarded, only settings that are trusted are looked up: whoever may send
   * requests could have the worker read any file otherwise, although nobody has asked for providers.
   */
  constructor(providers: ReadonlyMap<string, ConfigProvider>, secrets?: Secrets, { isGuarded = false } = {}) {
    this.#providers = providers;
    this.#secrets = secrets;
    this.#isGuarded = isGuarded;
  }

  /** From now on these settings, exactly as they are written, may be looked up: they come from a file of the command line. */
  trust(props: ConfigProps): void {
    for (const [key, value] of Object.entries(props)) if (hasPlaceholder(value)) this.#trusted.add(pairOf(key, value));
  }

  /** Asks each provider once per path. Throws what the providers throw. */
  async transform(props: ConfigProps): Promise<ResolvedConfig> {
    const isOpen = ([key, value]: [string, string | null]) => !this.#isGuarded || this.#trusted.has(pairOf(key, value));
    const open = new Map(Object.entries(props).filter(isOpen));
    const answers = await this.#ask([...open.values()]);
    const unresolved: UnresolvedPlaceholder[] = [];
    const data = Object.entries(props).map(([key, value]) => [
      key,
      value?.replace(PLACEHOLDER, (text: string, ...groups: unknown[]) => {
        const placeholder = toPlaceholder(groups);
        const answer = open.has(key) ? answers.get(lookupId(placeholder)) : undefined;
        const found = answer?.data.get(placeholder.key);
        if (found === undefined) {
          const reason = open.has(key) ? this.#whyMissing(placeholder, answer) : this.#whyClosed(placeholder);
          unresolved.push({ key, placeholder: text, reason });
          return text;
        }
        this.#secrets?.addResolved(key, found);
        return found;
      }) ?? null,
    ]);
    return { data: Object.fromEntries(data) as Record<string, string | null>, ttls: ttlsOf(answers), unresolved };
  }

  async #ask(values: readonly (string | null)[]): Promise<Map<string, Answer>> {
    const lookups = new Map<string, { placeholder: Placeholder; keys: Set<string> }>();
    for (const placeholder of values.flatMap(findPlaceholders)) {
      if (!this.#providers.has(placeholder.provider)) continue;
      const id = lookupId(placeholder);
      const lookup = lookups.get(id) ?? { placeholder, keys: new Set() };
      lookups.set(id, lookup);
      lookup.keys.add(placeholder.key);
    }
    const answers = new Map<string, Answer>();
    for (const [id, { placeholder, keys }] of lookups) {
      const provider = this.#providers.get(placeholder.provider);
      if (provider === undefined) continue;
      answers.set(id, { ...(await provider.get(placeholder.path, keys)), path: placeholder.path });
    }
    return answers;
  }

  #whyClosed(placeholder: Placeholder): string {
    const { provider } = placeholder;
    if (!this.#providers.has(provider)) return this.#whyMissing(placeholder, undefined);
    return `${provider} looks up what stands in files of the command line; for requests config.providers must name it`;
  }

  #whyMissing({ provider, path, key }: Placeholder, answer: Answer | undefined): string {
    if (answer === undefined) {
      const known = [...this.#providers.keys()].join(', ');
      return `no config provider is named ${provider}${known === '' ? '' : ` (there are: ${known})`}`;
    }
    return answer.missing ?? `${provider} has no value ${key}${path === '' ? '' : ` at ${path}`}`;
  }
}

type Answer = ConfigData & { readonly path: string };

function findPlaceholders(value: string | null): Placeholder[] {
  return [...(value?.matchAll(PLACEHOLDER) ?? [])].map((match) => toPlaceholder(match.slice(1)));
}

function toPlaceholder([provider, path, key]: readonly unknown[]): Placeholder {
  return { provider: String(provider), path: typeof path === 'string' ? path : '', key: String(key) };
}

function pairOf(key: string, value: string | null): string {
  return JSON.stringify([key, value]);
}

function lookupId({ provider, path }: Placeholder): string {
  return `${provider}:${path}`;
}

function ttlsOf(answers: ReadonlyMap<string, Answer>): ReadonlyMap<string, number> {
  const given = [...answers.values()].filter((answer) => answer.ttl !== null && answer.ttl >= 0);
  return new Map(given.map(({ path, ttl }) => [path, ttl ?? 0] as const));
}

/** Does this value hold a placeholder? */
export function hasPlaceholder(value: string | null): boolean {
  return value !== null && findPlaceholders(value).length > 0;
}

/**
 * A task's configuration as it may be stored and shown: where it repeats a resolved value of its connector under the same
 * key, the placeholder stands again.
 */
export function restorePlaceholders(
  taskConfig: Readonly<Record<string, string>>,
  connector: { readonly raw: ConfigProps; readonly resolved: ConfigProps },
): Record<string, string> {
  const entries = Object.entries(taskConfig).map(([key, value]) => {
    const raw = Object.hasOwn(connector.raw, key) ? (connector.raw[key] ?? null) : null;
    const isResolved = raw !== null && hasPlaceholder(raw) && connector.resolved[key] === value;
    return [key, isResolved ? raw : value];
  });
  return Object.fromEntries(entries) as Record<string, string>;
}
