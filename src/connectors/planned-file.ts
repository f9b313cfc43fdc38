/** Owns what is left of a file for the file source, without moving anything. */
import { stat } from 'node:fs/promises';
import type { OffsetStorageReader } from '../api/offset-storage-reader';
import type { PlannedInput } from '../api/planned-work';
import { FILENAME, readPosition } from './file-stream-source-task';
import { LineCutter } from './line-cutter';
import { FileInput } from './line-input';

const CHUNK_BYTES = 256 * 1024;
/** Lines of more than that are not counted: somebody waits for the answer. */
const MOST_COUNTED_BYTES = 512 * 1024 * 1024;

/** The input that a source with this setting has; null or empty is standard input. Rejects with ConnectError for what cannot be read. */
export async function plannedFile(path: string | null, offsets: OffsetStorageReader): Promise<PlannedInput> {
  const unknown = { exists: true, unit: 'bytes', from: null, to: null, records: null } as const;
  if (path === null || path === '') return { ...unknown, name: 'standard input' };
  const found = await stat(path).catch(() => undefined);
  // Opening a pipe would wait for who writes to it.
  if (found !== undefined && !found.isFile() && !found.isDirectory()) return { ...unknown, name: path };
  const input = await FileInput.open(path);
  if (input === undefined) return { ...unknown, name: path, exists: false };
  try {
    const from = await startOf(input, await offsets.offset({ [FILENAME]: path }).then(positionOf));
    const to = input.size;
    return { name: path, exists: true, unit: 'bytes', from, to, records: await countLines(input, from, to) };
  } finally {
    await input.close();
  }
}

function positionOf(stored: Parameters<typeof readPosition>[0] | null): number {
  return stored === null ? 0 : readPosition(stored);
}

/** As the task goes on: a file that has become shorter is read from its beginning. */
async function startOf(input: FileInput, stored: number): Promise<number> {
  return stored > input.size ? 0 : input.lineStart(stored);
}

/** Lines that are finished, as the task will find them. */
async function countLines(input: FileInput, from: number, to: number): Promise<number | null> {
  if (to - from > MOST_COUNTED_BYTES) return null;
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const cutter = new LineCutter(from);
  input.seek(from);
  let lines = 0;
  for (let left = to - from; left > 0;) {
    const size = Math.min(await input.read(buffer), left);
    if (size === 0) break;
    left -= size;
    cutter.add(buffer.subarray(0, size));
    while (cutter.next() !== undefined) lines += 1;
  }
  return lines;
}
