/** Owns which version of this package is running. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The name under which authors import this package. */
export const PACKAGE_NAME = 'connect-standalone';

/** The version in this package's own package.json, wherever the code was compiled to. */
export const VERSION: string = readOwnVersion(__dirname);

function readOwnVersion(folder: string): string {
  const manifest = readManifest(join(folder, 'package.json'));
  if (manifest?.name === PACKAGE_NAME && typeof manifest.version === 'string') return manifest.version;
  const parent = dirname(folder);
  return parent === folder ? 'undefined' : readOwnVersion(parent);
}

function readManifest(file: string): { name?: unknown; version?: unknown } | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown; version?: unknown };
  } catch {
    return undefined; // not this folder: the search goes on above it
  }
}
