/** Owns what can be known about a pattern without running it: lengths, and which groups have a dependable value. */
import type { RegexNode } from './java-regex-node';

/** Groups that are surely set once a node has matched. */
export function certainGroups(node: RegexNode): ReadonlySet<number> {
  switch (node.kind) {
    case 'group':
      return node.capture === null ? certainGroups(node.body) : new Set([node.capture, ...certainGroups(node.body)]);
    case 'atomic':
      return certainGroups(node.body);
    case 'look':
      return node.ahead && !node.negative ? certainGroups(node.body) : new Set();
    case 'quantified':
      return node.min > 0 ? certainGroups(node.body) : new Set();
    case 'sequence':
      return new Set(node.items.flatMap((item) => [...certainGroups(item)]));
    case 'alternation':
      return node.branches.map(certainGroups).reduce((left, right) => new Set([...left].filter((it) => right.has(it))));
    default:
      return new Set();
  }
}

/** All capturing groups inside a node. */
export function groupsIn(node: RegexNode): number[] {
  const own = node.kind === 'group' && node.capture !== null ? [node.capture] : [];
  return [...own, ...childrenOf(node).flatMap(groupsIn)];
}

export function childrenOf(node: RegexNode): readonly RegexNode[] {
  switch (node.kind) {
    case 'group':
    case 'atomic':
    case 'look':
    case 'quantified':
      return [node.body];
    case 'sequence':
      return node.items;
    case 'alternation':
      return node.branches;
    default:
      return [];
  }
}

/** The least number of code points that a node matches. */
export function minLength(node: RegexNode): number {
  switch (node.kind) {
    case 'char':
    case 'linebreak':
      return 1;
    case 'group':
    case 'atomic':
      return minLength(node.body);
    case 'quantified':
      return node.min === 0 ? 0 : minLength(node.body) * node.min;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + minLength(item), 0);
    case 'alternation':
      return Math.min(...node.branches.map(minLength));
    default:
      return 0;
  }
}

/** The greatest number of code points that a node matches; Infinity when there is no limit that shows in the pattern. */
export function maxLength(node: RegexNode): number {
  switch (node.kind) {
    case 'char':
      return 1;
    case 'linebreak':
      return 2;
    case 'group':
    case 'atomic':
      return maxLength(node.body);
    case 'backreference':
      return Infinity;
    case 'quantified':
      return node.max === 0 ? 0 : maxLength(node.body) * node.max || 0;
    case 'sequence':
      return node.items.reduce((sum, item) => sum + maxLength(item), 0);
    case 'alternation':
      return Math.max(...node.branches.map(maxLength));
    default:
      return 0;
  }
}

/**
 * True for `a*` and `a+` alone. Java, which otherwise wants a look-behind to have a maximum length, allows these
 * anywhere; they are taken here where they are all there is.
 */
export function isGreedyCharLoop(node: RegexNode): boolean {
  if (node.kind === 'sequence') return node.items.length === 1 && node.items.every(isGreedyCharLoop);
  if (node.kind !== 'quantified' || node.body.kind !== 'char') return false;
  return node.mode === 'greedy' && node.min <= 1 && node.max === Infinity;
}

/** True when something other than a single character is repeated: for most of these Java knows no maximum length. */
export function hasGroupLoop(node: RegexNode): boolean {
  const isGroupLoop = node.kind === 'quantified' && node.max > 1 && node.body.kind !== 'char';
  return isGroupLoop || childrenOf(node).some(hasGroupLoop);
}

/**
 * True when a loop in the node may try an empty turn before one with text. Java then leaves the loop, JavaScript goes
 * on trying: which match is found first differs, though not whether there is one.
 */
export function hasEmptyTurnFirst(node: RegexNode): boolean {
  const isLoop = node.kind === 'quantified' && node.max > 1;
  if (isLoop && minLength(node.body) === 0 && mayPreferEmpty(node.body)) return true;
  return childrenOf(node).some(hasEmptyTurnFirst);
}

/**
 * True when a turn may match nothing at one place and not at another. Java leaves a loop at an empty turn even when
 * turns are left to count; JavaScript counts it and goes on.
 */
export function hasConditionalEmptyTurn(body: RegexNode): boolean {
  return minLength(body) === 0 && hasCondition(body);
}

function hasCondition(node: RegexNode): boolean {
  return ['assert', 'look', 'backreference'].includes(node.kind) || childrenOf(node).some(hasCondition);
}

function mayPreferEmpty(node: RegexNode): boolean {
  if (node.kind === 'quantified' && node.mode === 'lazy') return true;
  if (node.kind === 'alternation' && node.branches.slice(0, -1).some((branch) => minLength(branch) === 0)) return true;
  if (node.kind === 'look') return true;
  return childrenOf(node).some(mayPreferEmpty);
}

/**
 * Groups whose value after a match may differ between Java and JavaScript: Java keeps the value of an earlier turn of a
 * loop, and of a look-around or atomic group that was left again; JavaScript forgets it.
 */
export function uncertainGroups(root: RegexNode): ReadonlySet<number> {
  const uncertain = new Set<number>();
  const certainAtEnd = certainGroups(root);
  const visit = (node: RegexNode, isInLoop: boolean): void => {
    const mark = (groups: readonly number[]): void => groups.forEach((group) => uncertain.add(group));
    const isLoop = node.kind === 'quantified' && node.max > 1;
    if (isLoop) {
      const certain = certainGroups(node.body);
      mark(groupsIn(node.body).filter((group) => minLength(node.body) === 0 || !certain.has(group)));
    }
    if (node.kind === 'look' && (!node.ahead || node.negative)) mark(groupsIn(node));
    if (isIsolated(node)) mark(groupsIn(node).filter((group) => isInLoop || !certainAtEnd.has(group)));
    for (const child of childrenOf(node)) visit(child, isInLoop || isLoop);
  };
  visit(root, false);
  return uncertain;
}

/** Groups in look-arounds, atomic groups and loops: once set, Java may leave them set when it goes back. */
export function isolatedGroups(root: RegexNode): ReadonlySet<number> {
  if (isIsolated(root)) return new Set(groupsIn(root));
  return new Set(childrenOf(root).flatMap((child) => [...isolatedGroups(child)]));
}

function isIsolated(node: RegexNode): boolean {
  if (node.kind === 'quantified') return node.max !== 1 || node.min !== 0 || node.mode === 'possessive';
  return node.kind === 'look' || node.kind === 'atomic';
}
