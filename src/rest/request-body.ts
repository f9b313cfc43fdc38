/** Owns reading the bodies of requests: JSON, every digit of a number kept, and the shapes that are expected. */
import { isConnectObject, type ConnectObject } from '../data/connect-value';
import { JsonNumber, readJson, type JsonNode } from '../data/json-reader';
import { toSchemaless } from '../data/json-text';
import { BadRequestError } from '../errors';
import type { ConnectorOffset, ConnectorRequest } from '../runtime/herder';

/** The members of a JSON object. */
export type JsonMembers = ReadonlyMap<string, JsonNode>;

type Config = ConnectorRequest['config'];

/** A request to create a connector, its name not yet held against its settings. */
export interface CreateConnectorRequest {
  readonly name: string;
  readonly config: Config;
  readonly initialState: NonNullable<ConnectorRequest['initialState']> | undefined;
}

const INITIAL_STATES = { RUNNING: 'STARTED', PAUSED: 'PAUSED', STOPPED: 'STOPPED' } as const;

/** The members of the object that the text holds. Throws BadRequestError or JsonSyntaxError. */
export function readMembers(text: string): JsonMembers {
  const node = readJson(text);
  if (node === undefined || node === null)
    throw new BadRequestError('The request has no body, a JSON object is needed');
  return membersOf(node, 'The body of the request');
}

/** The settings that the text holds. Numbers and booleans become text as they are written. Throws as `readMembers`. */
export function readConfig(text: string): Config {
  return configOf(readMembers(text));
}

/**
 * The settings that are to be validated. kafka-connect-py encodes them twice, as a JSON string that holds the object: nothing else can
 * be meant by that, so it is read too. Throws as `readMembers`.
 */
export function readValidateRequest(text: string): Config {
  const node = readJson(text);
  return readConfig(typeof node === 'string' ? node : text);
}

/** Throws as `readMembers`, also for members that nobody knows. */
export function readCreateRequest(text: string): CreateConnectorRequest {
  const members = readMembers(text);
  allowOnly(members, ['name', 'config', 'initial_state']);
  const config = members.get('config') ?? null;
  if (config === null) throw new BadRequestError('The request has no config');
  return {
    name: textOf('name', members.get('name') ?? null) ?? '',
    config: configOf(membersOf(config, 'config')),
    initialState: initialStateOf(members.get('initial_state') ?? null),
  };
}

/** The partitions and offsets of a request to alter them. Throws as `readMembers`. */
export function readOffsets(text: string): ConnectorOffset[] {
  const members = readMembers(text);
  allowOnly(members, ['offsets']);
  const offsets = members.get('offsets') ?? null;
  if (offsets === null || (Array.isArray(offsets) && offsets.length === 0)) {
    throw new BadRequestError('Partitions / offsets need to be provided for an alter offsets request');
  }
  if (!Array.isArray(offsets)) throw new BadRequestError('offsets must be an array');
  return offsets.map((entry: JsonNode) => {
    const pair = membersOf(entry, 'An entry of offsets');
    allowOnly(pair, ['partition', 'offset']);
    return { partition: objectOf('partition', pair), offset: objectOf('offset', pair) };
  });
}

/** A member that is a text, a number or a boolean, as text; null where it is null or not there. */
export function readText(members: JsonMembers, name: string): string | null {
  return textOf(name, members.get(name) ?? null);
}

function membersOf(node: JsonNode, what: string): JsonMembers {
  if (node instanceof Map) return node as JsonMembers;
  throw new BadRequestError(`${what} must be a JSON object`);
}

function allowOnly(members: JsonMembers, names: readonly string[]): void {
  const unknown = [...members.keys()].find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new BadRequestError(`Unrecognized field "${unknown}" (known are ${names.join(', ')})`);
}

/** `__proto__` is a key like any other. */
function configOf(members: JsonMembers): Config {
  return Object.fromEntries([...members].map(([key, node]) => [key, textOf(key, node)]));
}

function textOf(key: string, node: JsonNode): string | null {
  if (node === null || typeof node === 'string') return node;
  if (typeof node === 'boolean') return String(node);
  if (node instanceof JsonNumber) return node.text;
  throw new BadRequestError(`${key} must be a string, a number, a boolean or null`);
}

function initialStateOf(node: JsonNode): CreateConnectorRequest['initialState'] {
  if (node === null) return undefined;
  const word = typeof node === 'string' ? node.toUpperCase() : '';
  if (word === 'RUNNING' || word === 'PAUSED' || word === 'STOPPED') return INITIAL_STATES[word];
  throw new BadRequestError(`initial_state must be one of ${Object.keys(INITIAL_STATES).join(', ')}`);
}

function objectOf(name: string, members: JsonMembers): ConnectObject | null {
  const node = members.get(name) ?? null;
  if (node === null) return null;
  const value = toSchemaless(membersOf(node, name));
  if (typeof value === 'object' && value !== null && isConnectObject(value)) return value;
  throw new BadRequestError(`${name} must be a JSON object`);
}
