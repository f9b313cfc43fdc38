import { TASK_METRICS } from '../../src/metrics/task-metrics';
import { sampleSnapshot, valuesOf } from '../support/metric-snapshots';

describe('TASK_METRICS', () => {
  const { snapshot } = sampleSnapshot();
  const values = (name: string) => valuesOf(TASK_METRICS, `kafka_connect_${name}`, snapshot);
  const IN = 'connector=in,task=0';
  const OUT = 'connector=out,task=0';

  it('tells of sources what was polled, written and is on its way', () => {
    expect(values('source_task_source_record_poll_total')).toEqual({ [IN]: 10 });
    expect(values('source_task_source_record_write_total')).toEqual({ [IN]: 6 });
    expect(values('source_task_source_record_active_count')).toEqual({ [IN]: 3 });
    expect(values('source_task_poll_batch_max_time_ms')).toEqual({ [IN]: 20 });
    expect(values('source_task_source_record_poll_rate')[IN]).toBeCloseTo(10 / 30);
  });

  it('tells of sinks what was read, put and is not committed', () => {
    expect(values('sink_task_sink_record_read_total')).toEqual({ [OUT]: 12 });
    expect(values('sink_task_sink_record_send_total')).toEqual({ [OUT]: 9 });
    expect(values('sink_task_sink_record_active_count')).toEqual({ [OUT]: 8 });
    expect(values('sink_task_partition_count')).toEqual({ [OUT]: 2 });
    expect(values('sink_task_put_batch_avg_time_ms')).toEqual({ [OUT]: 40 });
  });

  it('tells of every task its batches, commits and errors, NaN where nothing was measured', () => {
    expect(values('connector_task_batch_size_max')).toEqual({ [IN]: 10, [OUT]: 9 });
    expect(values('connector_task_offset_commit_success_percentage')).toEqual({ [IN]: 1, [OUT]: 0 });
    expect(values('connector_task_offset_commit_avg_time_ms')).toEqual({ [IN]: 5, [OUT]: NaN });
    expect(values('task_error_total_record_failures')).toEqual({ [IN]: 3, [OUT]: 3 });
    expect(values('task_error_last_error_timestamp')).toEqual({ [IN]: 99, [OUT]: 99 });
  });
});
