/** Owns the list of faults: what each is called, how often the full run and the short one have it. */
import { removeTopic, fillBrokerDisk, freezeBroker, restartBroker } from './broker-rounds';
import { killInCommit, killInFlush, killInOffsetFile, killInPoll, killInPut, killInSend } from './kill-rounds';
import { closeOffsetFolder, fillOffsetDisk } from './offset-file-rounds';
import type { Round } from './round';
import { corruptRecords, hangInSink, throwInSink } from './sink-rounds';

/** A fault that the suite knows. */
export interface FaultKind {
  readonly name: string;
  readonly round: Round;
  /** Rounds in the full run, and in the short one. */
  readonly full: number;
  readonly short: number;
}

export const FAULT_KINDS: readonly FaultKind[] = [
  { name: 'kill-poll', round: killInPoll, full: 18, short: 1 },
  { name: 'kill-send', round: killInSend, full: 22, short: 2 },
  { name: 'kill-put', round: killInPut, full: 20, short: 1 },
  { name: 'kill-flush', round: killInFlush, full: 16, short: 1 },
  { name: 'kill-commit', round: killInCommit, full: 18, short: 1 },
  { name: 'kill-offset-file', round: killInOffsetFile, full: 14, short: 1 },
  { name: 'broker-restart', round: restartBroker, full: 14, short: 1 },
  { name: 'broker-frozen', round: freezeBroker, full: 12, short: 1 },
  { name: 'broker-disk-full', round: fillBrokerDisk, full: 10, short: 1 },
  { name: 'topic-deleted', round: removeTopic, full: 12, short: 2 },
  { name: 'offset-disk-full', round: fillOffsetDisk, full: 12, short: 1 },
  { name: 'offset-read-only', round: closeOffsetFolder, full: 12, short: 1 },
  { name: 'sink-throws', round: throwInSink, full: 16, short: 2 },
  { name: 'sink-hangs', round: hangInSink, full: 12, short: 2 },
  { name: 'corrupt-records', round: corruptRecords, full: 14, short: 2 },
];
