/** Owns `${file:/path/of.properties:key}`: values from Java properties files, read as UTF-8. */
import { readFileSync } from 'node:fs';
import { ConfigProvider, type ConfigData } from '../../api/config-provider';
import type { Props } from '../../api/plugin';
import { ConfigError, IllegalStateError } from '../../errors';
import { ConfigDef } from '../config-def';
import { parseJavaProperties } from '../java-properties';
import { AllowedPaths } from './allowed-paths';

const CONFIG = new ConfigDef().define({
  name: 'allowed.paths',
  type: 'STRING',
  default: null,
  importance: 'LOW',
  doc: 'Comma-separated absolute paths of files and directories that may be read; all, if empty.',
});

/** Reads a properties file at every look-up. */
export class FileConfigProvider extends ConfigProvider {
  #allowedPaths: AllowedPaths | undefined;

  config(): ConfigDef {
    return CONFIG;
  }

  override configure(props: Props): void {
    this.#allowedPaths = new AllowedPaths(props['allowed.paths'] ?? null);
  }

  /** Throws ConfigError when the file cannot be read, or is not a properties file in UTF-8. */
  override get(path: string | null, keys?: ReadonlySet<string>): ConfigData {
    if (this.#allowedPaths === undefined) throw new IllegalStateError('The provider has not been configured yet.');
    if (path === null || path === '') return { data: new Map(), ttl: null };
    const allowed = this.#allowedPaths.parseUntrustedPath(path);
    if (allowed === null) return { data: new Map(), ttl: null, missing: `${path} is outside of allowed.paths` };
    const found = [...readProperties(allowed)].filter(([name]) => keys?.has(name) ?? true);
    return { data: new Map(found), ttl: null };
  }
}

function readProperties(path: string): ReadonlyMap<string, string> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
    return parseJavaProperties(text).entries;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Could not read properties from file ${path}: ${reason}`, { cause });
  }
}
