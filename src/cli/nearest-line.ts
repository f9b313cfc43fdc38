/** Owns where in a file something is said about a setting, also when the setting is not there. */
import type { SettingsFile } from './properties-file';

/** A place: `line` counts from 1, null where there is none. */
export interface Place {
  readonly file: string;
  readonly line: number | null;
}

/** What asks for a setting that is missing, where no setting has a name like it. */
const ASKING = ['connector.class', 'name'];

/** The place of a setting. One that is missing is looked for beside the setting whose name begins most like its own. */
export function placeOf(file: SettingsFile, key: string | undefined): Place {
  const origin = key === undefined ? undefined : file.origins?.get(key);
  if (origin !== undefined) return { file: origin, line: null };
  const line = key === undefined ? undefined : (file.lines.get(key) ?? nearestLine(file, key));
  return { file: file.path, line: line ?? null };
}

function nearestLine({ lines }: SettingsFile, key: string): number | undefined {
  const asking = ASKING.map((name) => lines.get(name)).find((line) => line !== undefined);
  const last = lines.size === 0 ? undefined : Math.max(...lines.values());
  return lineOfMost(lines, (name) => sharedParts(name, key)) ?? asking ?? lineOfSibling(lines, key) ?? last;
}

/** Of `key.converter` that of `value.converter`. */
function lineOfSibling(lines: ReadonlyMap<string, number>, key: string): number | undefined {
  const [, rest] = /^[^.]+(\..+)$/.exec(key) ?? [];
  return rest === undefined ? undefined : lineOfMost(lines, (name) => Number(name.replace(/^[^.]+/, '') === rest));
}

function lineOfMost(lines: ReadonlyMap<string, number>, likeness: (name: string) => number): number | undefined {
  let nearest: number | undefined;
  let most = 0;
  for (const [name, line] of lines) {
    const alike = likeness(name);
    if (alike <= most) continue;
    [nearest, most] = [line, alike];
  }
  return nearest;
}

/** How many parts between dots two names have in common from their beginning. `type` stands for all of a plugin. */
function sharedParts(one: string, other: string): number {
  const [parts, others] = [one.split('.'), other.split('.')];
  const differing = parts.findIndex((part, index) => part !== others[index]);
  const shared = differing === -1 ? parts.length : differing;
  return parts.at(-1) === 'type' && shared > 0 ? shared + 0.5 : shared;
}
