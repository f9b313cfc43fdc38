import { WORKER_METRICS } from '../../src/metrics/connect-worker-metrics';
import { sampleSnapshot, valuesOf } from '../support/metric-snapshots';

describe('WORKER_METRICS', () => {
  const { snapshot } = sampleSnapshot();
  const values = (name: string) => valuesOf(WORKER_METRICS, `kafka_connect_connect_worker_${name}`, snapshot);

  it('counts connectors, tasks and their starts', () => {
    expect(values('connector_count')).toEqual({ '': 2 });
    expect(values('task_count')).toEqual({ '': 2 });
    expect(values('connector_startup_attempts_total')).toEqual({ '': 2 });
    expect(values('connector_startup_failure_total')).toEqual({ '': 1 });
    expect(values('connector_startup_success_percentage')).toEqual({ '': 0.5 });
    expect(values('task_startup_success_percentage')).toEqual({ '': 0 });
  });

  it('counts the tasks of each connector by state, also those that could not be made', () => {
    expect(values('connector_running_task_count')).toEqual({
      'connector=in': 1,
      'connector=out': 1,
      'connector=lost': 0,
    });
    expect(values('connector_failed_task_count')).toMatchObject({ 'connector=lost': 1 });
    expect(values('connector_destroyed_task_count')).toMatchObject({ 'connector=in': 0 });
  });
});
