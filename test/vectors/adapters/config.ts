/** Owns how the vectors of settings run: definitions, sink rules, providers, allowed paths, placeholders. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigProvider, type ConfigData as ProviderData } from '../../../src/api/config-provider';
import { ConfigDef } from '../../../src/config/config-def';
import type { ConfigData, ConfigProps, ConfigType } from '../../../src/config/config-types';
import { Password } from '../../../src/config/config-types';
import { ConfigTransformer } from '../../../src/config/config-transformer';
import { AllowedPaths } from '../../../src/config/providers/allowed-paths';
import { DirectoryConfigProvider } from '../../../src/config/providers/directory-config-provider';
import { EnvVarConfigProvider } from '../../../src/config/providers/env-var-config-provider';
import { FileConfigProvider } from '../../../src/config/providers/file-config-provider';
import { parseJavaProperties } from '../../../src/config/java-properties';
import * as validators from '../../../src/config/validators';
import { ConnectError } from '../../../src/errors';
import { checkSinkConfig } from '../../../src/runtime/sink-connector-config';
import { PROPERTIES } from '../corpus';
import { isList, isObject, type Adapter, type Adapters, type Json, type JsonObject, type Vector } from '../vector';

function textOf(json: Json | undefined): string {
  return typeof json === 'string' ? json : JSON.stringify(json);
}

function textsOf(json: Json | undefined): string[] {
  return isList(json) ? json.map(textOf) : [];
}

function numberOf(json: Json | undefined): number | undefined {
  return json === undefined || json === null ? undefined : Number(json);
}

function validatorOf(json: JsonObject): validators.Validator {
  const values = textsOf(json['values']);
  const [min, max] = [numberOf(json['min']), numberOf(json['max'])];
  switch (json['type']) {
    case 'range':
      return max === undefined ? validators.atLeast(min ?? 0) : validators.between(min ?? -Infinity, max);
    case 'in':
      return validators.validString(...values);
    case 'inCI':
      return validators.caseInsensitiveValidString(...values);
    case 'listIn':
      return validators.validList(...values);
    case 'nonNull':
      return validators.nonNull();
    case 'nonEmpty':
      return validators.nonEmptyString();
    case 'noControl':
      return validators.nonEmptyStringWithoutControlChars();
    default:
      throw new Error(`Unknown validator: ${JSON.stringify(json)}`);
  }
}

function defaultOf(json: Json): string | string[] | null {
  if (json === null) return null;
  return isList(json) ? textsOf(json) : textOf(json);
}

function define(def: ConfigDef, key: JsonObject): void {
  const { name, type, validator, dependents } = key;
  def.define({
    name: textOf(name),
    type: textOf(type).toUpperCase() as ConfigType,
    ...(key['default'] === undefined ? {} : { default: defaultOf(key['default']) }),
    ...(isObject(validator) ? { validator: validatorOf(validator) } : {}),
    dependents: textsOf(dependents),
    importance: 'HIGH',
    doc: '',
  });
}

function encode(value: ConfigData | undefined, type: ConfigType | undefined): Json {
  if (value === null || value === undefined) return null;
  if (value instanceof Password) return String(value);
  if (type === 'LONG') return String(value);
  return value as Json;
}

const configDef: Adapter = ({ input }, enter) => {
  enter('configure');
  const def = new ConfigDef();
  for (const key of isList(input['define']) ? input['define'] : []) if (isObject(key)) define(def, key);
  enter('apply');
  const props = input['props'] as ConfigProps;
  const typeOf = (name: string) => def.configKeys.get(name)?.type;
  if (input['op'] === 'parse') {
    const parsed = [...def.parseExact(props)].map(([name, value]) => [name, encode(value, typeOf(name))]);
    return { values: Object.fromEntries(parsed) as JsonObject };
  }
  const values = def.validate(props).map(({ name, value, errors, visible }) => {
    return [name, { value: encode(value, typeOf(name)), errors, visible }];
  });
  return { values: Object.fromEntries(values) as JsonObject };
};

const sinkConfig: Adapter = ({ config }) => {
  const errors: Record<string, string[]> = {};
  for (const { key, message } of checkSinkConfig(config)) (errors[key] ??= []).push(message);
  return { errors };
};

const ROOT = '@ROOT@';

/** Makes the files of a vector in a fresh directory, puts it in the place of `@ROOT@`, and back in the result. */
function inFreshDirectory(run: (vector: Vector, enter: Parameters<Adapter>[1]) => Json): Adapter {
  return (vector, enter) => {
    const root = mkdtempSync(join(tmpdir(), 'vector-'));
    try {
      const files = vector.input['files'];
      for (const [path, text] of Object.entries(isObject(files) ? files : {})) makeFile(join(root, path), text);
      const resolved = JSON.parse(JSON.stringify(vector).replaceAll(ROOT, root)) as Vector;
      return JSON.parse(JSON.stringify(run(resolved, enter)).replaceAll(root, ROOT)) as JsonObject;
    } catch (error) {
      if (error instanceof ConnectError) error.message = error.message.replaceAll(root, ROOT);
      throw error;
    } finally {
      rmSync(root, { recursive: true });
    }
  };
}

