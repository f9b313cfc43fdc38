/** Owns the action `plugins list`: all plugins, one line for each kind that they are of. */
import type { PluginKind } from '../../api/plugin';
import { ALL_KINDS } from '../../runtime/outside-plugins';
import { SHIPPED, type PluginEntry } from '../../runtime/plugins';
import { processConversation, type Conversation } from '../conversation';
import { EXIT_CODES } from '../exit-code';
import { tableText, tabbedLines } from '../row-text';
import { openCatalogue, type CatalogueRequest } from './plugin-catalogue';

/** What `--type` takes: kinds, and one word for both kinds of connectors. */
export type PluginType = PluginKind | 'connector';

/** Options of both actions. */
export interface PluginsOptions extends Pick<CatalogueRequest, 'set' | 'envFile' | 'secrets'> {
  readonly type?: PluginType;
  readonly json?: boolean;
  /** For tests. Default: that of the process. */
  readonly conversation?: Conversation;
}

/** The kinds that are asked for. */
export function kindsOf(type: PluginType | undefined): readonly PluginKind[] {
  if (type === undefined) return ALL_KINDS;
  return type === 'connector' ? ['source', 'sink'] : [type];
}

/** Where it is from, in words or as a path. */
export function originOf({ location }: Pick<PluginEntry, 'location'>): string {
  return location === SHIPPED ? 'built in' : location;
}

/** Shows the plugins. Gives the exit code. */
export async function listPlugins(
  worker: string | undefined,
  connectors: readonly string[],
  options: PluginsOptions,
): Promise<number> {
  const talk = options.conversation ?? processConversation();
  const { plugins, missing } = await openCatalogue({ ...options, worker, connectors });
  const all = await plugins.inventory();
  const rows = kindsOf(options.type).flatMap((type) =>
    all.filter(({ kinds }) => kinds.includes(type)).map((plugin) => ({ type, plugin })),
  );
  talk.print(options.json === true ? jsonText(rows) : rowText(rows, talk.isTerminal));
  for (const sentence of missing) talk.say(options.secrets.redact(sentence));
  return EXIT_CODES.DONE;
}

interface Row {
  readonly type: PluginKind;
  readonly plugin: PluginEntry;
}

function rowText(rows: readonly Row[], isTerminal: boolean): string {
  const head = ['type', 'class', 'short name', 'version', 'from'];
  const cells = rows.map(({ type, plugin }) => {
    const { className, aliases, version } = plugin;
    return [type, className, aliases.at(-1) ?? '-', version ?? '-', originOf(plugin)];
  });
  return isTerminal ? tableText(head, cells) : tabbedLines([head, ...cells]);
}

function jsonText(rows: readonly Row[]): string {
  const plugins = rows.map(({ type, plugin }) => {
    const { className, aliases, version = null } = plugin;
    return { class: className, type, version, alias: aliases.at(-1) ?? null, from: originOf(plugin) };
  });
  return `${JSON.stringify({ plugins }, null, 2)}\n`;
}
