/** Owns a sink for tests that notes every call it gets, and does what records tell it: the member of a group whose life is to be seen. */
import { linesOf } from './our-worker';

/** One call of the worker. Partitions, records and offsets as `topic:partition`, in order. */
export interface SinkCall {
  readonly call: 'start' | 'open' | 'put' | 'preCommit' | 'close' | 'stop';
  readonly task: string;
  /** Of `open` and `close`. */
  readonly partitions?: readonly number[];
  /** Of `put`: `<partition>:<offset>=<value>`. */
  readonly records?: readonly string[];
  /** Of `preCommit`: `<partition>:<offset>`. */
  readonly offsets?: readonly string[];
}

/** The calls noted in a file so far; the last line may be on its way. */
export function sinkCalls(file: string): SinkCall[] {
  return linesOf(file)
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as SinkCall);
}

/** Values put so far, in their order. */
export function valuesPut(file: string): string[] {
  return sinkCalls(file)
    .flatMap(({ records = [] }) => records)
    .map((record) => record.slice(record.indexOf('=') + 1));
}

/**
 * The module, to be written beside the connector. Settings: `log`, the file of the calls. A record whose value begins with
 * `!` is an order, carried out the first time it is put: `!sleep <ms>`, `!rewind <offset>` (in the record's partition),
 * `!pause <ms>` (the record's partition), `!commit`, `!fail preCommit`.
 */
export const SCRIPTED_SINK = `
const { appendFileSync } = require('node:fs');
const { ConfigDef, SinkConnector, SinkTask, TopicPartitionMap } = require('connect-standalone');
class ScriptedTask extends SinkTask {
  version() { return '1'; }
  note(call, more) { appendFileSync(this.props.log, JSON.stringify({ call, task: this.props.task, ...more }) + '\\n'); }
  start(props) { this.props = props; this.done = new Set(); this.note('start'); }
  open(partitions) { this.note('open', { partitions: partitions.map((tp) => tp.partition).sort() }); }
  close(partitions) { this.note('close', { partitions: partitions.map((tp) => tp.partition).sort() }); }
  stop() { this.note('stop'); }
  async put(records) {
    if (this.wakesAt !== undefined && Date.now() >= this.wakesAt) {
      this.wakesAt = undefined;
      this.context.resume(this.paused);
    }
    if (this.wakesAt !== undefined) this.context.timeout(100);
    if (records.length === 0) return;
    this.note('put', { records: records.map((r) => r.kafkaPartition + ':' + r.kafkaOffset + '=' + r.value) });
    for (const record of records) await this.obey(record);
  }
  async obey({ topic, kafkaPartition: partition, value }) {
    if (!String(value).startsWith('!') || this.done.has(value)) return;
    this.done.add(value);
    const [order, argument] = value.slice(1).split(' ');
    if (order === 'sleep') await new Promise((resolve) => setTimeout(resolve, Number(argument)));
    if (order === 'rewind') this.context.offset(new TopicPartitionMap([[{ topic, partition }, Number(argument)]]));
    if (order === 'commit') this.context.requestCommit();
    if (order === 'fail') this.fails = true;
    if (order === 'pause') {
      this.paused = { topic, partition };
      this.context.pause(this.paused);
      this.wakesAt = Date.now() + Number(argument);
      this.context.timeout(100);
    }
  }
  preCommit(offsets) {
    this.note('preCommit', { offsets: [...offsets].map(([tp, offset]) => tp.partition + ':' + offset).sort() });
    if (!this.fails) return offsets;
    this.fails = false;
    throw new Error('the target is not ready');
  }
}
class Scripted extends SinkConnector {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start(props) { this.props = props; }
  taskClass() { return ScriptedTask; }
  taskConfigs(count) { return Array.from({ length: count }, (_, index) => ({ ...this.props, task: String(index) })); }
  stop() {}
}
module.exports = { Scripted };
`;
