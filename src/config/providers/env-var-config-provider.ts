/** Owns `${env:NAME}`: values from environment variables. */
import { ConfigProvider, type ConfigData } from '../../api/config-provider';
import type { Props } from '../../api/plugin';
import { ConfigError } from '../../errors';
import { ConfigDef } from '../config-def';
import { compileJavaRegex } from '../java-regex';
import { validJavaRegex } from '../validators';

const CONFIG = new ConfigDef().define({
  name: 'allowlist.pattern',
  type: 'STRING',
  default: '.*',
  validator: validJavaRegex(),
  importance: 'LOW',
  doc: 'Regular expression for the whole name of a variable; others are not seen.',
});

/** Looks up environment variables, as they were when the provider was made. */
export class EnvVarConfigProvider extends ConfigProvider {
  readonly #environment: ReadonlyMap<string, string>;
  #visible: ReadonlyMap<string, string>;

  constructor(environment: NodeJS.ProcessEnv = process.env) {
    super();
    const entries = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.#environment = new Map(entries);
    this.#visible = this.#environment;
  }

  config(): ConfigDef {
    return CONFIG;
  }

  override configure(props: Props): void {
    const { 'allowlist.pattern': pattern } = CONFIG.parse(props);
    const regex = compileJavaRegex(pattern);
    this.#visible = new Map([...this.#environment].filter(([name]) => regex.matches(name)));
  }

  override get(path: string | null, keys?: ReadonlySet<string>): ConfigData {
    if (path !== null && path !== '') {
      throw new ConfigError(`Environment variables have no path, but '${path}' was given: write \${provider:NAME}`);
    }
    const found = [...this.#visible].filter(([name]) => keys?.has(name) ?? true);
    return { data: new Map(found), ttl: null };
  }
}
