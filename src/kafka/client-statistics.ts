/** Owns what is read out of the statistics that librdkafka gives from time to time: parsed only when somebody asks. */
import type { TopicPartition } from '../api/topic-partition';
import type { ClientStatistics } from './clients';

/** How often librdkafka gives them, unless the client's settings say otherwise. */
export const STATISTICS_INTERVAL_MS = 5000;

/** The little of librdkafka's document that is used. Times of brokers are microseconds. */
interface Report {
  readonly client_id?: string;
  readonly tx?: number;
  readonly brokers?: Readonly<Record<string, { readonly rtt?: { avg?: number; max?: number; cnt?: number } }>>;
  readonly topics?: Readonly<Record<string, { readonly partitions?: Readonly<Record<string, PartitionReport>> }>>;
  readonly cgrp?: { readonly rebalance_cnt?: number; readonly rebalance_age?: number };
}

interface PartitionReport {
  readonly hi_offset?: number;
  readonly ls_offset?: number;
}

/** The latest statistics of one client. */
export class StatisticsReader {
  #text = '';
  #parsed: Report | undefined;

  /** Takes the latest in place of those before. */
  take(text: string): void {
    this.#text = text;
    this.#parsed = undefined;
  }

  /** Undefined before the first. */
  read(): ClientStatistics | undefined {
    const report = this.#report();
    if (report === undefined) return undefined;
    const trips = Object.values(report.brokers ?? {}).flatMap(({ rtt }) => ((rtt?.cnt ?? 0) > 0 ? [rtt ?? {}] : []));
    const count = trips.reduce((sum, { cnt = 0 }) => sum + cnt, 0);
    const spent = trips.reduce((sum, { avg = 0, cnt = 0 }) => sum + avg * cnt, 0);
    return {
      clientId: report.client_id ?? '',
      requests: report.tx ?? 0,
      requestLatencyAvg: count === 0 ? Number.NaN : spent / count / 1000,
      requestLatencyMax: count === 0 ? Number.NaN : Math.max(...trips.map(({ max = 0 }) => max)) / 1000,
      group:
        report.cgrp === undefined
          ? undefined
          : { rebalances: report.cgrp.rebalance_cnt ?? 0, sinceRebalance: report.cgrp.rebalance_age ?? 0 },
    };
  }

  /** The offset after the last record of a partition, or after the last of a transaction that has ended; undefined: not known. */
  endOffset({ topic, partition }: TopicPartition, isCommittedOnly: boolean): number | undefined {
    const found = this.#report()?.topics?.[topic]?.partitions?.[String(partition)];
    const end = isCommittedOnly ? found?.ls_offset : found?.hi_offset;
    return end === undefined || end < 0 ? undefined : end;
  }

  #report(): Report | undefined {
    if (this.#text === '') return undefined;
    return (this.#parsed ??= parseReport(this.#text));
  }
}

/** How the document begins. librdkafka puts the client's id there as it is, quotation marks and all. */
const HEAD = /^\{ *"name": *"([^]*?)#(?:consumer|producer)-\d+", *"client_id": *"\1", *(?="type":)/;

/** A document that cannot be read tells nothing: one client with an odd name must not keep all the others from being seen. */
function parseReport(text: string): Report {
  const readable = text.replace(HEAD, (_head, clientId: string) => `{"client_id":${JSON.stringify(clientId)},`);
  try {
    return JSON.parse(readable) as Report;
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
