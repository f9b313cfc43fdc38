import { runReport } from '../../src/cli/run-report';
import { runTextfile } from '../../src/cli/run-textfile';
import { parsePrometheusText } from '../support/prometheus-text';
import { partitionTally, runFacts, sinkTally, sourceTally } from '../support/run-tallies';

const text = (facts: Parameters<typeof runFacts>[0] = {}, before?: string) =>
  runTextfile(runReport(runFacts(facts)), '/var/lib/node_exporter/nightly.prom', before);
const valueOf = (from: string, name: string) => parsePrometheusText(from).get(`connect_standalone_${name}`)?.series[0];

describe('runTextfile', () => {
  it('is text that Prometheus reads, and names the file in each series', () => {
    const families = parsePrometheusText(text({ connectors: [sinkTally('sink'), sourceTally('source')] }));
    const all = [...families.values()].flatMap(({ series }) => series);
    expect(new Set(all.map(({ labels }) => labels['run']))).toEqual(new Set(['nightly']));
    expect([...families.keys()].every((name) => name.startsWith('connect_standalone_'))).toBe(true);
    expect(families.get('connect_standalone_connector_records')?.series).toMatchObject([
      { labels: { connector: 'sink', type: 'sink' }, value: 10 },
      { labels: { connector: 'source', type: 'source' }, value: 10 },
    ]);
  });

  it('has figures of the run, of connectors and of partitions', () => {
    const families = parsePrometheusText(text({ code: 75 }));
    const value = (name: string) => families.get(`connect_standalone_${name}`)?.series[0]?.value;
    expect(['exit_code', 'duration_seconds', 'records', 'dead_letters', 'lag'].map(value)).toEqual([
      75, 3.25, 10, 2, 5,
    ]);
    expect(['bytes', 'lag', 'duration_seconds'].map((name) => value(`connector_${name}`))).toEqual([100, 5, 2.5]);
    const offsets = ['first_offset', 'last_offset', 'committed_offset', 'end_offset', 'lag'];
    expect(offsets.map((name) => value(`partition_${name}`))).toEqual([5, 14, 15, 20, 5]);
  });

  it('leaves out what is not known', () => {
    const connectors = [sinkTally('s', { lag: undefined, partitions: [partitionTally(0, { to: undefined })] })];
    const names = [...parsePrometheusText(text({ connectors })).keys()];
    expect(names).not.toContain('connect_standalone_connector_lag');
    expect(names).not.toContain('connect_standalone_partition_end_offset');
  });

  it('escapes what may stand in names', () => {
    const family = valueOf(text({ connectors: [sinkTally('a"b\\c\nd')] }), 'connector_records');
    expect(family?.labels['connector']).toBe('a"b\\c\nd');
  });

  it('keeps the time of the last success when a run fails', () => {
    const good = text();
    const last = valueOf(good, 'last_success_timestamp_seconds')?.value;
    expect(last).toBe(Date.UTC(2026, 0, 1) / 1000 + 3.25);
    const bad = text({ code: 65, startedAt: Date.UTC(2027, 0, 1) }, good);
    expect(valueOf(bad, 'last_success_timestamp_seconds')?.value).toBe(last);
    const worse = text({ code: 65, startedAt: Date.UTC(2028, 0, 1) }, bad);
    expect(valueOf(worse, 'last_success_timestamp_seconds')?.value).toBe(last);
    expect(valueOf(text({ code: 65 }), 'last_success_timestamp_seconds')?.value).toBe(0);
  });
});
