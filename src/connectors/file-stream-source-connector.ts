/** Owns the connector that brings the lines of a file, or of standard input, into a topic. */
import type { TaskConfig } from '../api/connector';
import type { OffsetStorageReader } from '../api/offset-storage-reader';
import type { PlannedInput } from '../api/planned-work';
import type { Props } from '../api/plugin';
import { SourceConnector, type ExactlyOnceSupport } from '../api/source-connector';
import type { SourceOffset, SourcePartition } from '../api/source-record';
import type { SourceTask } from '../api/source-task';
import type { ConfigDef } from '../config/config-def';
import { ConnectError } from '../errors';
import { VERSION } from '../version';
import { CONFIG, FILE, FILENAME, FileStreamSourceTask, readPosition } from './file-stream-source-task';
import { plannedFile } from './planned-file';

/** Reads a file line by line; new lines are read as they are written. One task, whatever `tasks.max` says. */
export class FileStreamSourceConnector extends SourceConnector {
  #props: Props = {};

  override version(): string {
    return VERSION;
  }

  override config(): ConfigDef {
    return CONFIG;
  }

  override taskClass(): new () => SourceTask {
    return FileStreamSourceTask;
  }

  override start(props: Props): void {
    CONFIG.parse(props);
    this.#props = props;
  }

  override taskConfigs(): TaskConfig[] {
    const given = Object.entries(this.#props).filter((entry): entry is [string, string] => entry[1] !== null);
    return [Object.fromEntries(given)];
  }

  override stop(): void {
    // Nothing is held outside of the task.
  }

  /** Standard input cannot be read again; a file can. */
  override exactlyOnceSupport(props: Props): ExactlyOnceSupport {
    return (props[FILE] ?? '').trim() === '' ? 'UNSUPPORTED' : 'SUPPORTED';
  }

  override alterOffsets(
    props: Props,
    offsets: readonly (readonly [SourcePartition | null, SourceOffset | null])[],
  ): boolean {
    if (CONFIG.parse(props)[FILE] === null) {
      throw new ConnectError("Offsets cannot be changed when 'file' is not set: standard input has none");
    }
    for (const [partition, offset] of offsets) {
      // A reset may clean up whatever is stored.
      if (offset === null) continue;
      readPosition(offset);
      if (partition === null || !Object.hasOwn(partition, FILENAME)) {
        throw new ConnectError(`A source partition must have the key '${FILENAME}'`);
      }
    }
    return true;
  }

  override async plannedInputs(props: Props, offsets: OffsetStorageReader): Promise<PlannedInput[]> {
    return [await plannedFile(CONFIG.parse(props)[FILE], offsets)];
  }
}
