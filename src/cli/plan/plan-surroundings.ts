/** Owns what the plans of single connectors are made with. */
import { asError } from '../../errors';
import type { ClientProperties, KafkaAdmin, KafkaClients } from '../../kafka/clients';
import type { Logger } from '../../logger';
import type { TopicPartition } from '../../api/topic-partition';
import { isUnavailability } from '../../runtime/ending/unavailability';
import type { OffsetEntry } from '../../storage/offset-backing-store';
import { connectionOf } from '../checked-clients';
import { exitCodeOf } from '../exit-code';
import type { CheckedPipeline } from '../settings-check';
import type { PlanProblem } from './run-plan';

/** A connector of the run. */
export type PlannedSubject = CheckedPipeline['connectors'][number] & { readonly name: string };

/** What is around a connector. */
export interface PlanSurroundings {
  readonly worker: CheckedPipeline['worker'];
  readonly clients: KafkaClients;
  readonly log: Logger;
  /** All connectors of the run. */
  readonly all: readonly PlannedSubject[];
  /** Stored source offsets of all connectors. */
  readonly entries: readonly OffsetEntry[];
  /** Looks into partitions without a group. */
  readonly openReader: (properties: ClientProperties) => RecordReader;
}

/** What is needed to tell whether a record lies at an offset. */
export interface RecordReader {
  connect(): Promise<void>;
  hasRecordAt(partition: TopicPartition, offset: number): Promise<boolean>;
  close(): Promise<void>;
}

/** Somebody looks on: Java's minute would be long. */
const LONGEST_WAIT_MS = 30_000;

/** Properties with a wait that somebody who looks on can bear. */
export function impatient<P extends Readonly<Record<string, string | null>>>(properties: P): P {
  const given = Number(properties['default.api.timeout.ms'] ?? LONGEST_WAIT_MS);
  return { ...properties, 'default.api.timeout.ms': String(Math.min(given, LONGEST_WAIT_MS)) };
}

/** Asks the brokers of another client, as that client. */
export async function asking<T>(
  clients: KafkaClients,
  properties: ClientProperties,
  question: (admin: KafkaAdmin) => Promise<T>,
): Promise<T> {
  const admin = clients.admin({ properties: impatient(connectionOf(properties)) });
  try {
    await admin.connect();
    return await question(admin);
  } finally {
    await admin.close();
  }
}

/** What a thrown error means for the run. */
export function problemOf(thrown: unknown): PlanProblem {
  const { message } = asError(thrown);
  return { message, code: exitCodeOf(thrown, isUnavailability(thrown) ? 'run' : 'start') };
}