function makeFile(path: string, text: Json | undefined): void {
  mkdirSync(typeof text === 'string' ? dirname(path) : path, { recursive: true });
  if (typeof text === 'string') writeFileSync(path, text);
}

interface SyncProvider {
  configure(props: ConfigProps): void;
  get(path: string | null, keys?: ReadonlySet<string>): ProviderData;
}

function ask(provider: SyncProvider, { config, input }: Vector, enter: Parameters<Adapter>[1]): JsonObject {
  enter('configure');
  if (input['configured'] !== false) provider.configure(config);
  enter('apply');
  const keys = isList(input['keys']) ? new Set(textsOf(input['keys'])) : undefined;
  const { data, ttl } = provider.get((input['path'] ?? null) as string | null, keys);
  return { data: Object.fromEntries(data), ttl };
}

const allowedPaths = inFreshDirectory(({ config, input }, enter) => {
  enter('configure');
  const paths = new AllowedPaths(config['allowed.paths'] ?? null);
  enter('apply');
  return { path: paths.parseUntrustedPath(textOf(input['path'])) };
});

class VectorProvider extends ConfigProvider {
  readonly #paths: JsonObject;

  constructor(paths: JsonObject) {
    super();
    this.#paths = paths;
  }

  override configure(): void {}

  /** As the provider of the Java test: the time to live of a key that is asked for becomes that of the answer. */
  override get(path: string | null, keys: ReadonlySet<string> = new Set()): ProviderData {
    const entry = this.#paths[path ?? ''];
    if (!isObject(entry)) return { data: new Map(), ttl: null };
    const { data, ttlByKey } = entry;
    const ttls = Object.entries(isObject(ttlByKey) ? ttlByKey : {}).filter(([key]) => keys.has(key));
    const found = Object.entries(isObject(data) ? data : {}).filter(([key]) => keys.has(key));
    return { data: new Map(found.map(([key, value]) => [key, textOf(value)])), ttl: numberOf(ttls[0]?.[1]) ?? null };
  }
}

const transformer: Adapter = async ({ input }) => {
  const entries = Object.entries(input['providers'] as JsonObject);
  const providers = new Map(entries.map(([name, paths]) => [name, new VectorProvider(paths as JsonObject)] as const));
  const { data, ttls } = await new ConfigTransformer(providers).transform(input['configs'] as ConfigProps);
  return { data, ttls: Object.fromEntries(ttls) };
};

function readProperties(text: string): JsonObject {
  try {
    const entries = [...parseJavaProperties(text).entries];
    return { entries: entries.sort(([a], [b]) => (a < b ? -1 : 1)) };
  } catch (error) {
    return { error: (error as Error).message.replace(/^line \d+: /, '') };
  }
}

const properties: Adapter = ({ input }) => {
  const bytes = Buffer.from(textOf(input['base64']), 'base64');
  return { stream: readProperties(bytes.toString('latin1')), readerUtf8: readProperties(bytes.toString('utf8')) };
};

export const adapters: Adapters = {
  [PROPERTIES]: properties,
  ConfigDef: configDef,
  'SinkConnectorConfig.validate': sinkConfig,
  FileConfigProvider: inFreshDirectory((vector, enter) => ask(new FileConfigProvider(), vector, enter)),
  DirectoryConfigProvider: inFreshDirectory((vector, enter) => ask(new DirectoryConfigProvider({}), vector, enter)),
  AllowedPaths: allowedPaths,
  EnvVarConfigProvider: (vector, enter) =>
    ask(new EnvVarConfigProvider(vector.input['env'] as NodeJS.ProcessEnv), vector, enter),
  ConfigTransformer: transformer,
};
