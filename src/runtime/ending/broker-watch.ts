/** Owns noticing that no broker answers any more: a run that is to end must not wait for one for ever. */
import type { Clock } from '../../clock';
import { asError, BrokerUnavailableError } from '../../errors';
import type { KafkaAdmin } from '../../kafka/clients';
import { isUnavailability } from './unavailability';

/** What is watched. */
export interface BrokerWatchOptions {
  readonly admin: KafkaAdmin;
  readonly clock: Clock;
  /** Records that have moved so far: while they do, brokers answer. */
  readonly moved: () => number;
  readonly signal: AbortSignal;
}

const INTERVAL_MS = 2000;
/** Any topic will do: it is the answer that counts. */
const TOPIC = '__consumer_offsets';

/**
 * Asks while nothing moves. Resolves with BrokerUnavailableError when no broker has answered for `default.api.timeout.ms`, or
 * with undefined when `signal` is aborted.
 */
export async function watchBroker(options: BrokerWatchOptions): Promise<BrokerUnavailableError | undefined> {
  const { admin, clock, signal, moved } = options;
  let isConnected = false;
  try {
    for (;;) {
      const before = moved();
      await clock.sleep(INTERVAL_MS, signal);
      if (signal.aborted) return undefined;
      if (moved() !== before) continue;
      const problem = await ask(admin, isConnected);
      isConnected ||= problem === undefined;
      if (problem !== undefined && moved() === before) return problem;
    }
  } finally {
    await admin.close();
  }
}

async function ask(admin: KafkaAdmin, isConnected: boolean): Promise<BrokerUnavailableError | undefined> {
  try {
    if (!isConnected) await admin.connect();
    await admin.describeTopic(TOPIC);
    return undefined;
  } catch (thrown) {
    const error = asError(thrown);
    return isUnavailability(error)
      ? new BrokerUnavailableError(`Kafka does not answer any more: ${error.message}`, { cause: error })
      : undefined;
  }
}
