/** Owns a sink for tests that reports what it does not like: `bad` values as errant records, `own` ones as records of its own. */
export const PICKY_SINK = `
const { ConfigDef, DataError, SinkConnector, SinkRecord, SinkTask } = require('connect-standalone');
class PickyTask extends SinkTask {
  version() { return '1'; }
  start(props) { this.swallows = props.swallows === 'true'; }
  put(records) { for (const record of records) this.deliver(record); }
  deliver(record) {
    const error = new DataError('the target refuses it');
    if ('own' in record.value) this.report(new SinkRecord({
      topic: record.topic, kafkaPartition: record.kafkaPartition, kafkaOffset: record.kafkaOffset, value: { made: 'here' },
    }), error);
    if ('bad' in record.value) this.report(record.newRecord({ value: 'changed' }), error);
  }
  report(record, error) {
    try {
      void this.context.errantRecordReporter.report(record, error);
    } catch (thrown) {
      if (!this.swallows) throw thrown;
    }
  }
  stop() {}
}
class Picky extends SinkConnector {
  version() { return '1'; }
  config() { return new ConfigDef(); }
  start(props) { this.props = props; }
  taskClass() { return PickyTask; }
  taskConfigs() { return [this.props]; }
  stop() {}
}
module.exports = { Picky };
`;
