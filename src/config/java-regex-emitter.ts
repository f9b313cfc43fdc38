/** Owns writing a parsed Java pattern as a JavaScript one (flag v, no other flag that changes meaning). */
import { ConfigError } from '../errors';
import {
  certainGroups,
  groupsIn,
  hasConditionalEmptyTurn,
  hasEmptyTurnFirst,
  hasGroupLoop,
  isGreedyCharLoop,
  isolatedGroups,
  maxLength,
  minLength,
  uncertainGroups,
} from './java-regex-analysis';
import type { ParsedRegex, QuantifiedNode, RegexNode } from './java-regex-node';

/** A JavaScript pattern, and for each of Java's groups (from 1) its number there. */
export interface EmittedRegex {
  readonly source: string;
  readonly groupNumbers: readonly number[];
  /** Groups whose value cannot be relied on to be Java's. */
  readonly uncertain: ReadonlySet<number>;
}

/** What holds at the place that is being written. */
interface Place {
  /** Groups that are set here on every way. */
  readonly certain: ReadonlySet<number>;
  /** Groups that may be set here. */
  readonly possible: ReadonlySet<number>;
  /** Groups inside the loops around this place: what they hold may stem from an earlier turn. */
  readonly inLoop: ReadonlySet<number>;
  readonly isInLookBehind: boolean;
}

/** Throws ConfigError for a construct that would behave differently. */
export function emitJavaScript(parsed: ParsedRegex, pattern: string): EmittedRegex {
  return new RegexEmitter(parsed, pattern).emit();
}

class RegexEmitter {
  readonly #parsed: ParsedRegex;
  readonly #pattern: string;
  readonly #uncertain: ReadonlySet<number>;
  readonly #isolated: ReadonlySet<number>;
  readonly #numbers: number[] = [0];
  #emittedGroups = 0;

  constructor(parsed: ParsedRegex, pattern: string) {
    this.#parsed = parsed;
    this.#pattern = pattern;
    this.#uncertain = uncertainGroups(parsed.root);
    this.#isolated = isolatedGroups(parsed.root);
  }

  emit(): EmittedRegex {
    const start: Place = { certain: new Set(), possible: new Set(), inLoop: new Set(), isInLookBehind: false };
    const source = this.#write(this.#parsed.root, start);
    return { source, groupNumbers: this.#numbers, uncertain: this.#uncertain };
  }

  #write(node: RegexNode, place: Place): string {
    switch (node.kind) {
      case 'char':
      case 'assert':
        return node.js;
      case 'linebreak':
        return '(?:\\r\\n|[\\n-\\r\\x85\\u2028\\u2029])';
      case 'group':
        return this.#writeGroup(node, place);
      case 'atomic':
        return this.#writeAtomic(node.body, place);
      case 'look':
        return this.#writeLook(node, place);
      case 'sequence':
        return this.#writeSequence(node.items, place);
      case 'alternation':
        return `(?:${node.branches.map((branch) => this.#write(branch, place)).join('|')})`;
      case 'quantified':
        return this.#writeQuantified(node, place);
      case 'backreference':
        return this.#writeReference(node, place);
    }
  }

