import { allTasks, connectMetricName, runningTasks, sinkTasks, sourceTasks } from '../../src/metrics/metric-table';
import { sampleSnapshot } from '../support/metric-snapshots';

describe('connectMetricName', () => {
  it('is what users of the JMX exporter know', () => {
    expect(connectMetricName('sink-task-metrics', 'put-batch-max-time-ms')).toBe(
      'kafka_connect_sink_task_put_batch_max_time_ms',
    );
    expect(connectMetricName('connect-worker-metrics', 'task-count')).toBe('kafka_connect_connect_worker_task_count');
  });
});

describe('the tasks of a snapshot', () => {
  it('are told apart by whether they were made, and by the way of their records', () => {
    const { snapshot } = sampleSnapshot();
    const names = (tasks: readonly { labels: Record<string, string> }[]) =>
      tasks.map(({ labels }) => labels['connector']);
    expect(allTasks(snapshot)).toHaveLength(3);
    expect(names(runningTasks(snapshot))).toEqual(['in', 'out']);
    expect(names(sourceTasks(snapshot))).toEqual(['in']);
    expect(names(sinkTasks(snapshot))).toEqual(['out']);
  });
});
