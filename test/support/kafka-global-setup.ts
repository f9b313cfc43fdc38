/** Owns the broker that all integration tests of one run share. Jest calls it once before them. */
import { missingForKafka } from './kafka-toolchain';
import { startRealKafka, type RealKafka } from './real-kafka';

async function startSharedBroker(): Promise<void> {
  const missing = missingForKafka();
  process.env['TEST_KAFKA_MISSING'] = missing.join(', ');
  process.env['TEST_KAFKA_BOOTSTRAP'] = process.env['KAFKA_BOOTSTRAP'] ?? '';
  if (missing.length > 0 || process.env['TEST_KAFKA_BOOTSTRAP'] !== '') return;
  const kafka = await startRealKafka();
  process.env['TEST_KAFKA_BOOTSTRAP'] = kafka.bootstrap;
  (globalThis as { connectStandaloneTestKafka?: RealKafka }).connectStandaloneTestKafka = kafka;
}

export = startSharedBroker;
