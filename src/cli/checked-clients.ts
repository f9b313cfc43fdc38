/** Owns the clients through which a check asks brokers: one for each address and identity, however many connectors share it. */
import { asError, ConfigError } from '../errors';
import type { ClientProperties, KafkaAdmin, KafkaClients } from '../kafka/clients';
import { clientPrincipal } from '../kafka/client-principal';
import { givenPlace, type SettingPlace } from './client-setting-places';

/** Longest wait for an answer: a check should end while somebody looks on. */
export const LONGEST_WAIT_MS = 5_000;

/** A client of the run: its properties, and where they stand. */
export interface CheckedClient {
  readonly properties: ClientProperties;
  readonly places: readonly SettingPlace[];
}

/** As whom, and where, a question is asked. */
export interface Asker {
  readonly admin: KafkaAdmin;
  /** Undefined where only the broker knows. */
  readonly principal: string | undefined;
  readonly bootstrap: string;
}

/** Connected clients. `close` at the end. */
export class CheckedClients {
  readonly #clients: KafkaClients;
  readonly #connected = new Map<string, Promise<KafkaAdmin>>();

  constructor(clients: KafkaClients) {
    this.#clients = clients;
  }

  /**
   * Asks as the client would. Undefined where no broker answers, which is said at the address, and where the client cannot be
   * made: what settings are wrong is said by the check of settings. Rejects as the question does for anything else.
   */
  async ask<T>({ properties, places }: CheckedClient, question: (asker: Asker) => Promise<T>): Promise<T | undefined> {
    const connection = { ...connectionOf(properties), 'default.api.timeout.ms': timeoutOf(properties) };
    let admin: KafkaAdmin;
    try {
      admin = await this.#connect(connection);
    } catch (thrown) {
      if (!(thrown instanceof ConfigError)) complainOfBroker(places, asError(thrown));
      return undefined;
    }
    const bootstrap = properties['bootstrap.servers'] ?? '';
    return question({ admin, principal: clientPrincipal(connection), bootstrap });
  }

  async close(): Promise<void> {
    for (const connected of this.#connected.values()) {
      const admin = await connected.catch(() => undefined);
      await admin?.close();
    }
  }

  #connect(properties: ClientProperties): Promise<KafkaAdmin> {
    const id = JSON.stringify(Object.entries(properties).sort());
    const connected = this.#connected.get(id) ?? this.#newConnection(properties);
    this.#connected.set(id, connected);
    return connected;
  }

  async #newConnection(properties: ClientProperties): Promise<KafkaAdmin> {
    const admin = this.#clients.admin({ properties });
    try {
      await admin.connect();
      return admin;
    } catch (thrown) {
      await admin.close();
      throw thrown;
    }
  }
}

const CONNECTION = /^(?:bootstrap\.servers|security\.|sasl\.|ssl\.|client\.dns\.lookup|socket\.)/;

/** What decides to whom a client talks, and as whom. */
export function connectionOf(properties: ClientProperties): ClientProperties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => CONNECTION.test(key)));
}

function timeoutOf(properties: ClientProperties): string {
  return String(Math.min(Number(properties['default.api.timeout.ms'] ?? LONGEST_WAIT_MS), LONGEST_WAIT_MS));
}

/** Says at the address that no broker answers there. */
export function complainOfBroker(places: readonly SettingPlace[], { message }: Error): void {
  const name = 'bootstrap.servers';
  const place = givenPlace(places, name) ?? places[places.length - 1];
  const remedy = 'Start a broker there, or correct the address; --offline leaves out what needs one';
  place?.findings.add({ kind: 'unreachable-broker', key: place.prefix + name, message, remedy });
}
