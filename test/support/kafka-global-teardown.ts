/** Owns the end of the shared broker. Jest calls it once after the integration tests. */
import type { RealKafka } from './real-kafka';

async function stopSharedBroker(): Promise<void> {
  const { connectStandaloneTestKafka } = globalThis as { connectStandaloneTestKafka?: RealKafka };
  await connectStandaloneTestKafka?.stop();
}

export = stopSharedBroker;
