import { SourceRecord } from '../../../src/api/source-record';
import { KafkaError } from '../../../src/errors';
import { sendFailure } from '../../../src/runtime/source/send-failure';

const record = new SourceRecord({ topic: 't', sourcePartition: { filename: 'a' }, sourceOffset: { position: 10n } });

describe('sendFailure', () => {
  it('names the record, the reason and, for a record that is too large, the setting', () => {
    const error = sendFailure(record, {
      sequence: 0,
      kafkaCode: 10,
      message: 'Message size too large',
      isRetriable: false,
    });
    expect(error.message).toContain('topic t');
    expect(error.message).toContain('"position":10');
    expect(error.message).toContain('producer.override.max.request.size');
    expect(error.cause).toBeInstanceOf(KafkaError);
  });

  it('gives no advice where it has none', () => {
    const error = sendFailure(record, {
      sequence: 0,
      kafkaCode: 29,
      message: 'Topic authorization failed',
      isRetriable: false,
    });
    expect(error.message).toContain('Topic authorization failed');
    expect(error.message).not.toContain('max.request.size');
  });
});
