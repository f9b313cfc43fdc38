/** Owns reading all offsets of a group, through a consumer that never joins it. */
import type { ClientOptions } from './clients';
import { companion, type NativePartition } from './native-companion';
import { RdkafkaHandle } from './rdkafka-handle';

const LEAVE_MS = 5000;

/**
 * Asks the group's coordinator. librdkafka takes it for granted that whoever asks is a consumer: in any other client it
 * ends the process where the coordinator has moved or is not there yet. Rejects with what the companion rejects with, or
 * as a client that cannot connect.
 */
export async function readGroupOffsets(options: ClientOptions, group: string): Promise<NativePartition[]> {
  // The admin client has told everything already.
  const handle = new RdkafkaHandle('admin', { ...options, onEvent: () => undefined }, group);
  const timeoutMs = handle.settings.own.defaultApiTimeoutMs;
  const native = companion();
  await handle.connect(timeoutMs);
  try {
    return await native.listGroupOffsets(handle.id, timeoutMs, group);
  } finally {
    const hasLeft = await native.leave(handle.id, LEAVE_MS).catch(() => false);
    await handle.disconnect(hasLeft);
  }
}
