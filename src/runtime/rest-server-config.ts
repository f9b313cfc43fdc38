/** Owns the settings of the REST server. */
import { ConfigDef } from '../config/config-def';
import { isStringList, type ConfigData } from '../config/config-types';
import { atLeast, lambdaValidator, nonDuplicateList, validString, type Validator } from '../config/validators';
import { ConfigError } from '../errors';
import { parseHeaderRules } from './header-rules';

const STRING = { type: 'STRING', importance: 'LOW' } as const;

const LISTENERS = new ConfigDef()
  .define({
    name: 'listeners',
    type: 'LIST',
    default: 'http://:8083',
    validator: listenerList(),
    importance: 'LOW',
    doc: 'Addresses at which REST requests are taken: `http://host:port`, `https://host:port`, or `unix:/run/connect.sock?mode=660`, a socket file with its permissions (600, if not given). No host means all interfaces, port 0 any free one. Where this is not set, only the loopback address is used.',
  })
  .define({
    name: 'admin.listeners',
    type: 'LIST',
    default: null,
    validator: nonDuplicateList({ allowEmpty: true, allowNull: true }),
    importance: 'LOW',
    doc: 'Addresses of their own for `/admin/`; the other listeners serve it where this is not set, nobody where it is empty.',
  })
  .define({
    ...STRING,
    name: 'ssl.client.auth',
    default: 'none',
    validator: validString('required', 'requested', 'none'),
    doc: 'Whether HTTPS listeners ask for certificates of clients.',
  });

const ADVERTISED = new ConfigDef()
  .define({
    ...STRING,
    name: 'rest.advertised.host.name',
    default: null,
    doc: 'Host by which others reach this worker; part of its id.',
  })
  .define({
    name: 'rest.advertised.port',
    type: 'INT',
    default: null,
    importance: 'LOW',
    doc: 'Port by which others reach this worker; part of its id.',
  })
  .define({
    ...STRING,
    name: 'rest.advertised.listener',
    default: null,
    doc: 'Protocol of the listener by which others reach this worker: http or https.',
  });

const RESPONSES = new ConfigDef()
  .define({
    ...STRING,
    name: 'access.control.allow.origin',
    default: '',
    doc: 'Origins whose pages may send requests (CORS); none, if empty.',
  })
  .define({
    ...STRING,
    name: 'access.control.allow.methods',
    default: '',
    doc: 'Methods that they may use; GET, POST and HEAD, if empty.',
  })
  .define({
    ...STRING,
    name: 'response.http.headers.config',
    default: '',
    validator: headerRules(),
    doc: 'Headers of every response: comma-separated rules `set|add|setDate|addDate name:value`, in double quotes where they hold a comma.',
  })
  .define({
    name: 'rest.extension.classes',
    type: 'LIST',
    default: '',
    validator: nonDuplicateList({ allowEmpty: true, allowNull: false }),
    importance: 'LOW',
    doc: 'Extensions of the REST server, in the order in which they are registered: shipped ones by their class, files (`./my-extension.ts#MyExtension`) or npm packages.',
  });

const REQUESTS = new ConfigDef()
  .define({
    name: 'rest.request.max.bytes',
    type: 'INT',
    default: 1_048_576,
    validator: atLeast(1024),
    importance: 'LOW',
    doc: 'The largest body that a request may have; a larger one is answered 413. Not in Kafka Connect, which takes any.',
  })
  .define({
    name: 'rest.request.receive.timeout.ms',
    type: 'INT',
    default: 60_000,
    validator: atLeast(100),
    importance: 'LOW',
    doc: 'The longest time that a request may take to arrive; then it is answered 408. Headers have 20 seconds at most. Not in Kafka Connect.',
  });

/** The setting of basic authentication, which stands among those of the worker. */
export const BASIC_AUTH_CONFIG = new ConfigDef().define({
  ...STRING,
  name: 'java.security.auth.login.config',
  default: null,
  doc: 'Login configuration of the extension `BasicAuthSecurityRestExtension`: a file with an entry `KafkaConnect`. Where it is not set, the option of that name in the environment variable `KAFKA_OPTS` counts, as for Apache Kafka.',
});

/** The definition of the settings of the REST server. */
export const REST_SERVER_CONFIG = new ConfigDef()
  .include(LISTENERS)
  .include(ADVERTISED)
  .include(RESPONSES)
  .include(REQUESTS)
  .include(BASIC_AUTH_CONFIG);

function listenerList(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    const urls = value !== null && isStringList(value) ? value : [];
    const reason =
      urls.length === 0
        ? `Invalid value for ${key}, at least one URL is expected, ex: http://localhost:8080,https://localhost:8443.`
        : 'Empty URL found when parsing listeners list.';
    if (urls.length === 0 || urls.some((url) => url.trim() === '')) {
      throw new ConfigError(reason, { findings: [{ key, value: urls.join(','), reason }] });
    }
  };
  return lambdaValidator(ensureValid, () => 'comma-separated URLs such as http://localhost:8083');
}

function headerRules(): Validator {
  const ensureValid = (key: string, value: ConfigData) => {
    if (typeof value !== 'string') return;
    try {
      parseHeaderRules(value);
    } catch (cause) {
      if (!(cause instanceof ConfigError)) throw cause;
      throw new ConfigError(cause.message, { cause, findings: [{ key, value, reason: cause.message }] });
    }
  };
  return lambdaValidator(ensureValid, () => 'comma-separated rules `action name:value`');
}
