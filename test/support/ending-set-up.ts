/** Owns a run for tests of how it ends: connectors, their tasks and Kafka are fakes that the test drives. */
import type { TopicPartition } from '../../src/api/topic-partition';
import { ActiveTopics } from '../../src/runtime/active-topics';
import type { Failed } from '../../src/runtime/ending/failure-policy';
import { SinkInput } from '../../src/runtime/ending/sink-input';
import type { ConnectorInfo } from '../../src/runtime/herder';
import type { WorkerTask } from '../../src/runtime/worker-task';
import { FakeClock } from './fake-clock';
import { FakeConsumer } from './fake-kafka';
import { FakeSinkReach, FakeSourceReach, fakeTask } from './fake-reach';
import { captureLog } from './silent-log';

export const P0: TopicPartition = { topic: 't', partition: 0 };

/** Sources and sinks by name, with one task each; sinks read the topic `t` and have one partition of it. */
export function setUpEnding(types: Readonly<Record<string, 'source' | 'sink'>>) {
  const clock = new FakeClock();
  const { log, text } = captureLog();
  const consumer = new FakeConsumer();
  const activeTopics = new ActiveTopics();
  const tasks = new Map<string, WorkerTask[]>();
  const sources = new Map<string, FakeSourceReach>();
  const sinks = new Map<string, FakeSinkReach>();
  const resumed: string[] = [];
  const givenUp = new Set<string>();
  const topics = { named: ['t'] };
  for (const [name, type] of Object.entries(types)) {
    if (type === 'source') sources.set(name, new FakeSourceReach());
    else sinks.set(name, new FakeSinkReach());
  }
  const known = new Set(Object.keys(types));
  const herder = {
    connectors: () => Promise.resolve([...known]),
    connectorInfo: (name: string) =>
      Promise.resolve<ConnectorInfo>({ name, config: {}, tasks: [], type: types[name] ?? 'unknown' }),
    taskConfigs: () => Promise.resolve([{}]),
    resumeConnector: (name: string) => {
      resumed.push(name);
      const reach = sources.get(name) ?? sinks.get(name);
      if (reach !== undefined) tasks.set(name, [fakeTask(reach, { connector: name })]);
      return Promise.resolve();
    },
    restartTask: () => Promise.resolve(),
    restartConnector: () => Promise.reject(new Error('not here')),
  };
  const write = (high: number) => {
    consumer.existing = [P0];
    consumer.ends.set(P0, { low: 0, high });
  };
  const options = {
    ...{ clock, log, herder, activeTopics },
    worker: { tasksOf: (name: string) => tasks.get(name) ?? [] },
    inputOf: () => {
      const input = new SinkInput({
        consumer,
        subscription: { topics: topics.named },
        resetsTo: 'earliest',
        clock,
        log,
      });
      return Promise.resolve({ input, fetchWaitMs: 500 });
    },
  };
  const isGivenUp = ({ connector }: Failed) => givenUp.has(connector);
  /** What a sink task has fetched, delivered and not committed. */
  const fetched = (name: string, offset: number) => {
    const sink = sinks.get(name);
    if (sink !== undefined) sink.assigned = [{ ...P0, fetched: offset, delivered: offset, committed: 0 }];
  };
  const endSource = (name: string) => Object.assign(sources.get(name) ?? {}, { hasEnded: true });
  const handles = { clock, text, consumer, activeTopics, resumed, givenUp, topics, known, sources, sinks };
  return { ...handles, options, isGivenUp, write, fetched, endSource };
}
