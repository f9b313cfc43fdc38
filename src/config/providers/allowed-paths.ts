/** Owns `allowed.paths`: which files and directories a config provider may read. */
import { existsSync } from 'node:fs';
import { isAbsolute, normalize } from 'node:path';
import { ConfigError } from '../../errors';

/** The paths that a provider may read, itself or anything below; symbolic links are not followed for this. */
export class AllowedPaths {
  readonly #allowed: readonly string[] | null;

  /** `setting` is a comma-separated list; null or empty allows everything. Throws ConfigError for a path that cannot be. */
  constructor(setting: string | null) {
    this.#allowed = setting === null || setting === '' ? null : setting.split(',').map(checkAllowedPath);
  }

  /** The path to read, or `null` if it is not allowed. Without a restriction it is the path as written. */
  parseUntrustedPath(path: string): string | null {
    if (this.#allowed === null) return path;
    const normalized = normalizePath(path);
    const isAllowed = this.#allowed.some((allowed) => isSameOrBelow(normalized, allowed));
    return isAllowed ? normalized : null;
  }
}

function checkAllowedPath(path: string): string {
  const normalized = normalizePath(path);
  if (!isAbsolute(normalized)) throw new ConfigError(`Path ${normalized} is not absolute`);
  if (!existsSync(normalized)) throw new ConfigError(`Path ${normalized} does not exist`);
  return normalized;
}

function normalizePath(path: string): string {
  if (path === '') return '';
  const normalized = normalize(path);
  return normalized.length > 1 ? normalized.replace(/\/$/, '') : normalized;
}

function isSameOrBelow(path: string, parent: string): boolean {
  return path === parent || path.startsWith(parent === '/' ? parent : `${parent}/`);
}
