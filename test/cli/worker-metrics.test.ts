import { metricsOf } from '../../src/cli/worker-metrics';
import type { WorkerView } from '../../src/runtime/worker-view';
import { sampleSnapshot } from '../support/metric-snapshots';

describe('metricsOf', () => {
  it('loads nothing before the first scrape, then answers with one registry for all scrapes', async () => {
    const snapshot = jest.fn(() => sampleSnapshot().snapshot);
    const isLoaded = () => Object.keys(require.cache).some((file) => file.includes('prom-client'));
    const wasLoaded = isLoaded();
    const scrape = metricsOf({ snapshot } as unknown as WorkerView, 5);
    expect(isLoaded()).toBe(wasLoaded);
    expect(snapshot).not.toHaveBeenCalled();
    const [first, second] = await Promise.all([scrape(), scrape()]);
    expect(first.contentType).toBe(second.contentType);
    expect(first.text).toContain('kafka_connect_app_info_start_time_ms 5');
  });
});
