/** Owns a pipeline of files with a Kafka in memory, for tests of `plan`. */
import path from 'node:path';
import { plan, type PlanOptions } from '../../src/cli/plan/plan';
import type { RecordReader } from '../../src/cli/plan/plan-surroundings';
import { Secrets } from '../../src/config/secrets';
import { TopicPartitionMap } from '../../src/api/topic-partition';
import { fakeConversation } from './fake-conversation';
import { FakeConsumer } from './fake-kafka';
import { offsetsSetUp } from './offsets-set-up';
import { propertiesText } from './properties-text';

const [P0, P1] = [
  { topic: 't', partition: 0 },
  { topic: 't', partition: 1 },
];

/**
 * As `offsetsSetUp`; `t` has two partitions with the offsets 0 to 7 and 0 to 1, and the group of the sink has committed 5 and 1.
 * Every offset holds a record, unless `gaps` has it.
 */
export function planSetUp(workerSettings: Readonly<Record<string, string>> = {}) {
  const base = offsetsSetUp(workerSettings);
  const { admin, folder, file } = base;
  admin.topics.set('t', 2);
  admin.configs.set('t', new Map([['cleanup.policy', 'delete']]));
  const consumer = new FakeConsumer();
  consumer.existing = [P0, P1];
  consumer.ends.set(P0, { low: 0, high: 7 }).set(P1, { low: 0, high: 1 });
  const committed = new TopicPartitionMap([
    [P0, 5],
    [P1, 1],
  ]);
  consumer.committed = () => Promise.resolve(committed);
  const gaps = new Set<number>();
  const reader: RecordReader = {
    connect: () => Promise.resolve(),
    hasRecordAt: (_partition, offset) => Promise.resolve(!gaps.has(offset)),
    close: () => Promise.resolve(),
  };
  const talk = fakeConversation();
  const clients = { admin: () => admin, consumer: () => consumer, producer: () => undefined as never };
  const options: PlanOptions = {
    ...{ secrets: new Secrets(), onCorruptOffsets: 'fail', json: true },
    ...{ clients, openReader: () => reader, conversation: talk },
  };
  const planOf = async (connectors: readonly string[], more: Partial<PlanOptions> = {}) => {
    const code = await plan(base.worker, connectors, { ...options, ...more });
    const text = talk.printed.splice(0).join('');
    return { code, text, json: (more.json === false ? {} : JSON.parse(text)) as PrintedPlan };
  };
  /** The file of a connector with these settings. */
  const connector = (name: string, settings: Readonly<Record<string, string>>) =>
    file(`${name}.properties`, propertiesText({ name, ...settings }));
  return {
    ...base,
    at: (name: string) => path.join(folder, name),
    consumer,
    committed,
    gaps,
    reader,
    options,
    planOf,
    connector,
  };
}

/** What is printed with `--json`. */
export interface PrintedPlan {
  readonly ok: boolean;
  readonly code: number;
  readonly connectors: readonly (Readonly<Record<string, unknown>> & {
    readonly notes: readonly string[];
    readonly problems: readonly { message: string; code: number }[];
  })[];
  readonly leftOut: readonly object[];
  readonly totals: Readonly<Record<string, unknown>>;
  readonly problems: readonly { message: string; code: number }[];
}
