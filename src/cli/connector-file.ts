/** Owns reading a connector's file: properties, its settings as JSON, or a request as for `POST /connectors`. */
import { JsonNumber, JsonSyntaxError, readJson, type JsonNode } from '../data/json-reader';
import { asError, ConnectorStartError } from '../errors';
import type { TargetState } from '../storage/config-backing-store';
import { jsonKeyLines } from './json-key-lines';
import { parsePropertiesFile, readSettingsBytes, type SettingsFile } from './properties-file';

/** A connector as its file describes it. */
export interface ConnectorFile extends SettingsFile {
  /** Never changed: blanks around it are part of it, as in Apache's worker. */
  readonly name: string;
  /** Only JSON can say it; STARTED where it does not. */
  readonly initialState: TargetState;
}

/** The states by the words of `initial_state`. */
const STATES: ReadonlyMap<string, TargetState> = new Map([
  ['RUNNING', 'STARTED'],
  ['PAUSED', 'PAUSED'],
  ['STOPPED', 'STOPPED'],
]);

/** The same before anybody has looked whether there is a name. */
export type NamelessConnectorFile = Omit<ConnectorFile, 'name'> & { readonly name: string | undefined };

/**
 * Reads a connector's file; its content decides what it is, not its name. Rejects with ConnectorStartError, which names
 * the file, the line and the key, so that broken JSON is called broken JSON.
 */
export async function readConnectorFile(path: string): Promise<ConnectorFile> {
  return requireName(await readNamelessConnectorFile(path));
}

/** As `readConnectorFile`, for those who find more than that the name is missing. */
export async function readNamelessConnectorFile(path: string): Promise<NamelessConnectorFile> {
  try {
    return parseConnectorFile(path, await readSettingsBytes(path));
  } catch (cause) {
    if (cause instanceof ConnectorStartError) throw cause;
    throw new ConnectorStartError(asError(cause).message, { cause });
  }
}

/** Throws ConnectorStartError where there is no name. */
export function requireName(file: NamelessConnectorFile): ConnectorFile {
  if (file.name !== undefined) return { ...file, name: file.name };
  throw new ConnectorStartError(`${file.path}: the setting name is missing: every connector needs a name`);
}

function parseConnectorFile(path: string, bytes: Buffer): NamelessConnectorFile {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  if (/^\s*[{[]/.test(text)) {
    const asProperties = propertiesThatLookLikeJson(path, bytes);
    return asProperties ?? new JsonConnectorFile(path, text).read();
  }
  return withName(parsePropertiesFile(path, bytes));
}

/** A properties file may begin with a brace too; it is one if it says what only a connector's properties say. */
function propertiesThatLookLikeJson(path: string, bytes: Buffer): NamelessConnectorFile | undefined {
  if (!/^name[ \t]*[=: \t]/m.test(bytes.toString('latin1'))) return undefined;
  const file = parsePropertiesFile(path, bytes);
  return Object.hasOwn(file.props, 'connector.class') ? withName(file) : undefined;
}

function withName(file: SettingsFile): NamelessConnectorFile {
  const name = Object.hasOwn(file.props, 'name') ? (file.props['name'] ?? undefined) : undefined;
  return { ...file, name, initialState: 'STARTED' };
}

/** One reading of one file that holds JSON. */
class JsonConnectorFile {
  readonly #path: string;
  readonly #text: string;

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
  }

  read(): NamelessConnectorFile {
    const root = this.#parse();
    if (!(root instanceof Map)) throw this.#error('a JSON object is expected here', undefined);
    const members = root as ReadonlyMap<string, JsonNode>;
    const request = members.get('config');
    return request instanceof Map ? this.#readRequest(members, request) : this.#readSettings(members);
  }

  #parse(): JsonNode | undefined {
    try {
      return readJson(this.#text);
    } catch (cause) {
      if (!(cause instanceof JsonSyntaxError)) throw cause;
      throw new ConnectorStartError(`${this.#path}: looks like JSON, but is not: ${cause.message}`, { cause });
    }
  }

  #readSettings(members: ReadonlyMap<string, JsonNode>): NamelessConnectorFile {
    return withName(this.#toFile(members));
  }

  #readRequest(members: ReadonlyMap<string, JsonNode>, config: ReadonlyMap<string, JsonNode>): NamelessConnectorFile {
    const file = this.#toFile(config, 'config');
    const outer = members.get('name') ?? null;
    if (outer !== null && typeof outer !== 'string') throw this.#error('must be a string', 'name');
    const inner = Object.hasOwn(file.props, 'name') ? (file.props['name'] ?? null) : null;
    if (outer !== null && inner !== null && outer !== inner) {
      throw this.#error(`is ${outer}, but the config says ${inner}: they must be the same`, 'name');
    }
    const name = inner ?? outer ?? undefined;
    const props = name === undefined ? file.props : { ...file.props, name };
    return { ...file, props, name, initialState: this.#initialState(members) };
  }

  #initialState(members: ReadonlyMap<string, JsonNode>): TargetState {
    const word = members.get('initial_state') ?? null;
    if (word === null) return 'STARTED';
    const state = typeof word === 'string' ? STATES.get(word.toUpperCase()) : undefined;
    if (state !== undefined) return state;
    const shown = typeof word === 'string' ? word : 'no string';
    throw this.#error(`must be ${[...STATES.keys()].join(', ')} in any letter case, but is ${shown}`, 'initial_state');
  }

  /** `within`: the key of the request below which the settings stand. */
  #toFile(members: ReadonlyMap<string, JsonNode>, within?: string): SettingsFile {
    const lines = jsonKeyLines(this.#text, within);
    const entries = [...members].map(([key, node]) => [key, this.#toText(node, key, lines.get(key))] as const);
    return { path: this.#path, props: Object.fromEntries(entries), lines, isUtf8: false };
  }

  #toText(node: JsonNode, key: string, line: number | undefined): string | null {
    if (node === null || typeof node === 'string') return node;
    if (typeof node === 'boolean') return String(node);
    if (node instanceof JsonNumber) return node.text;
    throw this.#error('must be a string, a number, a boolean or null: settings are not nested', key, line);
  }

  #error(complaint: string, key: string | undefined, given?: number): ConnectorStartError {
    const line = given ?? (key === undefined ? undefined : jsonKeyLines(this.#text).get(key));
    const place = line === undefined ? this.#path : `${this.#path}:${line}`;
    return new ConnectorStartError(`${place}: ${key === undefined ? '' : `${key} `}${complaint}`);
  }
}
