/** Owns basic authentication of REST requests, with the files of Kafka Connect's extension of that name. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Props } from '../api/plugin';
import { RestExtension, type RestExchange, type RestExtensionContext } from '../api/rest-extension';
import type { ConfigDef } from '../config/config-def';
import { decodeJavaProperties, parseJavaProperties } from '../config/java-properties';
import { asError, ConfigError } from '../errors';
import { BASIC_AUTH_CONFIG } from '../runtime/rest-server-config';
import { parseLoginConfig } from './login-config';

/** Java's system property; also a setting of the worker here. */
const LOGIN_CONFIG = 'java.security.auth.login.config';
const ENTRY = 'KafkaConnect';
const MODULE = 'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';

/** What workers of the distributed mode tell each other is authenticated in another way. */
const INTERNAL = [/^POST \/connectors\/[^/]+\/tasks\/?$/, /^PUT \/connectors\/[^/]+\/fence\/?$/];

/** Lets in whom the credentials file names. Read once, at the start. */
export class BasicAuthSecurityRestExtension extends RestExtension {
  readonly #secret = randomBytes(32);
  #accepted: readonly Buffer[] = [];
  #file = '';

  /** For the reference of settings. */
  config(): ConfigDef {
    return BASIC_AUTH_CONFIG;
  }

  override configure(props: Props): void {
    const { path, source } = loginConfigFile(props);
    try {
      this.#file = credentialsFile(readFileSync(path, 'utf8'));
    } catch (cause) {
      throw new ConfigError(`The login configuration ${path} (${source}) cannot be used: ${asError(cause).message}`, {
        cause,
      });
    }
    try {
      const { entries } = parseJavaProperties(decodeJavaProperties(readFileSync(this.#file)).text);
      this.#accepted = [...entries].map(([user, password]) => this.#digest(user, password));
    } catch (cause) {
      throw new ConfigError(`The credentials file ${this.#file} (${path}) cannot be read: ${asError(cause).message}`, {
        cause,
      });
    }
  }

  override register(context: RestExtensionContext): void {
    if (this.#accepted.length === 0) {
      context.logger.warn(
        `The credentials file ${this.#file} is empty: nobody is let in (Apache's worker would let everybody in)`,
      );
    }
    context.addFilter((exchange, next) => (this.#isLetIn(exchange) ? next() : refusal()));
  }

  #isLetIn({ request, target }: RestExchange): boolean {
    const path = target.split(/[?#]/, 1)[0] ?? '';
    if (INTERNAL.some((pattern) => pattern.test(`${request.method} ${path}`))) return true;
    const credentials = parseCredentials(request.headers.get('authorization'));
    return credentials !== undefined && this.#isKnown(this.#digest(credentials.user, credentials.password));
  }

  /** Every entry is compared, each in the same time: how long it takes tells nothing about users or passwords. */
  #isKnown(given: Buffer): boolean {
    return this.#accepted.reduce((isKnown, each) => timingSafeEqual(each, given) || isKnown, false);
  }

  #digest(user: string, password: string): Buffer {
    // A length before the name, so that no other pair of texts makes the same one.
    return createHmac('sha256', this.#secret).update(`${user.length}:${user}${password}`).digest();
  }
}

function refusal(): Response {
  return new Response('User cannot access the resource.', {
    status: 401,
    headers: { 'content-type': 'text/plain', 'www-authenticate': 'Basic realm="Kafka Connect", charset="UTF-8"' },
  });
}

function parseCredentials(header: string | null): { user: string; password: string } | undefined {
  const encoded = /^basic ([a-z0-9+/]+={0,2})$/i.exec(header?.trim() ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** Where the login configuration is: named by the worker's settings, or by the options of Java in the environment. */
function loginConfigFile(props: Props): { path: string; source: string } {
  const set = props[LOGIN_CONFIG];
  if (typeof set === 'string' && set.trim() !== '') return { path: set.trim(), source: LOGIN_CONFIG };
  const option = /(?:^|\s)-Djava\.security\.auth\.login\.config==?(?:"([^"]+)"|'([^']+)'|(\S+))/;
  const found = option.exec(process.env['KAFKA_OPTS'] ?? '');
  const path = found?.[1] ?? found?.[2] ?? found?.[3];
  if (path !== undefined) return { path, source: 'KAFKA_OPTS' };
  throw new ConfigError(
    `It needs a login configuration with an entry ${ENTRY}: set ${LOGIN_CONFIG} in the worker file, ` +
      `or KAFKA_OPTS=-D${LOGIN_CONFIG}=/path/of/the/file in the environment`,
  );
}

/** The file that the login module of the entry names. */
function credentialsFile(text: string): string {
  const properties: Readonly<Record<string, string>> = { 'user.home': homedir(), 'user.dir': process.cwd() };
  const modules = parseLoginConfig(text, ENTRY, (name) => properties[name]);
  const [module] = modules;
  if (module === undefined || modules.length > 1) {
    throw new ConfigError(`the entry ${ENTRY} must have one login module, not several`);
  }
  if (module.name !== MODULE) {
    throw new ConfigError(`the login module ${module.name} is Java and cannot run here: ${MODULE} can`);
  }
  const file = module.options.get('file') ?? '';
  if (file.trim() !== '') return file;
  throw new ConfigError(`the login module has no option file="…", which names the credentials`);
}
