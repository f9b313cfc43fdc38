/** Owns how a connector tells what a run with an end would read or write, before anything moves. */

/** Something that a source would read. */
export interface PlannedInput {
  /** For people: the path of a file, an address, the name of a table. */
  readonly name: string;
  /** False: it is not there, so that a run with `--once` would fail. */
  readonly exists: boolean;
  /** What `from` and `to` count. */
  readonly unit: 'bytes' | 'records';
  /** Where the run would go on and where the input ends now; `null` where that is not known. */
  readonly from: number | null;
  readonly to: number | null;
  /** How many records lie between; `null` where that is not known without reading them. */
  readonly records: number | null;
}

/** Something that a sink would write to. */
export interface PlannedTarget {
  /** For people, as above. */
  readonly name: string;
  /** False: the run would create it. */
  readonly exists: boolean;
  /** Its size now; `null` where it has none. */
  readonly bytes: number | null;
}
