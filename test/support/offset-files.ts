/** Owns looking into offset files for tests. */
import { existsSync, readFileSync } from 'node:fs';
import { decodeOffsetMap } from '../../src/storage/java-offset-map';
import { decodeOffsetKey, decodeOffsetValue } from '../../src/storage/offset-key';

/** The stored position of a FileStream source; 0 when there is none. */
export function storedPosition(offsetFile: string, connector: string): number {
  if (!existsSync(offsetFile)) return 0;
  for (const [key, value] of decodeOffsetMap(readFileSync(offsetFile))) {
    if (decodeOffsetKey(key)?.connector === connector) return Number(decodeOffsetValue(value)?.['position'] ?? 0);
  }
  return 0;
}
