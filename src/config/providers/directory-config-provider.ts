/** Owns `${dir:/path:file}`: values that are each the content of a file, as secrets are mounted by systemd and Kubernetes. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigProvider, type ConfigData } from '../../api/config-provider';
import type { Props } from '../../api/plugin';
import { ConfigError, IllegalStateError } from '../../errors';
import { ConfigDef } from '../config-def';
import { AllowedPaths } from './allowed-paths';
import { expandCredentials, expandCredentialsInList, NO_CREDENTIALS } from './credentials-path';

const CONFIG = new ConfigDef().define({
  name: 'allowed.paths',
  type: 'STRING',
  default: null,
  importance: 'LOW',
  doc: 'Comma-separated absolute paths of directories that may be read; all, if empty.',
});

/** Reads the files of a directory at every look-up: whole, as UTF-8, regular files directly in it only. */
export class DirectoryConfigProvider extends ConfigProvider {
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

  /** Throws ConfigError when a file is there but cannot be read. */
  override get(path: string | null, keys?: ReadonlySet<string>): ConfigData {
    if (this.#allowedPaths === undefined) throw new IllegalStateError('The provider has not been configured yet.');
    if (path === null || path === '') return { data: new Map(), ttl: null };
    const expanded = expandCredentials(path, this.#environment);
    if (expanded === undefined) return nothing(NO_CREDENTIALS);
    const allowed = this.#allowedPaths.parseUntrustedPath(expanded);
    if (allowed === null) return nothing(`${path} is outside of allowed.paths`);
    if (statSync(allowed, { throwIfNoEntry: false })?.isDirectory() !== true) return nothing(`${path} is no directory`);
    return { data: readFiles(allowed, keys), ttl: null };
  }
}

function nothing(missing: string): ConfigData {
  return { data: new Map(), ttl: null, missing };
}

function readFiles(directory: string, keys: ReadonlySet<string> | undefined): ReadonlyMap<string, string> {
  try {
    const names = readdirSync(directory).filter((name) => keys?.has(name) ?? true);
    const files = names.filter((name) => statSync(join(directory, name), { throwIfNoEntry: false })?.isFile() === true);
    return new Map(files.map((name) => [name, readFileSync(join(directory, name), 'utf8')] as const));
  } catch (cause) {
    throw new ConfigError(`Could not read the files of directory ${directory}`, { cause });
  }
}
