/** Owns reading a whole pipeline from one INI file: `[worker]` and `[connector "name"]` sections. */
import { ConfigError } from '../errors';
import type { ConnectorFile } from './connector-file';
import { readSettingsBytes, type SettingsFile } from './properties-file';

/** A worker and its connectors, in the order of their sections. */
export interface PipelineFile {
  readonly worker: SettingsFile;
  readonly connectors: readonly ConnectorFile[];
}

type Section = Readonly<Record<string, unknown>>;

const CONNECTOR = /^connector\s+"(?<name>[^"]+)"$/;
const SECTION_LINE = /^\s*\[(?<section>.*)\]\s*$/;
const KEY_LINE = /^\s*(?<key>[^;#=[\s][^=]*?)\s*(?:=|$)/;

/** True for a file that holds a whole pipeline: its name ends with `.ini`. */
export function isPipelineFile(path: string): boolean {
  return path.toLowerCase().endsWith('.ini');
}

/**
 * Reads a pipeline. The name of a connector is that of its section. Rejects with ConfigError, naming file, line and section,
 * for anything else than these sections, and for values that are no text (`a[]`).
 */
export async function readPipelineFile(path: string): Promise<PipelineFile> {
  const text = (await readSettingsBytes(path)).toString('utf8').replace(/^\ufeff/, '');
  const { parse } = await import('ini');
  const sections = flatten(parse(text));
  const lines = linesBySection(text);
  const file = (section: string): SettingsFile => ({
    path,
    props: textsOf(path, section, sections.get(section) ?? {}),
    lines: lines.get(section) ?? new Map<string, number>(),
    isUtf8: false,
  });
  const unknown = [...sections.keys()].find((name) => name !== 'worker' && !CONNECTOR.test(name));
  if (unknown !== undefined) throw unknownSection(path, unknown);
  if (!sections.has('worker')) throw new ConfigError(`${path}: the section [worker] is missing`);
  const connectors = [...lines.keys()].flatMap((section): ConnectorFile[] => {
    const name = CONNECTOR.exec(section)?.groups?.['name'];
    if (name === undefined) return [];
    const settings = file(section);
    return [{ ...settings, props: { name, ...settings.props }, name, initialState: 'STARTED' }];
  });
  return { worker: file('worker'), connectors };
}

function unknownSection(path: string, section: string): ConfigError {
  const what = section === '' ? 'a setting stands before the first section' : `there is no section [${section}]`;
  return new ConfigError(`${path}: ${what}: write [worker] once, and [connector "name"] for each connector`);
}

/** The parser nests sections at dots in their names; here they are whole again. */
function flatten(parsed: Section, prefix = ''): Map<string, Section> {
  const sections = new Map<string, Section>();
  const own: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parsed)) {
    const isSection = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (!isSection) own[name] = value;
    else
      for (const entry of flatten(value as Section, prefix === '' ? name : `${prefix}.${name}`)) sections.set(...entry);
  }
  if (Object.keys(own).length === 0 && (prefix === '' || sections.size > 0)) return sections;
  return new Map([[prefix, own], ...sections]);
}

/** The parser turns `true`, `false`, `null` and bare keys into values of their own: settings are texts. */
function textsOf(path: string, section: string, settings: Section): Record<string, string> {
  const entries = Object.entries(settings).map(([key, value]): [string, string] => {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return [key, String(value)];
    throw new ConfigError(
      `${path}: [${section}] ${key}: a list of values is not possible here, separate them by commas`,
    );
  });
  return Object.fromEntries(entries);
}

function linesBySection(text: string): Map<string, Map<string, number>> {
  const sections = new Map<string, Map<string, number>>();
  let current = new Map<string, number>();
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const section = SECTION_LINE.exec(line)?.groups?.['section'];
    const key = KEY_LINE.exec(line)?.groups?.['key'];
    if (section !== undefined) {
      current = sections.get(section.trim()) ?? new Map<string, number>();
      sections.set(section.trim(), current);
    } else if (key !== undefined) current.set(withoutQuotes(key), index + 1);
  });
  return sections;
}

/** The parser takes quotation marks around a key away. */
function withoutQuotes(key: string): string {
  return /^(?<quote>["'])(?<text>.*)\k<quote>$/.exec(key)?.groups?.['text'] ?? key;
}
