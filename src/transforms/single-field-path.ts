/** Owns paths to one field, possibly nested (KIP-821). */
import type { ConnectObject, ConnectValue, StructValue } from '../data/connect-value';
import type { Field, Schema } from '../data/schema';
import { ConfigError } from '../errors';
import type { FieldSyntaxVersion } from './field-syntax-version';
import { getOwn, requireMap } from './schemaless-value';
import { readField, requireStruct } from './struct-value';

/** A path, parsed. Throws ConfigError when a backtick is not closed. */
export class SingleFieldPath {
  readonly text: string;
  readonly version: FieldSyntaxVersion;
  readonly steps: readonly string[];

  constructor(text: string, version: FieldSyntaxVersion) {
    this.text = text;
    this.version = version;
    this.steps = version === 'V1' ? [text] : parseSteps(text);
  }

  /** The field at the end of the path; `undefined` when there is none. Throws DataError at a step that is no struct. */
  fieldFrom(schema: Schema | null): Field | undefined {
    let current = schema;
    for (const step of this.steps.slice(0, -1)) {
      const field = current?.field(step);
      if (field === undefined) return undefined;
      current = field.schema;
    }
    const last = this.steps.at(-1);
    return last === undefined ? undefined : current?.field(last);
  }

  /** The value in a map without schema; null where a step leads nowhere. Throws DataError at a step that is no map. */
  valueFromMap(map: ConnectObject): ConnectValue {
    let current: ConnectValue = map;
    for (const step of this.steps) {
      current = getOwn(requireMap(current, 'nested field access'), step) ?? null;
      if (current === null) return null;
    }
    return this.steps.length === 0 ? null : current;
  }

  /**
   * The value in a struct; null where a step leads nowhere. Throws DataError at a step that is no struct. With
   * `useDefault` a null at the end becomes the field's default; on the way there defaults always stand in.
   */
  valueFromStruct(struct: StructValue, useDefault: boolean): ConnectValue {
    let current: ConnectValue = struct;
    for (const [index, step] of this.steps.entries()) {
      const container = requireStruct(current, 'nested field access');
      const field = container.schema.field(step);
      if (field === undefined) return null;
      current = readField(container, field, useDefault || index < this.steps.length - 1);
      if (current === null) return null;
    }
    return this.steps.length === 0 ? null : current;
  }
}

function parseSteps(text: string): string[] {
  const steps: string[] = [];
  let rest = text;
  let position = 0;
  for (let more = text !== ''; more;) {
    const { step, length } = rest.startsWith('`') ? wrappedStep(text, position) : plainStep(rest);
    steps.push(step);
    more = length < rest.length;
    position += length + 1;
    rest = text.slice(position);
  }
  return steps;
}

function plainStep(rest: string): { step: string; length: number } {
  const dot = rest.indexOf('.');
  const length = dot < 0 ? rest.length : dot;
  return { step: rest.slice(0, length), length };
}

/** From a backtick to the next that a dot or the end follows, unless a backslash stands before it. */
function wrappedStep(text: string, start: number): { step: string; length: number } {
  for (let end = text.indexOf('`', start + 1); end >= 0; end = text.indexOf('`', end + 1)) {
    const isAtBoundary = end === text.length - 1 || text[end + 1] === '.';
    if (!isAtBoundary || text[end - 1] === '\\') continue;
    const step = text.slice(start + 1, end).replace(/\\`(?=\.)/g, '`');
    return { step, length: end + 1 - start };
  }
  throw new ConfigError(
    `Incomplete backtick pair in path: [${text}], consider adding a backslash before backtick at position ${start} to escape it`,
  );
}
