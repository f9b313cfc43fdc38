/** Owns in which partition Java's producer puts a key. */

const SEED = 0x9747b28c;
const MULTIPLIER = 0x5bd1e995;

/** The partition of a key, by murmur2 as Kafka's clients compute it. */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}

/** The hash as a signed 32-bit integer. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  const words = length & ~3;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  let hash = SEED ^ length;
  for (let at = 0; at < words; at += 4) hash = Math.imul(hash, MULTIPLIER) ^ mixed(view.getInt32(at, true));
  // What is left of the last word, most significant byte first.
  for (let at = length - 1; at >= words; at--) hash ^= (bytes[at] ?? 0) << (8 * (at - words));
  if (length > words) hash = Math.imul(hash, MULTIPLIER);
  hash = Math.imul(hash ^ (hash >>> 13), MULTIPLIER);
  return hash ^ (hash >>> 15);
}

function mixed(word: number): number {
  const product = Math.imul(word, MULTIPLIER);
  return Math.imul(product ^ (product >>> 24), MULTIPLIER);
}
