/** Owns plugin files for tests of how runs end: sources that never end, or spoil things, and sinks that fail. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const HEAD = `
const { SourceConnector, SourceTask, SourceRecord, SinkConnector, SinkTask, ConfigDef, STRING_SCHEMA } = require('connect-standalone');
const { appendFileSync, existsSync, readFileSync, rmSync } = require('node:fs');
const waits = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const connectorOf = (Base, Task) => class extends Base {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start(props) { this.props = props; }
  taskClass() { return Task; }
  taskConfigs() { return [{ ...this.props }]; }
  stop() {}
};
`;

/** A record each 50 ms up to \`count\`, then nothing; never says that it ends. */
const ENDLESS = `
class EndlessTask extends SourceTask {
  version() { return '1'; }
  async start({ topic, count }) {
    const stored = await this.context.offsetStorageReader.offset({ stream: 'one' });
    Object.assign(this, { topic, count: Number(count), at: Number(stored?.at ?? 0) });
  }
  async poll() {
    await waits(50);
    if (this.at >= this.count) return null;
    const offset = { at: ++this.at };
    return [new SourceRecord({ topic: this.topic, value: 'line ' + this.at, valueSchema: STRING_SCHEMA, sourcePartition: { stream: 'one' }, sourceOffset: offset })];
  }
  stop() {}
}
module.exports = { Endless: connectorOf(SourceConnector, EndlessTask) };
`;

/** Removes the folder in which the offsets are, returns a record and says that it ends. */
const WRECKER = `
class WreckerTask extends SourceTask {
  version() { return '1'; }
  start(props) { Object.assign(this, props); }
  async poll() {
    this.context.endOfInput();
    if (this.isDone) { await waits(100); return null; }
    this.isDone = true;
    rmSync(this['wreck.folder'], { recursive: true });
    return [new SourceRecord({ topic: this.topic, value: 'v', valueSchema: STRING_SCHEMA, sourcePartition: { s: 1 }, sourceOffset: { at: 1 } })];
  }
  stop() {}
}
module.exports = { Wrecker: connectorOf(SourceConnector, WreckerTask) };
`;

/** Throws the first \`failures\` times that it gets records, counted in a file; then it writes them. */
const FLAKY = `
class FlakyTask extends SinkTask {
  version() { return '1'; }
  start(props) { Object.assign(this, props); }
  put(records) {
    if (records.length === 0) return;
    const failed = existsSync(this['count.file']) ? readFileSync(this['count.file'], 'utf8').length : 0;
    if (failed < Number(this.failures)) {
      appendFileSync(this['count.file'], 'x');
      throw Object.assign(new Error('flaky for the ' + (failed + 1) + '. time'), this['error.code'] ? { code: this['error.code'] } : {});
    }
    for (const { value } of records) appendFileSync(this.file, value + '\\n');
  }
  stop() {}
}
module.exports = { Flaky: connectorOf(SinkConnector, FlakyTask) };
`;

/** Writes a file only when it has ten records, or at the end of the input; commits only what is written. */
const TENS = `
class TensTask extends SinkTask {
  version() { return '1'; }
  start(props) { this.file = props.file; this.held = []; this.written = new Map(); }
  put(records) { this.held.push(...records); if (this.held.length >= 10) this.write(); }
  endOfInput() { this.write(); }
  write() {
    for (const { value, topic, kafkaPartition, kafkaOffset } of this.held.splice(0)) {
      appendFileSync(this.file, value + '\\n');
      this.written.set(topic + kafkaPartition, kafkaOffset + 1);
    }
  }
  preCommit(offsets) {
    for (const [{ topic, partition }] of [...offsets]) {
      const at = this.written.get(topic + partition);
      if (at === undefined) offsets.delete({ topic, partition });
      else offsets.set({ topic, partition }, at);
    }
    return offsets;
  }
  stop() {}
}
module.exports = { Tens: connectorOf(SinkConnector, TensTask) };
`;

/** Writes the plugins into a folder: \`./endless.cjs\`, \`./wrecker.cjs\`, \`./flaky.cjs\`, \`./tens.cjs\`. */
export function writeOncePlugins(folder: string): void {
  const files = { endless: ENDLESS, wrecker: WRECKER, flaky: FLAKY, tens: TENS };
  for (const [name, code] of Object.entries(files)) writeFileSync(path.join(folder, `${name}.cjs`), HEAD + code);
}
