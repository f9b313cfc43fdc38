/** Owns the replacement text of Java's Matcher.replaceFirst: $1, ${name}, \$ and what is refused. */
import { IllegalArgumentError } from '../errors';

/** Literal text, or the number of a group. */
export type ReplacementPart = string | number;

/** The groups that a replacement may name. */
export interface ReplaceableGroups {
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

/** A parsed replacement. Ask `compileReplacement` for one. */
export interface JavaReplacement {
  readonly parts: readonly ReplacementPart[];
}

/** Throws IllegalArgumentError, as Java does, for a lone `$` or `\`, an unknown group, or a name without its brace. */
export function compileReplacement(text: string, groups: ReplaceableGroups): JavaReplacement {
  const parts: ReplacementPart[] = [];
  let literal = '';
  const pattern = /\\([\s\S]?)|\$\{([A-Za-z0-9]*)(\}?)|\$([0-9]*)|[^\\$]+/g;
  for (const match of text.matchAll(pattern)) {
    const [all, escaped, name, brace, digits] = match;
    if (escaped !== undefined) {
      if (escaped === '') throw new IllegalArgumentError('character to be escaped is missing');
      literal += escaped;
    } else if (name !== undefined) {
      parts.push(literal, namedGroup(name, { isClosed: brace === '}', groups }));
      literal = '';
    } else if (digits !== undefined) {
      const isAtEnd = match.index + all.length === text.length;
      const [group, rest] = numberedGroup(digits, { isAtEnd, groups });
      parts.push(literal, group);
      literal = rest;
    } else {
      literal += all;
    }
  }
  return { parts: [...parts, literal].filter((part) => part !== '') };
}

function namedGroup(name: string, context: { isClosed: boolean; groups: ReplaceableGroups }): number {
  if (name === '' || !context.isClosed) {
    throw new IllegalArgumentError("named capturing group is missing trailing '}'");
  }
  if (/^[0-9]/.test(name)) {
    throw new IllegalArgumentError(`capturing group name {${name}} starts with digit character`);
  }
  const group = context.groups.groupNames.get(name);
  if (group === undefined) throw new IllegalArgumentError(`No group with name {${name}}`);
  return group;
}

/** The longest run of digits that is a group; the digits behind it are text. */
function numberedGroup(digits: string, context: { isAtEnd: boolean; groups: ReplaceableGroups }): [number, string] {
  if (digits === '') {
    const reason = context.isAtEnd ? 'Illegal group reference: group index is missing' : 'Illegal group reference';
    throw new IllegalArgumentError(reason);
  }
  const { groupCount } = context.groups;
  let length = 1;
  while (length < digits.length && Number(digits.slice(0, length + 1)) <= groupCount) length += 1;
  const group = Number(digits.slice(0, length));
  if (group > groupCount) throw new IllegalArgumentError(`No group ${group}`);
  return [group, digits.slice(length)];
}
