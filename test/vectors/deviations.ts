/** Owns which vectors may differ on purpose. */
import rules from './deviations.json';
import type { Vector } from './vector';

/** All conditions that are given must hold. Each rule says why a difference is meant. */
export interface DeviationRule {
  readonly id?: string;
  readonly component?: string;
  /** Tests by name. */
  readonly tests?: readonly string[];
  /** A regular expression that the input as JSON matches. */
  readonly inputMatches?: string;
  readonly reason: string;
}

/** The rule by which this vector may differ. */
export function findDeviation(vector: Vector): DeviationRule | undefined {
  return (rules as readonly DeviationRule[]).find((rule) => matches(rule, vector));
}

function matches(rule: DeviationRule, vector: Vector): boolean {
  if (rule.id !== undefined) return rule.id === vector.id;
  if (rule.component !== undefined && rule.component !== vector.component) return false;
  if (rule.tests !== undefined && !rule.tests.includes(vector.test ?? '')) return false;
  return rule.inputMatches === undefined || new RegExp(rule.inputMatches).test(JSON.stringify(vector.input));
}
