/** Owns Java's login configuration file: which login modules an application has, each with its options. */
import { tokenizeJaas, type JaasToken } from '../config/jaas-tokens';
import { ConfigError } from '../errors';

/** One module of an application. */
export interface LoginModule {
  readonly name: string;
  readonly flag: string;
  readonly options: ReadonlyMap<string, string>;
}

const FLAGS = ['required', 'requisite', 'sufficient', 'optional'];

/**
 * The modules of the entry of that name in the text of a file. `resolve` gives the value of a Java system property, for
 * `${user.home}` and the like. Throws ConfigError.
 */
export function parseLoginConfig(
  text: string,
  entry: string,
  resolve: (property: string) => string | undefined,
): LoginModule[] {
  const tokens = tokenizeJaas(text, { isFile: true });
  if (tokens === undefined) throw new ConfigError('a quotation mark is missing');
  const reader = new LoginConfigReader(tokens, resolve);
  const entries = reader.readEntries();
  const modules = entries.get(entry);
  if (modules !== undefined) return modules;
  const names = [...entries.keys()].join(', ');
  throw new ConfigError(`it has no entry ${entry}${names === '' ? '' : ` (it has ${names})`}`);
}

class LoginConfigReader {
  readonly #tokens: readonly JaasToken[];
  readonly #resolve: (property: string) => string | undefined;
  #at = 0;

  constructor(tokens: readonly JaasToken[], resolve: (property: string) => string | undefined) {
    this.#tokens = tokens;
    this.#resolve = resolve;
  }

  readEntries(): Map<string, LoginModule[]> {
    const entries = new Map<string, LoginModule[]>();
    while (this.#at < this.#tokens.length) {
      const name = this.#word('the name of an entry');
      this.#sign('{');
      const modules: LoginModule[] = [];
      while (!this.#isSign('}')) modules.push(this.#readModule());
      this.#sign('}');
      this.#sign(';');
      if (modules.length === 0) throw new ConfigError(`the entry ${name} has no login module`);
      entries.set(name, modules);
    }
    return entries;
  }

  #readModule(): LoginModule {
    const name = this.#word('the class of a login module');
    const flag = this.#word(`one of ${FLAGS.join(', ')}`).toLowerCase();
    if (!FLAGS.includes(flag)) throw new ConfigError(`${name} must be followed by one of ${FLAGS.join(', ')}`);
    const options = new Map<string, string>();
    while (!this.#isSign(';')) {
      const option = this.#word(`an option of ${name} or a semicolon`);
      this.#sign('=');
      options.set(option, this.#expand(this.#word(`the value of ${option}`)));
    }
    this.#sign(';');
    return { name, flag, options };
  }

  #expand(value: string): string {
    return value.replace(/\$\{([^}]+)\}/g, (whole, property: string) => {
      if (property === '/') return '/';
      const found = this.#resolve(property);
      if (found === undefined) throw new ConfigError(`${whole} stands for nothing here`);
      return found;
    });
  }

  #word(what: string): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || token.isSign) throw this.#expected(what);
    this.#at++;
    return token.text;
  }

  #sign(sign: string): void {
    if (!this.#isSign(sign)) throw this.#expected(sign);
    this.#at++;
  }

  #isSign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.isSign === true && token.text === sign;
  }

  #expected(what: string): ConfigError {
    const token = this.#tokens[this.#at];
    const before = this.#tokens[this.#at - 1]?.text;
    const where = before === undefined ? 'at its beginning' : `behind "${before}"`;
    return new ConfigError(`${what} is expected ${where}${token === undefined ? ', where it ends' : ''}`);
  }
}
