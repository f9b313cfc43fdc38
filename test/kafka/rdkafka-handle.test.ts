import { BrokerUnavailableError, ConfigError } from '../../src/errors';
import type { ClientEvent } from '../../src/kafka/clients';
import { RdkafkaHandle } from '../../src/kafka/rdkafka-handle';

/** Nobody listens there. */
const NOWHERE = '127.0.0.1:1';

describe('RdkafkaHandle', () => {
  it.each(['producer', 'consumer', 'admin'] as const)(
    'says within the time-out that no broker answers a %s, at which address and why',
    async (kind) => {
      const events: ClientEvent[] = [];
      const properties = { 'bootstrap.servers': NOWHERE, ...(kind === 'consumer' ? { 'group.id': 'g' } : {}) };
      const handle = new RdkafkaHandle(kind, { properties, onEvent: (event) => events.push(event) });
      const started = Date.now();
      const failure = await handle.connect(400).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(BrokerUnavailableError);
      expect((failure as Error).message).toMatch(
        /^No Kafka broker answered at 127\.0\.0\.1:1 within 400 ms: .*refused/,
      );
      expect(Date.now() - started).toBeLessThan(3000);
      expect(events).toContainEqual(expect.objectContaining({ level: 'debug', kafkaCode: -195 }));
      await handle.disconnect();
    },
  );

  it('refuses a setting that librdkafka refuses, before it connects', () => {
    const properties = { 'bootstrap.servers': NOWHERE, 'ssl.cipher.suites': 'NONSENSE', 'security.protocol': 'SSL' };
    const make = () => new RdkafkaHandle('producer', { properties: { ...properties, 'statistics.interval.ms': '-5' } });
    expect(make).toThrow(ConfigError);
  });

  it('passes on what is said of the settings when it connects', async () => {
    const events: ClientEvent[] = [];
    const properties = { 'bootstrap.servers': NOWHERE, 'linger.msx': '1' };
    const handle = new RdkafkaHandle('producer', { properties, onEvent: (event) => events.push(event) });
    expect(events).toEqual([]);
    await expect(handle.connect(100)).rejects.toThrow(BrokerUnavailableError);
    expect(events[0]?.message).toContain('linger.msx');
    await handle.disconnect();
  });

  it('can be ended without having been connected', async () => {
    const handle = new RdkafkaHandle('admin', { properties: { 'bootstrap.servers': NOWHERE } });
    await expect(handle.disconnect()).resolves.toBeUndefined();
  });
});
