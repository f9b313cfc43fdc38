/** Owns what `offsets` needs of the store of source offsets, whatever it is. */
import type { Props } from '../../api/plugin';
import type { OffsetEntry } from '../../storage/offset-backing-store';

/** A source whose offsets are to be changed. */
export interface ChangedSource {
  readonly name: string;
  /** Its settings, placeholders resolved; undefined where only its name is known. */
  readonly props: Props | undefined;
  /** Settings whose placeholders cannot be looked up. */
  readonly unresolved: readonly string[];
}

/** The store of one session. One call at a time. */
export interface SourceOffsetStore {
  /** In words that follow upon "offsets". */
  readonly where: string;
  /** What was there when it was first asked, or at the last `lookAgain`. */
  entries(): Promise<readonly OffsetEntry[]>;
  /** Keeps workers out from now on, where that can be done and this is to change something. Rejects as `entries`. */
  open(): Promise<void>;
  /** What whoever is asked for a change of these must know; undefined: nothing, as no worker can be in the way. */
  caution(sources: readonly ChangedSource[]): string | undefined;
  lookAgain(): Promise<void>;
  /** Called last before `set`: no task of these can write from now on, as far as that can be done. Looks again. */
  takeOver(sources: readonly ChangedSource[]): Promise<void>;
  /** Rejects with OffsetWriteError. */
  set(entries: readonly OffsetEntry[]): Promise<void>;
  close(): Promise<void>;
}
