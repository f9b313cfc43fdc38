/** Owns the lines that show a run while it goes on: connectors with their progress, tasks with state, records, rate and lag. */
import { countText, timeText } from './figures';
import type { ConnectorTally, TaskTally } from './run-tally';

/** What the lines must fit in, and what they may consist of. */
export interface LiveViewLook {
  readonly columns: number;
  readonly rows: number;
  readonly hasColours: boolean;
  readonly hasUnicode: boolean;
}

const COLOURS: Readonly<Record<string, number>> = {
  ...{ RUNNING: 32, FAILED: 31, PAUSED: 33, RESTARTING: 33, STOPPED: 90, UNASSIGNED: 90 },
  ...{ done: 32, failed: 31, waiting: 90 },
};
const LONGEST_NAME = 36;
const LONGEST_BAR = 30;
const SHORTEST_BAR = 8;
/** Lines that are left to the log. */
const LOG_LINES = 4;
const MOST_LINES = 24;

/** The lines, none of them wider than the terminal, and few enough that the log can be read. */
export function liveLines(connectors: readonly ConnectorTally[], look: LiveViewLook): string[] {
  const nameWidth = Math.min(LONGEST_NAME, Math.max(0, ...connectors.flatMap(namesOf).map((name) => name.length)));
  const lines = connectors.flatMap((connector) => [
    ...(hasBar(connector) ? [barLine(connector, nameWidth, look)] : []),
    ...connector.tasks.map((task) => taskLine(connector, task, { nameWidth, look })),
    ...(connector.tasks.length === 0 && !hasBar(connector) ? [stateLine(connector, nameWidth, look)] : []),
  ]);
  const room = Math.max(1, Math.min(MOST_LINES, look.rows - LOG_LINES));
  if (lines.length <= room) return lines;
  const more = `${look.hasUnicode ? '…' : '...'} ${lines.length - room + 1} more`;
  return [...lines.slice(0, room - 1), cut(more, look)];
}

function namesOf({ name, tasks }: ConnectorTally): string[] {
  return [shown(name), ...tasks.map(({ task }) => `${shown(name)}-${task}`)];
}

/** Connectors of which it is known where they are to end. */
function hasBar({ partitions }: ConnectorTally): boolean {
  return partitions.some(({ to }) => to !== undefined);
}

function barLine(connector: ConnectorTally, nameWidth: number, look: LiveViewLook): string {
  const { partitions, phase, secondsLeft } = connector;
  const total = partitions.reduce((sum, { from, to }) => sum + ((to ?? from) - from), 0);
  const done = partitions.reduce(
    (sum, { from, to, delivered }) => sum + Math.max(0, Math.min(delivered, to ?? from) - from),
    0,
  );
  const share = total <= 0 ? 1 : done / total;
  const left = secondsLeft === undefined ? '' : `  ${timeText(secondsLeft)} left`;
  const state = phase === 'moving' ? left : `  ${phase}`;
  const text = `${String(Math.floor(share * 100)).padStart(3)} %  ${countText(done)} of ${countText(total)}${state}`;
  const room = look.columns - 1 - nameWidth - 2 - text.length - 2;
  const bar = room < SHORTEST_BAR ? '' : `${barOf(share, Math.min(room, LONGEST_BAR), look)}  `;
  return paintState(cut(`${fit(shown(connector.name), nameWidth, look)}  ${bar}${text}`, look), phase, look);
}

function barOf(share: number, width: number, { hasUnicode }: LiveViewLook): string {
  const full = Math.min(width, Math.floor(share * width));
  return (hasUnicode ? '█' : '#').repeat(full) + (hasUnicode ? '░' : '.').repeat(width - full);
}

function taskLine(
  { name, type }: ConnectorTally,
  { task, state, recordsOut, perSecond, lag, deadLetters, errors }: TaskTally,
  { nameWidth, look }: { readonly nameWidth: number; readonly look: LiveViewLook },
): string {
  const cells = [
    fit(`${shown(name)}-${task}`, nameWidth, look),
    state.padEnd(10),
    `${countText(recordsOut).padStart(9)} records`,
    `${countText(perSecond).padStart(7)}/s`,
    ...(type === 'source' ? [] : [`lag ${lag === undefined ? '?' : countText(lag)}`]),
    ...(deadLetters > 0 ? [`${countText(deadLetters)} dead letters`] : []),
    ...(errors > 0 && deadLetters === 0 ? [`${countText(errors)} errors`] : []),
  ];
  return paintState(cut(cells.join('  '), look), state, look);
}

function stateLine({ name, phase, state }: ConnectorTally, nameWidth: number, look: LiveViewLook): string {
  const text = phase === 'waiting' ? phase : state;
  return paintState(cut(`${fit(shown(name), nameWidth, look)}  ${text}`, look), text, look);
}

/** The colour comes last: what was cut is not coloured, and no code is cut. */
function paintState(line: string, state: string, { hasColours }: LiveViewLook): string {
  const colour = COLOURS[state];
  const at = line.lastIndexOf(state);
  if (!hasColours || colour === undefined || at < 0) return line;
  return `${line.slice(0, at)}\u001b[${colour}m${state}\u001b[0m${line.slice(at + state.length)}`;
}

/** The last column stays free: some terminals break the line there. */
function cut(line: string, look: LiveViewLook): string {
  const room = Math.max(1, look.columns - 1);
  return line.length <= room ? line.trimEnd() : fit(line, room, look);
}

function fit(text: string, width: number, { hasUnicode }: LiveViewLook): string {
  if (text.length <= width) return text.padEnd(width);
  return hasUnicode ? `${text.slice(0, width - 1)}…` : text.slice(0, width);
}

/** Names come from outside: nothing in them may move the cursor, or take the room of two. */
function shown(text: string): string {
  return text.replace(/[^\u0020-\u007e\u00a1-\u02ff\u0370-\u052f]/gu, '?');
}
