/** Owns how offsets and changes look: tables on a terminal, lines with tabs elsewhere, JSON where it is asked for. */
import { JsonNumber, type JsonNode } from '../../data/json-reader';
import type { ConnectorChanges } from './offset-changes';
import { printedList } from './offsets-export';
import type { ConnectorOffsetList } from './offsets-session';
import { tableText, tabbedLines } from '../row-text';
import { prettyJson } from './pretty-json';
import { jsonNodeText, type OffsetObject, type StoredOffset } from './stored-offset';

/** How it is printed. */
export interface LookOptions {
  readonly isTerminal: boolean;
  readonly json: boolean;
}

/** What is shown of changes. */
type ShownChanges = Pick<ConnectorChanges, 'target' | 'changes'>;

/** The offsets of connectors. */
export function listText(lists: readonly ConnectorOffsetList[], { isTerminal, json }: LookOptions): string {
  if (json) return prettyJson({ connectors: lists.map(printedWithLag) });
  if (isTerminal) return lists.map(listTable).join('\n');
  const head = ['connector', 'type', 'where', 'partition', 'offset', 'end', 'lag'];
  return tabbedLines([head, ...lists.flatMap(listRows)]);
}

/** What changes, or differs: partitions before and after. */
export function changesText(all: readonly ShownChanges[], { isTerminal, json }: LookOptions): string {
  const changed = all.filter(({ changes }) => changes.length > 0);
  if (json) return prettyJson({ changes: changed.flatMap(printedChanges) });
  if (changed.length === 0) return '';
  const head = ['connector', 'partition', 'before', 'after'];
  const rows = changed.flatMap(({ target, changes }) =>
    changes.map(({ partition, before, after }) => [
      target.name,
      partitionText(partition),
      offsetText(before),
      offsetText(after),
    ]),
  );
  return isTerminal ? tableText(head, rows) : tabbedLines([head, ...rows]);
}

function listTable({ target, where, offsets }: ConnectorOffsetList): string {
  const title = `${target.name} (${target.type}, ${where})`;
  if (offsets.length === 0) return `${title}\nno offsets\n`;
  if (target.type === 'source')
    return `${title}\n${tableText(
      ['partition', 'offset'],
      offsets.map((stored) => cellsOf(stored).slice(0, 2)),
    )}`;
  return `${title}\n${tableText(['partition', 'offset', 'end', 'lag'], offsets.map(cellsOf))}`;
}

function listRows({ target, where, offsets }: ConnectorOffsetList): string[][] {
  const start = [target.name, target.type, where];
  if (offsets.length === 0) return [[...start, '-', '-', '-', '-']];
  return offsets.map((stored) => [...start, ...cellsOf(stored)]);
}

function cellsOf(stored: StoredOffset): string[] {
  const { partition, offset, end } = stored;
  return [partitionText(partition), offsetText(offset), numberText(end), numberText(lagOf(stored))];
}

/** A sink's partition in one word, as Kafka's tools write it. */
function partitionText(partition: OffsetObject | null): string {
  const topic = partition?.get('kafka_topic');
  const number = partition?.get('kafka_partition');
  if (partition?.size !== 2 || typeof topic !== 'string' || !(number instanceof JsonNumber))
    return jsonNodeText(partition);
  return `${topic}:${number.text}`;
}

function offsetText(offset: OffsetObject | null | undefined): string {
  if (offset === undefined) return 'unreadable';
  if (offset === null) return '-';
  const number = offset.get('kafka_offset');
  return offset.size === 1 && number instanceof JsonNumber ? number.text : jsonNodeText(offset);
}

/** Where a partition was made anew the offset may lie behind its end. */
function lagOf({ offset, end }: StoredOffset): number | undefined {
  const number = offset?.get('kafka_offset');
  return end === undefined || !(number instanceof JsonNumber) ? undefined : Math.max(end - number.toNumber(), 0);
}

function numberText(number: number | undefined): string {
  return number === undefined ? '-' : String(number);
}

function printedWithLag(list: ConnectorOffsetList): ReturnType<typeof printedList> {
  if (list.target.type === 'source') return { ...printedList(list), where: list.where };
  const offsets = list.offsets.map((stored) => {
    const figures = { end: stored.end, lag: lagOf(stored) };
    const nodes = Object.entries(figures).map(([name, figure]): [string, JsonNode] => [
      name,
      figure === undefined ? null : new JsonNumber(String(figure)),
    ]);
    return new Map<string, JsonNode>([['partition', stored.partition], ['offset', stored.offset ?? null], ...nodes]);
  });
  return { ...printedList(list), where: list.where, offsets };
}

function printedChanges({ target, changes }: ShownChanges): ReadonlyMap<string, JsonNode>[] {
  return changes.map(
    ({ partition, before, after }) =>
      new Map<string, JsonNode>([
        ['connector', target.name],
        ['type', target.type],
        ['partition', partition],
        ['before', before ?? null],
        ['after', after],
      ]),
  );
}
