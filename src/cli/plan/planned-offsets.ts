/** Owns reading the source offsets that a run would begin with, whoever has them, without taking or changing anything. */
import { stat } from 'node:fs/promises';
import type { Props } from '../../api/plugin';
import { OffsetFileError } from '../../errors';
import type { KafkaClients } from '../../kafka/clients';
import { usesOffsetsTopic } from '../../runtime/offset-storage-config';
import type { StandaloneConfig } from '../../runtime/standalone-config';
import type { OnCorrupt } from '../../storage/file-offset-backing-store';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import { ifExists, locateFile } from '../../storage/offset-file';
import { lockHolder } from '../../storage/offset-file-lock';
import { readOffsetFile } from '../../storage/offset-file-snapshot';
import { EXIT_CODES } from '../exit-code';
import { OffsetTopicAccess } from '../offsets/offset-topic-access';
import type { PlanProblem } from './run-plan';

/** Where they are. */
export interface PlannedOffsetsOptions {
  readonly config: StandaloneConfig;
  /** The worker's settings, placeholders resolved. */
  readonly props: Props;
  readonly clients: KafkaClients;
  readonly onCorruptOffsets: OnCorrupt;
}

/** What is stored. */
export interface PlannedOffsets {
  readonly entries: readonly OffsetEntry[];
  /** Another worker has the file. */
  readonly problem: PlanProblem | undefined;
}

/** Rejects with OffsetFileError or WorkerStartError, as the run would. */
export async function readPlannedOffsets(options: PlannedOffsetsOptions): Promise<PlannedOffsets> {
  const { config, props } = options;
  if (usesOffsetsTopic(props)) return { entries: await readTopic(options), problem: undefined };
  const path = config['offset.storage.file.filename'];
  const file = await locateFile(path);
  const holder = await lockHolder(file, process);
  const problem: PlanProblem | undefined =
    holder === undefined
      ? undefined
      : { message: `The offset file ${file} is in use by ${holder}`, code: EXIT_CODES.TRY_LATER };
  return { entries: await readFileAsTold(file, options.onCorruptOffsets), problem };
}

/** A topic that is not there has nothing. */
async function readTopic({ clients, props }: PlannedOffsetsOptions): Promise<readonly OffsetEntry[]> {
  const access = new OffsetTopicAccess({ workerProps: props, clients, onWarning: () => undefined });
  try {
    return await access.entries();
  } finally {
    await access.close();
  }
}

async function readFileAsTold(file: string, onCorrupt: OnCorrupt): Promise<readonly OffsetEntry[]> {
  try {
    await refuseEmptied(file);
    return await readOffsetFile(file);
  } catch (thrown) {
    if (!(thrown instanceof OffsetFileError) || onCorrupt === 'fail') throw thrown;
    return onCorrupt === 'empty' ? [] : readOffsetFile(`${file}.bak`);
  }
}

/** Zero bytes where there is a version before are not "no offsets yet", but what a crash has left. */
async function refuseEmptied(file: string): Promise<void> {
  const [found, backup] = [await ifExists(stat(file)), await ifExists(stat(`${file}.bak`))];
  if (found?.size === 0 && backup !== undefined) {
    throw new OffsetFileError(`The offset file ${file} cannot be used: it is empty, and ${file}.bak is not`);
  }
}
