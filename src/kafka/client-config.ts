/** Owns the way from Java client properties to librdkafka's: nothing is dropped without a word. */
import { javaTrim } from '../config/config-types';
import type { ClientEvent, ClientProperties } from './clients';
import { reconcile } from './client-property-conflicts';
import {
  Translation,
  type ClientKind,
  type GivenProperty,
  type LibrdkafkaValue,
  type OwnClientSettings,
} from './client-property-rules';
import { CLIENT_PROPERTIES, JAVA_DEFAULTS } from './client-property-table';
import { translateSecurity } from './client-security';
import { findLibrdkafkaProperty, LIBRDKAFKA_NAMES, type LibrdkafkaProperty } from './librdkafka-properties';
import { nearestName } from '../config/nearest-name';

export type { ClientKind, LibrdkafkaValue, OwnClientSettings } from './client-property-rules';

/** What a client is made of. */
export interface TranslatedProperties {
  /** librdkafka's settings of the client: the first argument of node-rdkafka's constructors. */
  readonly global: Record<string, LibrdkafkaValue>;
  /** librdkafka's settings of topics: the second argument. `partitioner` works only here. */
  readonly topic: Record<string, LibrdkafkaValue>;
  /** What our own clients carry out. */
  readonly own: Readonly<OwnClientSettings>;
  /** True where librdkafka may find fault only when the client is made: TLS, SASL, and settings in its own names. */
  readonly needsTrial: boolean;
  /** What the user should know, in the order of the properties. Never holds a secret. */
  readonly notices: readonly ClientEvent[];
}

/**
 * Translates the properties of one client and adds Java's defaults. Reads key and trust stores to see what they are.
 * Throws ConfigError, naming the Java property, for a value that cannot be honoured.
 */
export function translateClientProperties(kind: ClientKind, properties: ClientProperties): TranslatedProperties {
  const out = new Translation();
  const given = trimmed(properties);
  const effective: Record<string, string> = { ...JAVA_DEFAULTS[kind], ...given };
  const passed: [LibrdkafkaProperty, string][] = [];
  for (const [key, value] of Object.entries(effective)) {
    const known = CLIENT_PROPERTIES.get(key);
    if (known?.kinds.includes(kind) === true) {
      known.rule({ key, value, isGiven: key in given }, out);
    } else {
      const foreign = findLibrdkafkaProperty(key);
      if (known === undefined && foreign !== undefined && belongsTo(foreign, kind)) passed.push([foreign, value]);
      else noteWithoutEffect({ key, value, isGiven: true }, kind, out);
    }
  }
  translateSecurity(effective, out);
  reconcile(kind, { effective, given }, out);
  for (const [property, value] of passed) out.set(property.scope, property.name, value);
  const { global, topic, own, notices } = out;
  const isSecured = (global['security.protocol'] ?? 'plaintext') !== 'plaintext';
  return { global, topic, own, notices, needsTrial: isSecured || passed.length > 0 };
}

/** True for a Java property of such a client, whether it has an effect here or not. */
export function isClientProperty(kind: ClientKind, key: string): boolean {
  return CLIENT_PROPERTIES.get(key)?.kinds.includes(kind) === true;
}

/** What no client of the kind knows, not even under librdkafka's names: the nearest name that one knows, if any is near. */
export function unknownClientKey(kind: ClientKind, key: string): { readonly nearest: string | undefined } | undefined {
  const foreign = findLibrdkafkaProperty(key);
  if (CLIENT_PROPERTIES.has(key) || foreign !== undefined || key.startsWith('metrics.context.')) return undefined;
  const own = [...CLIENT_PROPERTIES].filter(([, { kinds }]) => kinds.includes(kind)).map(([name]) => name);
  return { nearest: nearestName(key, [...own, ...LIBRDKAFKA_NAMES]) };
}

function trimmed(properties: ClientProperties): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, javaTrim(value)]));
}

/** librdkafka's admin client is a producer, but nothing that only producers have matters to it. */
function belongsTo(property: LibrdkafkaProperty, kind: ClientKind): boolean {
  return property.kind === undefined || property.kind === kind;
}

/** Admin clients get every setting of the worker that has no prefix: what no client knows is the worker's own. */
function noteWithoutEffect({ key }: GivenProperty, kind: ClientKind, out: Translation): void {
  if (key.startsWith('metrics.context.')) return;
  const quiet = kind === 'admin' ? 'debug' : 'warn';
  if (CLIENT_PROPERTIES.has(key) || findLibrdkafkaProperty(key) !== undefined) {
    out.note(quiet, `${key} is ignored: it is no setting of ${kind === 'admin' ? 'an' : 'a'} ${kind} client`);
    return;
  }
  const nearest = nearestName(key, [...CLIENT_PROPERTIES.keys(), ...LIBRDKAFKA_NAMES]);
  if (nearest === undefined && kind === 'admin') return;
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  out.note('warn', `${key} is ignored: no Kafka client knows it${hint}`);
}
