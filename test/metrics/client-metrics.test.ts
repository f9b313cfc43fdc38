import { CLIENT_METRICS } from '../../src/metrics/client-metrics';
import { sampleSnapshot, valuesOf } from '../support/metric-snapshots';

describe('CLIENT_METRICS', () => {
  const { snapshot } = sampleSnapshot();
  const values = (name: string) => valuesOf(CLIENT_METRICS, name, snapshot);

  it('has the lag of each partition, and the largest of each task', () => {
    expect(values('kafka_consumer_fetch_manager_records_lag')).toEqual({
      'connector=out,task=0,topic=t,partition=0': 0,
      'connector=out,task=0,topic=t,partition=1': 5,
    });
    expect(values('kafka_consumer_fetch_manager_records_lag_max')).toEqual({ 'connector=out,task=0': 5 });
  });

  it('has what clients say of themselves', () => {
    const consumer = 'connector=out,task=0,client_id=client-sink';
    expect(values('kafka_consumer_coordinator_rebalance_total')).toEqual({ [consumer]: 2 });
    expect(values('kafka_consumer_coordinator_last_rebalance_seconds_ago')).toEqual({ [consumer]: 3 });
    expect(values('kafka_consumer_coordinator_assigned_partitions')).toEqual({ 'connector=out,task=0': 2 });
    expect(values('kafka_producer_request_latency_avg')).toEqual({
      'connector=in,task=0,client_id=client-source': 1.5,
    });
    expect(values('kafka_producer_record_send_total')).toEqual({ 'connector=in,task=0': 6 });
    expect(values('kafka_producer_record_error_total')).toEqual({ 'connector=in,task=0': 0 });
  });
});
