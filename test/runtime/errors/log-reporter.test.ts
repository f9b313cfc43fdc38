import { SourceRecord } from '../../../src/api/source-record';
import { STRING_SCHEMA } from '../../../src/data/connect-schema';
import { ErrorCounters } from '../../../src/runtime/errors/error-counters';
import { LogReporter } from '../../../src/runtime/errors/log-reporter';
import type { FailedRecord } from '../../../src/runtime/errors/processing-context';
import { captureLog } from '../../support/silent-log';

const consumed: FailedRecord = {
  consumed: {
    topic: 't',
    partition: 2,
    offset: 7,
    timestamp: 5,
    timestampType: 'CREATE_TIME',
    key: null,
    value: Buffer.from('secret value'),
    headers: null,
  },
};

function report(record: FailedRecord, includesMessages: boolean) {
  const log = captureLog();
  const counters = new ErrorCounters();
  const reporter = new LogReporter({ id: { connector: 'c', task: 1 }, log: log.log, includesMessages, counters });
  reporter.report({ stage: 'VALUE_CONVERTER', executingClass: 'org.example.V', record, error: new Error('bad') });
  return { line: log.lines[0], counters };
}

describe('LogReporter', () => {
  it('names task, stage, class and error, and nothing of the record unless it is asked to', () => {
    const { line, counters } = report(consumed, false);
    expect(line?.msg).toBe(
      "Error encountered in task c-1. Executing stage 'VALUE_CONVERTER' with class 'org.example.V'.",
    );
    expect(line?.err?.message).toBe('bad');
    expect(line?.level).toBe(50);
    expect(counters.errorsLogged).toBe(1);
  });

  it('adds the coordinates of a consumed record, not its content', () => {
    const { line } = report(consumed, true);
    expect(line?.msg).toContain(
      "consumed record is {topic='t', partition=2, offset=7, timestamp=5, timestampType=CreateTime}",
    );
    expect(line?.msg).not.toContain('secret value');
  });

  it('adds a polled record as a whole, in the words of Java', () => {
    const polled = new SourceRecord({
      topic: 't',
      sourcePartition: { file: 'a' },
      sourceOffset: { position: 3n },
      valueSchema: STRING_SCHEMA,
      value: 'text',
    });
    polled.headers.add('h', 'v', STRING_SCHEMA);
    expect(report({ polled }, true).line?.msg).toContain(
      "where source record is = SourceRecord{sourcePartition={file=a}, sourceOffset={position=3}} ConnectRecord{topic='t', kafkaPartition=null, key=null, keySchema=null, value=text, valueSchema=Schema{STRING}, timestamp=null, headers=[h=v]}.",
    );
  });
});
