import { SourceRecord } from '../../../src/api/source-record';
import type { SourceTask } from '../../../src/api/source-task';
import { RecordConfirmations } from '../../../src/runtime/source/record-confirmations';
import { settle } from '../../support/fake-clock';
import { captureLog } from '../../support/silent-log';

const record = new SourceRecord({ topic: 't', sourcePartition: null, sourceOffset: null });
const metadata = { topic: 't', partition: 0, offset: 7, timestamp: -1 };

function setUp(task: Partial<SourceTask>, holds = false) {
  const log = captureLog();
  return { log, confirmations: new RecordConfirmations(task, log.log, holds) };
}

describe('RecordConfirmations', () => {
  it('tells the task of a record at once', () => {
    const commitRecord = jest.fn();
    const { confirmations } = setUp({ commitRecord });
    confirmations.confirm(record, metadata);
    expect(commitRecord.mock.calls).toEqual([[record, metadata]]);
  });

  it('holds what it is to hold until it is released, and tells it once, in order', () => {
    const commitRecord = jest.fn();
    const { confirmations } = setUp({ commitRecord }, true);
    confirmations.confirm(record, metadata);
    confirmations.confirm(record, null);
    expect(commitRecord).not.toHaveBeenCalled();
    confirmations.release();
    confirmations.release();
    expect(commitRecord.mock.calls).toEqual([
      [record, metadata],
      [record, null],
    ]);
  });

  it('knows whether anybody wants to hear of single records', () => {
    expect(setUp({ commitRecord: () => undefined }).confirmations.areWanted).toBe(true);
    const { confirmations } = setUp({}, true);
    expect(confirmations.areWanted).toBe(false);
    expect(() => confirmations.confirm(record, null)).not.toThrow();
  });

  it('logs what the task throws, or rejects with, and goes on', async () => {
    const failing = setUp({
      commitRecord: () => Promise.reject(new Error('later')),
      commit: () => {
        throw new Error('now');
      },
    });
    failing.confirmations.confirm(record, null);
    await failing.confirmations.committed();
    await settle();
    expect(failing.log.text()).toContain('commitRecord failed');
    expect(failing.log.text()).toContain('commit of the task failed');
  });
});
