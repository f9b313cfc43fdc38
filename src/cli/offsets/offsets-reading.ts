/** Owns the actions of `offsets` that change nothing: `list`, `export`, `diff`. */
import { writeFile } from 'node:fs/promises';
import { asError, UsageError } from '../../errors';
import { EXIT_CODES } from '../exit-code';
import { readSettingsBytes, STANDARD_INPUT } from '../properties-file';
import type { Conversation } from '../conversation';
import { exportedList, exportedTargets } from './exported-targets';
import { changesTo, type ConnectorChanges } from './offset-changes';
import { exportText, looksLikeExport, readExport, type ExportedConnector } from './offsets-export';
import { runOffsets, withSession, type OffsetsOptions } from './offsets-call';
import type { ConnectorOffsetList, OffsetsSession } from './offsets-session';
import { namedTarget, splitArguments } from './offsets-targets';
import { changesText, listText } from './offsets-table';
import { readNamelessConnectorFile } from '../connector-file';

/** Shows offsets. Gives the exit code. */
export function listOffsets(worker: string, connectors: readonly string[], options: OffsetsOptions): Promise<number> {
  return runOffsets(options, (talk) =>
    withSession({ worker, connectors, isChange: false }, options, async (session) => {
      const lists = await readAll(session);
      talk.print(listText(lists, { isTerminal: talk.isTerminal, json: options.json === true }));
      if (lists.length === 0) talk.say('No source has an offset here; name a sink, or its file, to see its offsets');
      return EXIT_CODES.DONE;
    }),
  );
}

/** Writes offsets as JSON to standard output, or to a file. Gives the exit code. */
export function exportOffsets(
  worker: string,
  connectors: readonly string[],
  options: OffsetsOptions & { readonly output?: string },
): Promise<number> {
  return runOffsets(options, (talk) =>
    withSession({ worker, connectors, isChange: false }, options, async (session) => {
      const lists = await readAll(session);
      const text = exportText([...lists].sort((one, other) => (one.target.name < other.target.name ? -1 : 1)));
      const { output = STANDARD_INPUT } = options;
      if (output === STANDARD_INPUT) talk.print(text);
      else await write(output, text);
      return EXIT_CODES.DONE;
    }),
  );
}

async function write(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new UsageError(`${path} cannot be written: ${asError(cause).message}`, { cause });
  }
}

async function readAll(session: OffsetsSession): Promise<ConnectorOffsetList[]> {
  const lists: ConnectorOffsetList[] = [];
  for (const target of await session.targets()) lists.push(await session.read(await session.require(target)));
  return lists;
}

/** What differs between two exports, or an export and what is there. */
export interface DiffRequest {
  /** Exports; one of them may be a worker's file instead. */
  readonly before: string;
  readonly after: string;
  /** Files and names; empty: all that the exports have. */
  readonly connectors: readonly string[];
}

/** Shows what differs. Gives 0, with `exitCode` 1 where something does. */
export function diffOffsets(
  request: DiffRequest,
  options: OffsetsOptions & { readonly exitCode?: boolean },
): Promise<number> {
  return runOffsets(options, async (talk) => {
    const [before, after] = [await sideOf(request.before), await sideOf(request.after)];
    const show = (all: readonly ConnectorChanges[]) => showDifferences(talk, all, options);
    if (before !== undefined && after !== undefined) {
      return show(differences(before, after, { request, names: await namesOf(request.connectors) }));
    }
    const worker = before === undefined ? request.before : request.after;
    const exports = before ?? after;
    if (exports === undefined) throw new UsageError(`Neither ${request.before} nor ${request.after} is an export`);
    const { connectors } = request;
    return withSession({ worker, connectors, isChange: false }, options, async (session) => {
      const pairs = await pairsWithPresent(session, exports, request);
      return show(
        pairs.map(([exported, present]) =>
          compare(...(before === undefined ? ([present, exported] as const) : ([exported, present] as const))),
        ),
      );
    });
  });
}

/** Undefined: it is no export. */
async function sideOf(path: string): Promise<ExportedConnector[] | undefined> {
  let text: string;
  try {
    text = (await readSettingsBytes(path)).toString('utf8');
  } catch (cause) {
    throw new UsageError(asError(cause).message, { cause });
  }
  if (looksLikeExport(text)) return readExport(text, path);
  if (path === STANDARD_INPUT) throw new UsageError('Standard input is not an export');
  return undefined;
}

async function namesOf(connectors: readonly string[]): Promise<string[]> {
  const { files, names } = await splitArguments(connectors);
  const described = await Promise.all(files.map(readNamelessConnectorFile));
  return [...names, ...described.flatMap(({ name }) => name ?? [])];
}

interface Scope {
  readonly request: DiffRequest;
  /** Empty: all. */
  readonly names: readonly string[];
}

function differences(
  before: readonly ExportedConnector[],
  after: readonly ExportedConnector[],
  { request, names }: Scope,
): ConnectorChanges[] {
  const all = [...new Set([...before, ...after].map(({ connector }) => connector))].sort();
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new UsageError(`No export has anything of ${unknown.join(', ')}`);
  const wanted = all.filter((name) => names.length === 0 || names.includes(name));
  return wanted.map((name) => {
    const [one, other] = [before, after].map((side) => side.find(({ connector }) => connector === name));
    const type = (other ?? one)?.type ?? 'source';
    const target = { ...namedTarget(name, {}), type };
    const listOf = (exported: ExportedConnector | undefined, where: string) =>
      exportedList({ exported: exported ?? { connector: name, type, group: undefined, offsets: [] }, target }, where);
    return compare(listOf(one, request.before), listOf(other, request.after));
  });
}

async function pairsWithPresent(
  session: OffsetsSession,
  exports: readonly ExportedConnector[],
  { connectors }: DiffRequest,
): Promise<(readonly [exported: ConnectorOffsetList, present: ConnectorOffsetList])[]> {
  const isNarrowed = connectors.length > 0;
  const pairs: (readonly [ConnectorOffsetList, ConnectorOffsetList])[] = [];
  for (const found of exportedTargets(session, exports, { isNarrowed })) {
    pairs.push([exportedList(found, 'in the export'), await session.read(found.target)]);
  }
  return pairs;
}

function compare(before: ConnectorOffsetList, after: ConnectorOffsetList): ConnectorChanges {
  const wanted = after.offsets.map(({ partition, offset }) => ({ partition, offset: offset ?? null }));
  return changesTo(before, wanted, { isWhole: true });
}

function showDifferences(
  talk: Conversation,
  all: readonly ConnectorChanges[],
  { json, exitCode }: { readonly json?: boolean; readonly exitCode?: boolean },
): number {
  const count = all.reduce((sum, { changes }) => sum + changes.length, 0);
  talk.print(changesText(all, { isTerminal: talk.isTerminal, json: json === true }));
  if (count === 0) talk.say('No differences');
  return count > 0 && exitCode === true ? 1 : EXIT_CODES.DONE;
}
