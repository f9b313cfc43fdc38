/** Owns the JSON in which offsets are exported: written, and read back with all that is wrong in it said at once. */
import { JsonNumber, type JsonNode } from '../../data/json-reader';
import { asError, UsageError } from '../../errors';
import { validateFormat } from '../../storage/offset-format';
import { readSettingsBytes } from '../properties-file';
import { requireReadable, type ConnectorOffsetList, type ConnectorType } from './offsets-session';
import { prettyJson, type PrintedJson } from './pretty-json';
import { readSinkOffset, sinkOffset, sinkPartition } from './sink-offsets';
import type { WantedOffset } from './source-offsets';
import { asConnectObject, meaningOf, readJsonArgument, requireOffsetObject, type OffsetObject } from './stored-offset';

/** Grows when an export could not be read as before. */
const EXPORT_VERSION = 1;

/** One connector of an export. */
export interface ExportedConnector {
  readonly connector: string;
  readonly type: ConnectorType;
  /** Where a sink's offsets came from; undefined for sources. */
  readonly group: string | undefined;
  readonly offsets: readonly WantedOffset[];
}

/** The text of an export. The same offsets make the same text. Throws OffsetFileError for what is stored and no offset. */
export function exportText(lists: readonly ConnectorOffsetList[]): string {
  lists.forEach(requireReadable);
  return prettyJson({ version: EXPORT_VERSION, connectors: lists.map(printedList) });
}

/** A connector and its offsets as JSON; `end` and `lag` only where they are asked for. */
export function printedList({ target, offsets }: ConnectorOffsetList): PrintedJson {
  const group = target.type === 'sink' ? { group: target.group } : {};
  return {
    ...{ connector: target.name, type: target.type, ...group },
    offsets: offsets.map(
      ({ partition, offset }) =>
        new Map<string, JsonNode>([
          ['partition', partition],
          ['offset', offset ?? null],
        ]),
    ),
  };
}

/** True when a text is an export, or at least no settings file. */
export function looksLikeExport(text: string): boolean {
  return /^\ufeff?\s*\{/.test(text);
}

/** Reads the file, or standard input for `-`. Rejects with UsageError that names everything that is wrong. */
export async function readExportFile(path: string): Promise<ExportedConnector[]> {
  let bytes: Buffer;
  try {
    bytes = await readSettingsBytes(path);
  } catch (cause) {
    throw new UsageError(asError(cause).message, { cause });
  }
  return readExport(bytes.toString('utf8'), path);
}

/** Reads an export; `path` names it in errors. Throws UsageError that names everything that is wrong. */
export function readExport(text: string, path: string): ExportedConnector[] {
  const root = readJsonArgument(text, path);
  if (!(root instanceof Map)) throw new UsageError(`${path}: a JSON object with version and connectors is expected`);
  const members = root as OffsetObject;
  const version = members.get('version') ?? null;
  if (!(version instanceof JsonNumber) || version.text !== String(EXPORT_VERSION)) {
    throw new UsageError(`${path}: version must be ${EXPORT_VERSION}: this is no export, or one of a later program`);
  }
  const connectors = members.get('connectors') ?? null;
  if (!Array.isArray(connectors)) throw new UsageError(`${path}: connectors must be an array`);
  const reader = new ExportReader(path);
  reader.allowOnly(members, ['version', 'connectors'], path);
  const read = (connectors as readonly JsonNode[]).map((node, index) => reader.connector(node, `connectors[${index}]`));
  reader.end();
  return read.filter((connector) => connector !== undefined);
}

/** One reading; complaints are collected. */
class ExportReader {
  readonly #path: string;
  readonly #complaints: string[] = [];
  readonly #names = new Set<string>();

  constructor(path: string) {
    this.#path = path;
  }

  end(): void {
    if (this.#complaints.length > 0) throw new UsageError(this.#complaints.join('\n'));
  }

  connector(node: JsonNode, place: string): ExportedConnector | undefined {
    return this.#collect(() => this.#connector(node, `${this.#path}: ${place}`));
  }

  allowOnly(members: OffsetObject, names: readonly string[], what: string): void {
    for (const name of members.keys()) {
      if (names.includes(name)) continue;
      this.#complaints.push(`${what}: ${name} is not known here (known are ${names.join(', ')})`);
    }
  }

  #connector(node: JsonNode, what: string): ExportedConnector {
    if (!(node instanceof Map)) throw new UsageError(`${what} must be a JSON object`);
    const members = node as OffsetObject;
    this.allowOnly(members, ['connector', 'type', 'group', 'where', 'offsets'], what);
    const connector = members.get('connector') ?? null;
    const type = members.get('type') ?? null;
    const group = members.get('group') ?? null;
    const offsets = members.get('offsets') ?? null;
    if (typeof connector !== 'string') throw new UsageError(`${what}: connector must be a name`);
    if (this.#names.has(connector)) throw new UsageError(`${what}: connector ${connector} is there twice`);
    this.#names.add(connector);
    if (type !== 'source' && type !== 'sink') throw new UsageError(`${what}: type must be source or sink`);
    if (group !== null && typeof group !== 'string') throw new UsageError(`${what}: group must be a name`);
    if (!Array.isArray(offsets)) throw new UsageError(`${what}: offsets must be an array`);
    const read = this.#offsets(offsets, { type, what: `${what} (${connector})` });
    return { connector, type, group: group ?? undefined, offsets: read };
  }

  #offsets(nodes: readonly JsonNode[], { type, what }: { type: ConnectorType; what: string }): WantedOffset[] {
    const seen = new Set<string>();
    return nodes.flatMap((node, index) => {
      const place = `${what} offsets[${index}]`;
      const read = this.#collect(() => {
        if (!(node instanceof Map)) throw new UsageError(`${place} must be a JSON object`);
        const wanted = this.#offset(node, { type, place });
        if (seen.has(meaningOf(wanted.partition))) throw new UsageError(`${place}: this partition is there twice`);
        seen.add(meaningOf(wanted.partition));
        return wanted;
      });
      return read ?? [];
    });
  }

  /** Undefined where it throws UsageError, which is kept. */
  #collect<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#complaints.push(error.message);
      return undefined;
    }
  }

  #offset(members: OffsetObject, { type, place }: { type: ConnectorType; place: string }): WantedOffset {
    this.allowOnly(members, ['partition', 'offset', 'end', 'lag'], place);
    for (const name of ['partition', 'offset']) {
      if (!members.has(name)) throw new UsageError(`${place}: ${name} is missing`);
    }
    const partition = requireOffsetObject(members.get('partition') ?? null, `${place}: partition`);
    const offset = requireOffsetObject(members.get('offset') ?? null, `${place}: offset`);
    return requireWanted({ partition, offset }, type, place);
  }
}

/** The partition and offset, in one form for a sink. Throws UsageError, which begins with `what`, for what the type cannot have. */
export function requireWanted(wanted: WantedOffset, type: ConnectorType, what: string): WantedOffset {
  if (type === 'source') {
    validateFormat(asConnectObject(wanted.partition));
    validateFormat(asConnectObject(wanted.offset));
    return wanted;
  }
  const [partition, offset] = readSinkOffset(wanted, what);
  return { partition: sinkPartition(partition), offset: offset === null ? null : sinkOffset(offset) };
}
