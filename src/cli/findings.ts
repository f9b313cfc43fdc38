/** Owns what a check has found: where, what is wrong, which name may be meant, what to do. */
import { HIDDEN } from '../config/config-types';
import { isSecretName } from '../config/secrets';
import type { ConfigFinding } from '../errors';
import { placeOf } from './nearest-line';
import type { SettingsFile } from './properties-file';

/** Errors keep a run from starting or from moving data; warnings do not. */
export type Severity = 'error' | 'warning';

/** What sort of thing is wrong: stable words, for machines. */
export type FindingKind =
  | 'unreadable-file'
  | 'unknown-key'
  | 'no-effect'
  | 'missing-key'
  | 'invalid-value'
  | 'exclusive-keys'
  | 'undefined-variable'
  | 'unknown-plugin'
  | 'duplicate-name'
  | 'listener'
  | 'offset-file'
  | 'offset-file-locked'
  | 'offset-file-unwritable'
  | 'unreachable-broker'
  | 'missing-topic'
  | 'missing-acl'
  | 'connector'
  | 'record';

/** One thing that was found. `null` where something does not apply; lines count from 1. */
export interface Finding {
  readonly severity: Severity;
  readonly kind: FindingKind;
  /** Whose setting it is: which decides the exit code of a run. */
  readonly part: 'worker' | 'connector';
  readonly connector: string | null;
  /** The file, or `--set` where the setting comes from there. */
  readonly file: string;
  readonly line: number | null;
  readonly key: string | null;
  /** As it is written; a secret reads `[hidden]`. */
  readonly value: string | null;
  readonly message: string;
  readonly nearest: string | null;
  readonly remedy: string | null;
}

/** What a check says of one setting. */
export interface Complaint {
  readonly kind: FindingKind;
  readonly key?: string | undefined;
  readonly message: string;
  readonly severity?: Severity;
  readonly nearest?: string | undefined;
  readonly remedy?: string | undefined;
}

/** All findings of one check, each once. */
export class Findings {
  readonly #found = new Map<string, Finding>();
  readonly #isStrict: boolean;

  /** `isStrict`: unknown settings are errors. */
  constructor({ isStrict = false }: { readonly isStrict?: boolean } = {}) {
    this.#isStrict = isStrict;
  }

  add(finding: Finding): void {
    const isPromoted = this.#isStrict && finding.kind === 'unknown-key';
    const kept: Finding = isPromoted ? { ...finding, severity: 'error' } : finding;
    const id = JSON.stringify([kept.file, kept.line, kept.key, kept.message]);
    if (!this.#found.has(id)) this.#found.set(id, kept);
  }

  /** By file in the order of the command line, then by line. */
  all(): Finding[] {
    const found = [...this.#found.values()];
    const files = [...new Set(found.map(({ file }) => file))];
    const rank = ({ file, line }: Finding) => [files.indexOf(file), line ?? 0] as const;
    return found.sort((a, b) => rank(a)[0] - rank(b)[0] || rank(a)[1] - rank(b)[1]);
  }

  errors(): Finding[] {
    return this.all().filter(({ severity }) => severity === 'error');
  }

  /** Is there an error about this setting of the file already? */
  hasError(file: SettingsFile, key: string): boolean {
    const { file: path, line } = placeOf(file, key);
    return this.errors().some((found) => found.file === path && found.line === line && found.key === key);
  }
}

/** Findings about the settings of one file. */
export class FileFindings {
  readonly file: SettingsFile;
  readonly #findings: Findings;
  readonly #part: Finding['part'];
  readonly #connector: string | null;

  constructor(findings: Findings, file: SettingsFile, connector?: string | null) {
    this.#findings = findings;
    this.file = file;
    this.#part = connector === undefined ? 'worker' : 'connector';
    this.#connector = connector ?? null;
  }

  add({ kind, key, message, severity = 'error', nearest, remedy }: Complaint): void {
    this.#findings.add({
      severity,
      kind,
      part: this.#part,
      connector: this.#connector,
      ...placeOf(this.file, key),
      key: key ?? null,
      value: key === undefined ? null : shownValue(this.file, key),
      message,
      nearest: nearest ?? null,
      remedy: remedy ?? null,
    });
  }

  /** What a definition or a plugin says of a setting; `remedy` where it does not say itself what to do. */
  addFinding({ key, reason }: ConfigFinding, remedy?: string): void {
    const { message, nearest, advice } = takeApart(reason);
    this.add({ kind: kindOf(key, reason), key, message, nearest, remedy: advice ?? remedy });
  }

  hasError(key: string): boolean {
    return this.#findings.hasError(this.file, key);
  }

  /** Is there an error about this part at all? */
  hasErrors(): boolean {
    return this.#findings.errors().some(({ part, file }) => part === this.#part && file === this.file.path);
  }

  /** Is there an error about any setting whose name begins so? */
  hasErrorBelow(prefix: string): boolean {
    return Object.keys(this.file.props).some((key) => key.startsWith(prefix) && this.hasError(key));
  }
}

/** The value as it is written, or null where the setting is not there or has no value. */
function shownValue({ props }: SettingsFile, key: string): string | null {
  const value = Object.hasOwn(props, key) ? (props[key] ?? null) : null;
  return value !== null && isSecretName(key) ? HIDDEN : value;
}

const PLUGIN_KEY =
  /^(?:connector\.class|(?:key|value|header)\.converter|(?:transforms|predicates)\..+\.type|config\.providers\..+\.class|rest\.extension\.classes)$/;

function kindOf(key: string, reason: string): FindingKind {
  if (/mutually exclusive/.test(reason)) return 'exclusive-keys';
  if (/^required, has no default value|^Missing required configuration|^Must configure one of/.test(reason)) {
    return 'missing-key';
  }
  const isMiss = /could not be found|^Failed to find any class|does not implement the|cannot be loaded/.test(reason);
  return PLUGIN_KEY.test(key) && isMiss ? 'unknown-plugin' : 'invalid-value';
}

/** A miss says what is wrong, then where was looked, what may be meant and what to do, in one text. */
function takeApart(reason: string): { message: string; nearest?: string | undefined; advice?: string | undefined } {
  const start =
    /(?<=\.) (?=Looked in |Did you mean |This is the name of a Java plugin|For an npm package|Name the class)/.exec(
      reason,
    );
  if (start === null) return { message: reason };
  const advice = reason.slice(start.index + 1);
  const nearest = /Did you mean (?<names>.+?)\?/.exec(advice)?.groups?.['names'];
  return { message: reason.slice(0, start.index), nearest: nearest?.split(' or ')[0], advice };
}
