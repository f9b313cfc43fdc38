/** Owns connectors for tests that lose nothing: records of a JSON file into a topic, and what a topic holds into lines of JSON. */
import { appendFileSync, readFileSync } from 'node:fs';
import {
  BYTES_SCHEMA,
  ConfigDef,
  ConnectHeaders,
  OPTIONAL_BYTES_SCHEMA,
  SinkConnector,
  type SinkRecord,
  SinkTask,
  SourceConnector,
  SourceRecord,
  SourceTask,
  type Props,
  type TaskConfig,
} from 'connect-standalone';

/** Bytes as hexadecimal text. */
type Hex = string | null;

/** A record as the files hold it. */
export interface ExactRecord {
  readonly key: Hex;
  readonly value: Hex;
  readonly timestamp: number | null;
  readonly headers: readonly (readonly [string, Hex])[];
}

const CONFIG = new ConfigDef()
  .define({ name: 'file', type: 'STRING', importance: 'HIGH', doc: 'The file of records.' })
  .define({ name: 'topic', type: 'STRING', default: '', importance: 'HIGH', doc: 'Where a source writes.' });

export class ExactSourceConnector extends SourceConnector {
  #props: Props = {};

  version() {
    return '1';
  }

  config() {
    return CONFIG;
  }

  taskClass() {
    return ExactSourceTask;
  }

  start(props: Props) {
    this.#props = props;
  }

  taskConfigs(): TaskConfig[] {
    return [CONFIG.parse(this.#props)];
  }

  stop() {
    // Nothing is open.
  }
}

/** Gives all records at once, then nothing any more. */
export class ExactSourceTask extends SourceTask {
  #records: SourceRecord[] = [];

  version() {
    return '1';
  }

  override start(props: Props) {
    const { file, topic } = CONFIG.parse(props);
    const records = JSON.parse(readFileSync(file, 'utf8')) as ExactRecord[];
    this.#records = records.map((record) => sourceRecord(topic, record));
  }

  override async poll() {
    const records = this.#records.splice(0);
    if (records.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return records;
  }

  stop() {
    this.#records = [];
  }
}

function sourceRecord(topic: string, { key, value, timestamp, headers }: ExactRecord): SourceRecord {
  const all = new ConnectHeaders();
  for (const [name, bytes] of headers) all.add(name, bytesOf(bytes), OPTIONAL_BYTES_SCHEMA);
  return new SourceRecord({
    topic,
    keySchema: OPTIONAL_BYTES_SCHEMA,
    key: bytesOf(key),
    valueSchema: value === null ? OPTIONAL_BYTES_SCHEMA : BYTES_SCHEMA,
    value: bytesOf(value),
    timestamp,
    headers: all,
    sourcePartition: { file: 'records' },
    sourceOffset: { position: 1 },
  });
}

export class ExactSinkConnector extends SinkConnector {
  #props: Props = {};

  version() {
    return '1';
  }

  config() {
    return CONFIG;
  }

  taskClass() {
    return ExactSinkTask;
  }

  start(props: Props) {
    this.#props = props;
  }

  taskConfigs(): TaskConfig[] {
    return [CONFIG.parse(this.#props)];
  }

  stop() {
    // Nothing is open.
  }
}

/** Adds a line of JSON for each record. */
export class ExactSinkTask extends SinkTask {
  #file = '';

  version() {
    return '1';
  }

  override start(props: Props) {
    this.#file = CONFIG.parse(props).file;
  }

  override put(records: SinkRecord[]) {
    for (const record of records) appendFileSync(this.#file, `${JSON.stringify(exactRecord(record))}\n`);
  }

  stop() {
    // Nothing is open.
  }
}

function exactRecord({ key, value, timestamp, headers }: SinkRecord): ExactRecord {
  return {
    key: hexOf(key),
    value: hexOf(value),
    timestamp,
    headers: Array.from(headers, ({ key: name, value: bytes }) => [name, hexOf(bytes)] as const),
  };
}

function bytesOf(hex: Hex): Buffer | null {
  return hex === null ? null : Buffer.from(hex, 'hex');
}

function hexOf(bytes: unknown): Hex {
  if (bytes === null) return null;
  if (!Buffer.isBuffer(bytes)) throw new TypeError(`not bytes: ${typeof bytes}`);
  return bytes.toString('hex');
}
