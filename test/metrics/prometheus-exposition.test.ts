import { METRICS, PrometheusExposition } from '../../src/metrics/prometheus-exposition';
import type { WorkerView } from '../../src/runtime/worker-view';
import { sampleSnapshot } from '../support/metric-snapshots';
import { parsePrometheusText } from '../support/prometheus-text';

function setUp() {
  const { snapshot } = sampleSnapshot();
  const look = jest.fn(() => snapshot);
  return { snapshot, look, exposition: new PrometheusExposition({ snapshot: look } as unknown as WorkerView, 1234) };
}

describe('PrometheusExposition', () => {
  it('answers in the text format with every metric, and those of the process', async () => {
    const { contentType, text } = await setUp().exposition.scrape();
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    const families = parsePrometheusText(text);
    for (const { name, type } of METRICS) expect([name, families.get(name)?.type]).toEqual([name, type]);
    expect(families.get('process_resident_memory_bytes')?.series).toHaveLength(1);
    expect(families.get('kafka_connect_app_info_start_time_ms')?.series[0]?.value).toBe(1234);
  });

  it('looks at the worker once for a scrape, and anew for the next', async () => {
    const { look, exposition } = setUp();
    await exposition.scrape();
    expect(look).toHaveBeenCalledTimes(1);
    await new Promise((resolve) => setImmediate(resolve));
    await exposition.scrape();
    expect(look).toHaveBeenCalledTimes(2);
  });

  it('keeps nothing of a connector that was removed', async () => {
    const { snapshot, look, exposition } = setUp();
    expect((await exposition.scrape()).text).toContain('connector="out"');
    await new Promise((resolve) => setImmediate(resolve));
    look.mockReturnValue({ ...snapshot, connectors: snapshot.connectors.filter(({ name }) => name !== 'out') });
    expect((await exposition.scrape()).text).not.toContain('connector="out"');
  });

  it('escapes what a name may hold', async () => {
    const { snapshot, look, exposition } = setUp();
    const [first] = snapshot.connectors;
    const name = 'a "b" \\ \n é';
    look.mockReturnValue({ ...snapshot, connectors: [{ ...first!, name, tasks: [] }] });
    const status = parsePrometheusText((await exposition.scrape()).text).get('kafka_connect_connector_status');
    expect(status?.series[0]?.labels['connector']).toBe(name);
  });

  it('has each name once, and registries of several workers apart', async () => {
    expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
    const [one, two] = [setUp(), setUp()];
    await expect(Promise.all([one.exposition.scrape(), two.exposition.scrape()])).resolves.toHaveLength(2);
  });
});
