/** Owns `${file:/path/of.properties:key}`: values from Java properties files, read as UTF-8. */
import { readFileSync } from 'node:fs';
import { ConfigProvider, type ConfigData } from '../../api/config-provider';
import type { Props } from '../../api/plugin';
import { ConfigError, IllegalStateError } from '../../errors';
import { ConfigDef } from '../config-def';
import { parseJavaProperties } from '../java-properties';
import { AllowedPaths } from './allowed-paths';
import { expandCredentials, expandCredentialsInList, NO_CREDENTIALS } from './credentials-path';

const CONFIG = new ConfigDef().define({
  name: 'allowed.paths',
  type: 'STRING',
  default: null,
  importance: 'LOW',
  doc: 'Comma-separated absolute paths of files and directories that may be read; all, if empty.',
});

/** Reads a properties file at every look-up. */
export class FileConfigProvider extends ConfigProvider {
  readonly #environment: NodeJS.ProcessEnv;
  #allowedPaths: AllowedPaths | undefined;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    super();
    this.#environment = environment;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  override configure(props: Props): void {
    this.#allowedPaths = new AllowedPaths(expandCredentialsInList(props['allowed.paths'], this.#environment));
  }

  /** Throws ConfigError when the file cannot be read, or is not a properties file in UTF-8. */
  override get(path: string | null, keys?: ReadonlySet<string>): ConfigData {
    if (this.#allowedPaths === undefined) throw new IllegalStateError('The provider has not been configured yet.');
    if (path === null || path === '') return { data: new Map(), ttl: null };
    const expanded = expandCredentials(path, this.#environment);
    if (expanded === undefined) return nothing(NO_CREDENTIALS);
    const allowed = this.#allowedPaths.parseUntrustedPath(expanded);
    if (allowed === null) return nothing(`${path} is outside of allowed.paths`);
    const found = [...readProperties(allowed)].filter(([name]) => keys?.has(name) ?? true);
    return { data: new Map(found), ttl: null };
  }
}

function nothing(missing: string): ConfigData {
  return { data: new Map(), ttl: null, missing };
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
