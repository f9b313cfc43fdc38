/** Owns the tree that a Java regular expression is parsed into. */

/** How a quantifier tries its counts. */
export type QuantifierMode = 'greedy' | 'lazy' | 'possessive';

/** Repeats `body`; `max` may be Infinity. */
export interface QuantifiedNode {
  readonly kind: 'quantified';
  readonly body: RegexNode;
  readonly min: number;
  readonly max: number;
  readonly mode: QuantifierMode;
}

/**
 * One construct. `char` matches exactly one code point and carries its JavaScript text; `assert` matches no text;
 * `linebreak` is `\R`. Groups carry Java's number, `null` when they do not capture.
 */
export type RegexNode =
  | { readonly kind: 'char'; readonly js: string }
  | { readonly kind: 'assert'; readonly js: string }
  | { readonly kind: 'linebreak' }
  | { readonly kind: 'group'; readonly capture: number | null; readonly body: RegexNode }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly negative: boolean; readonly body: RegexNode }
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'alternation'; readonly branches: readonly RegexNode[] }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'backreference'; readonly group: number; readonly position: number }
  | QuantifiedNode;

/** A parsed pattern: its tree, how many groups capture, and the numbers of named groups. */
export interface ParsedRegex {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}