  #writeSequence(items: readonly RegexNode[], start: Place): string {
    let place = start;
    let text = '';
    for (const item of items) {
      text += this.#write(item, place);
      place = {
        ...place,
        certain: new Set([...place.certain, ...certainGroups(item)]),
        possible: new Set([...place.possible, ...groupsIn(item)]),
      };
    }
    return text;
  }

  #writeGroup(node: RegexNode & { kind: 'group' }, place: Place): string {
    if (node.capture === null) return `(?:${this.#write(node.body, place)})`;
    this.#emittedGroups += 1;
    this.#numbers[node.capture] = this.#emittedGroups;
    return `(${this.#write(node.body, place)})`;
  }

  /** What a look-ahead has matched is never tried again, and a back-reference takes exactly that. */
  #writeAtomic(body: RegexNode, place: Place): string {
    if (place.isInLookBehind) this.#refuse('An atomic group or possessive quantifier in a look-behind');
    if (hasEmptyTurnFirst(body)) this.#refuse('A loop that may match nothing in an atomic group');
    this.#emittedGroups += 1;
    const number = this.#emittedGroups;
    return `(?:(?=(${this.#write(body, place)}))${referenceText(number)})`;
  }

  #writeLook(node: RegexNode & { kind: 'look' }, place: Place): string {
    const isUnlimited = maxLength(node.body) === Infinity || hasGroupLoop(node.body);
    if (!node.ahead && isUnlimited && !isGreedyCharLoop(node.body)) {
      this.#refuse('A look-behind without an obvious maximum length');
    }
    if (!node.negative && node.ahead && groupsIn(node).length > 0 && hasEmptyTurnFirst(node.body)) {
      this.#refuse('A loop that may match nothing in a look-ahead with groups');
    }
    const body = this.#write(node.body, { ...place, isInLookBehind: place.isInLookBehind || !node.ahead });
    return `(?${node.ahead ? '' : '<'}${node.negative ? '!' : '='}${body})`;
  }

  #writeQuantified(node: QuantifiedNode, place: Place): string {
    if (node.mode === 'possessive') return this.#writePossessive(node, place);
    const inner = node.max > 1 ? { ...place, inLoop: new Set([...place.inLoop, ...groupsIn(node.body)]) } : place;
    const body = this.#write(node.body, inner);
    if (node.min > 1 && hasConditionalEmptyTurn(node.body)) this.#refuse('A counted loop that may match nothing');
    const isOptional = node.min === 0 && node.max === 1;
    // JavaScript drops an optional part that matched nothing, and its groups; Java keeps it.
    if (isOptional && minLength(node.body) === 0) return node.mode === 'lazy' ? `(?:|${body})` : `(?:${body}|)`;
    const isSimple = node.body.kind === 'char' || node.body.kind === 'group';
    return `${isSimple ? body : `(?:${body})`}${quantifierText(node)}${node.mode === 'lazy' ? '?' : ''}`;
  }

  /** Java does not go back into a turn of a possessive loop either, so each turn is atomic by itself. */
  #writePossessive(node: QuantifiedNode, place: Place): string {
    const turn: RegexNode = node.body.kind === 'char' ? node.body : { kind: 'atomic', body: node.body };
    return this.#writeAtomic({ ...node, body: turn, mode: 'greedy' }, place);
  }

  #writeReference(node: RegexNode & { kind: 'backreference' }, place: Place): string {
    const { group } = node;
    if (place.isInLookBehind) this.#refuse('A back-reference in a look-behind');
    const isCertain = place.certain.has(group);
    const isPossible = place.possible.has(group);
    const isStale = isPossible ? this.#uncertain.has(group) : this.#isolated.has(group);
    if (isStale || (place.inLoop.has(group) && !isCertain)) {
      this.#refuse(`A back-reference to group ${group}, which a loop or look-around may leave unset or stale,`);
    }
    // Java fails where the group has not matched; JavaScript would match nothing and go on.
    if (!isPossible) return '(?!)';
    const reference = referenceText(this.#numbers[group] ?? 0);
    if (isCertain) return reference;
    return this.#writeNonEmptyReference(group, reference);
  }

  /** A group that never matches nothing: where the reference takes nothing, the group was not set. */
  #writeNonEmptyReference(group: number, reference: string): string {
    const body = findGroup(this.#parsed.root, group);
    if (body === undefined || minLength(body) === 0) {
      return this.#refuse(`A back-reference to group ${group}, which may be unset or empty,`);
    }
    this.#emittedGroups += 1;
    return `(?:(?=([\\s\\S]*))${reference}(?!${referenceText(this.#emittedGroups)}(?![\\s\\S])))`;
  }

  #refuse(what: string): never {
    throw new ConfigError(`${what} is not supported in\n${this.#pattern}`);
  }
}

function findGroup(node: RegexNode, group: number): RegexNode | undefined {
  if (node.kind === 'group' && node.capture === group) return node;
  switch (node.kind) {
    case 'group':
    case 'atomic':
    case 'look':
    case 'quantified':
      return findGroup(node.body, group);
    case 'sequence':
      return firstFound(node.items, group);
    case 'alternation':
      return firstFound(node.branches, group);
    default:
      return undefined;
  }
}

function firstFound(nodes: readonly RegexNode[], group: number): RegexNode | undefined {
  for (const node of nodes) {
    const found = findGroup(node, group);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** In brackets, so that a digit that follows is not read as part of the number. */
function referenceText(number: number): string {
  return `(?:\\${number})`;
}

function quantifierText({ min, max }: QuantifiedNode): string {
  if (min === 0 && max === Infinity) return '*';
  if (min === 1 && max === Infinity) return '+';
  if (min === 0 && max === 1) return '?';
  if (min === max) return `{${min}}`;
  return max === Infinity ? `{${min},}` : `{${min},${max}}`;
}
