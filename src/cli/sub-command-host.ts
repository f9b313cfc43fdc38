/** Owns what a sub-command reports to. */
import type { Secrets } from '../config/secrets';

/** What a sub-command reports to. */
export interface SubCommandHost {
  readonly secrets: Secrets;
  /** Called once, with the exit code. */
  readonly onEnd: (code: number) => void;
}
