/** Owns finding out whether librdkafka makes a client of settings that nobody here has checked. */
import { Producer, type LibrdKafkaError } from 'node-rdkafka';
import type { LibrdkafkaValue } from './client-property-rules';
import { toKafkaError } from './kafka-errors';

const NOT_TRIED: ReadonlySet<string> = new Set(['bootstrap.servers', 'plugin.library.paths']);

/**
 * Makes a client without the companion and without a broker, and drops it. With the companion in it, librdkafka would end
 * the process where it refuses the settings: it calls the companion once more after it has let go of it. Rejects with
 * librdkafka's reason.
 */
export function tryClient(
  global: Readonly<Record<string, LibrdkafkaValue>>,
  topic: Readonly<Record<string, LibrdkafkaValue>> = {},
): Promise<void> {
  const settings = Object.fromEntries(Object.entries(global).filter(([name]) => !NOT_TRIED.has(name)));
  return new Promise((resolve, reject) => {
    const client = new Producer({ ...settings, log_level: 0 }, { ...topic });
    // Instead of node-rdkafka's question for metadata: there is nobody to ask.
    client.getMetadata = (_options, done) => {
      done?.(null as unknown as LibrdKafkaError, { orig_broker_id: -1, orig_broker_name: '', topics: [], brokers: [] });
      return client;
    };
    client.connect({ allTopics: false }, (error: LibrdKafkaError | null | undefined) => {
      if (error === null || error === undefined) client.disconnect(0, () => resolve());
      else reject(toKafkaError(error));
    });
  });
}
