/** Owns how a source task hears of its records: at once, or when the transaction that holds them is committed. */
import { isPromise } from '../../api/plugin';
import type { SourceRecord } from '../../api/source-record';
import type { RecordMetadata, SourceTask } from '../../api/source-task';
import { asError } from '../../errors';
import type { Logger } from '../../logger';

type Confirmed = Pick<SourceTask, 'commit' | 'commitRecord'>;

/** Calls the author's `commitRecord` and `commit`. What they throw is logged only. */
export class RecordConfirmations {
  readonly #task: Confirmed;
  readonly #log: Logger;
  readonly #held: (readonly [SourceRecord, RecordMetadata | null])[] | undefined;

  /** `holds`: until `release`. */
  constructor(task: Confirmed, log: Logger, holds = false) {
    this.#task = task;
    this.#log = log;
    this.#held = holds ? [] : undefined;
  }

  /** True when the author wants to hear of single records. */
  get areWanted(): boolean {
    return this.#task.commitRecord !== undefined;
  }

  /** The record was acknowledged, or will never be sent (`null`). */
  confirm(record: SourceRecord, metadata: RecordMetadata | null): void {
    if (this.#task.commitRecord === undefined) return;
    if (this.#held === undefined) this.#tell(record, metadata);
    else this.#held.push([record, metadata]);
  }

  /** Tells of what was held. */
  release(): void {
    for (const [record, metadata] of this.#held?.splice(0) ?? []) this.#tell(record, metadata);
  }

  /** Offsets were committed, or there were none to commit. */
  async committed(): Promise<void> {
    try {
      await this.#task.commit?.();
    } catch (thrown) {
      this.#log.error({ err: asError(thrown) }, 'commit of the task failed');
    }
  }

  #tell(record: SourceRecord, metadata: RecordMetadata | null): void {
    const complain = (error: unknown) => this.#log.error({ err: asError(error) }, 'commitRecord failed');
    try {
      const pending = this.#task.commitRecord?.(record, metadata);
      if (isPromise(pending)) Promise.resolve(pending).catch(complain);
    } catch (error) {
      complain(error);
    }
  }
}
