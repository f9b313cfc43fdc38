/**
 * Owns connectors for tests that never come back from one of their calls: the one that `stuck.in` names, of the task or, as
 * `connector.stop`, of the connector. They wait for ever, or with `stuck.how=blocked` hold the event loop.
 */
export const STUCK_PLUGINS = `
const { ConfigDef, SinkConnector, SinkTask, SourceConnector, SourceRecord, SourceTask } = require('connect-standalone');
const tasksOf = (Base) => class extends Base {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start(props) { this.props = props; }
  taskClass() { return this.constructor.task; }
  taskConfigs() { return [this.props]; }
  stop() { return stuckIn(this, 'connector.stop'); }
};
const stuckIn = (task, call) => {
  if (task.props['stuck.in'] !== call) return undefined;
  console.log(task.props.name + ' is stuck');
  if (task.props['stuck.how'] === 'blocked') for (;;);
  return new Promise(() => undefined);
};
class StuckSinkTask extends SinkTask {
  version() { return '1'; }
  start(props) { this.props = props; console.log(props.name + ' has started'); return stuckIn(this, 'start'); }
  open() { return stuckIn(this, 'open'); }
  put(records) {
    if (records.length === 0) return undefined;
    console.log(this.props.name + ' was put ' + records.length);
    return stuckIn(this, 'put');
  }
  flush() { return stuckIn(this, 'flush'); }
  close() { return stuckIn(this, 'close'); }
  stop() { return stuckIn(this, 'stop'); }
}
class StuckSourceTask extends SourceTask {
  version() { return '1'; }
  start(props) { this.props = props; console.log(props.name + ' has started'); return stuckIn(this, 'start'); }
  async poll() {
    await stuckIn(this, 'poll');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [new SourceRecord({ sourcePartition: {}, sourceOffset: { n: 1 }, topic: this.props.topic, value: 'x' })];
  }
  commit() { return stuckIn(this, 'commit'); }
  stop() { return stuckIn(this, 'stop'); }
}
class StuckSink extends tasksOf(SinkConnector) { static task = StuckSinkTask; }
class StuckSource extends tasksOf(SourceConnector) { static task = StuckSourceTask; }
module.exports = { StuckSink, StuckSource };
`;
