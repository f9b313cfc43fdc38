/** Owns how findings are shown to people: one paragraph each, which an editor can jump from. */
import type { Finding } from './findings';

/** The place, the setting, what is wrong, and where a name cannot be found what to do: for a log or an error message. */
export function findingLine({ kind, key, value, message, remedy, ...found }: Finding): string {
  const subject = key === null ? '' : `${settingText(key, value)}: `;
  const isName = kind === 'unknown-plugin' || kind === 'undefined-variable';
  const advice = isName && remedy !== null ? ` ${remedy}` : '';
  const isNamed = found.nearest === null || `${message} ${advice}`.includes(found.nearest);
  return `${placeText(found)}: ${subject}${message}${advice}${isNamed ? '' : `: did you mean ${found.nearest}?`}`;
}

/** The line with its severity, and below it what may be meant and what to do. */
export function findingText({ severity, key, value, message, nearest, remedy, ...found }: Finding): string {
  const subject = key === null ? '' : `${settingText(key, value)}: `;
  const isNamed = nearest === null || `${message} ${remedy ?? ''}`.includes(nearest);
  const more = [isNamed ? undefined : `Did you mean ${nearest}?`, remedy ?? undefined].filter(
    (text) => text !== undefined,
  );
  const lines = [`${placeText(found)}: ${severity}: ${subject}${message}`, ...more];
  return lines.join('\n').replaceAll('\n', '\n    ');
}

/** Such as `2 errors, 1 warning`. */
export function countText(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return `${plural(errors, 'error')}, ${plural(findings.length - errors, 'warning')}`;
}

function placeText({ file, line }: Pick<Finding, 'file' | 'line'>): string {
  return line === null ? file : `${file}:${line}`;
}

function settingText(key: string, value: string | null): string {
  return value === null ? key : `${key}=${value}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
