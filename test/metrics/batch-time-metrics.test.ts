import { BATCH_TIME_METRICS } from '../../src/metrics/batch-time-metrics';
import { sampleSnapshot, valuesOf } from '../support/metric-snapshots';

describe('BATCH_TIME_METRICS', () => {
  it('counts in each bucket what is in the smaller ones too, in seconds', () => {
    const { snapshot, sink } = sampleSnapshot();
    sink.notePut(1, 2, 0);
    const values = valuesOf(BATCH_TIME_METRICS, 'kafka_connect_sink_task_put_batch_time_seconds', snapshot);
    const labels = 'connector=out,task=0';
    expect(values).toMatchObject({
      [`_bucket${labels},le=0.001`]: 0,
      [`_bucket${labels},le=0.0025`]: 1,
      [`_bucket${labels},le=0.05`]: 2,
      [`_bucket${labels},le=+Inf`]: 2,
      [`_count${labels}`]: 2,
    });
    expect(values[`_sum${labels}`]).toBeCloseTo(0.042);
  });
});
