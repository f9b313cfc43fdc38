/**
 * Owns the fault of the suite's plugins: at one point of their work they leave a mark and then stand still, hang or throw.
 * `fault.at` names the point, `fault.after` how often it is passed before, `fault.how` what happens, `fault.part` which share
 * of a batch is done by then. What has marks already does not happen again.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigDef, ConnectError, RetriableError, type Props, type TaskConfig } from 'connect-standalone';

/** Longer than any round: the process is killed before it is over. */
const STILL_MS = 300_000;

const NAMES = [
  'file',
  'topic',
  'topics',
  'at',
  'after',
  'how',
  'part',
  'times',
  'batch',
  'acks',
  'marks',
  'swallow',
  'errant',
];

/** Names only, so that none is complained about: values are read as they come. */
export const FAULT_CONFIG = NAMES.reduce(
  (config, name) =>
    config.define({
      name: name.startsWith('file') || name.startsWith('topic') ? name : `fault.${name}`,
      type: 'STRING',
      default: null,
      importance: 'LOW',
      doc: 'For the fault suite',
    }),
  new ConfigDef(),
);

/** What happens at one point. */
export class PlantedFault {
  readonly at: string;
  readonly #marks: string;
  readonly #how: string;
  readonly part: number;
  #passesLeft: number;
  #timesLeft: number;

  constructor(props: Props) {
    this.#marks = props['fault.marks'] ?? '';
    this.at = props['fault.at'] ?? '';
    this.#how = props['fault.how'] ?? 'block';
    this.part = Number(props['fault.part'] ?? 0);
    this.#passesLeft = Number(props['fault.after'] ?? 0);
    this.#timesLeft = Number(props['fault.times'] ?? 1) - this.#happened();
  }

  /** Whether it happens at this pass of the point. */
  isDue(point: string): boolean {
    return point === this.at && this.#timesLeft > 0 && this.#passesLeft-- <= 0;
  }

  /** Leaves the mark, and stands still, hangs or throws. */
  strike(detail: string): Promise<void> | undefined {
    this.#timesLeft--;
    this.mark(`enter ${this.at} ${this.#how} ${detail}`);
    switch (this.#how) {
      case 'block':
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, STILL_MS);
        break;
      case 'wait':
        return sleep(STILL_MS).then(() => this.mark('left'));
      case 'retriable':
        throw new RetriableError(`a planted retriable error at ${this.at}`);
      case 'fatal':
        throw new ConnectError(`a planted error at ${this.at}`);
      case 'foreign':
        throw new TypeError(`a planted error of the language at ${this.at}`);
      default:
        throw new Error(`What is fault.how=${this.#how}?`);
    }
    this.mark('left');
    return undefined;
  }

  mark(line: string): void {
    if (this.#marks !== '') appendFileSync(this.#marks, `${line}\n`);
  }

  #happened(): number {
    if (this.#marks === '' || !existsSync(this.#marks)) return 0;
    return readFileSync(this.#marks, 'utf8').split(`enter ${this.at} `).length - 1;
  }
}

/** What a connector hands to its task. */
export function given(props: Props): TaskConfig {
  return Object.fromEntries(Object.entries(props).filter((entry): entry is [string, string] => entry[1] !== null));
}
