/** Owns access to the offset files that the genuine worker wrote, and to what is in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', 'testdata', 'offset-samples');

/** An entry of the list of samples; `entries` is there if the genuine worker accepts the file. */
export interface OffsetSample {
  readonly file: string;
  readonly genuine_load: string;
  readonly entries?: readonly { readonly key: string | null; readonly value: string | null }[];
}

export const OFFSET_SAMPLES = (
  JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8')) as { files: OffsetSample[] }
).files;

export function readSample(file: string): Buffer {
  return readFileSync(join(FOLDER, file));
}
