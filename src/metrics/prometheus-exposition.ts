/** Owns the text that Prometheus reads: a registry of its own for each worker, filled when somebody scrapes. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { WorkerView } from '../runtime/worker-view';
import { VERSION } from '../version';
import { BATCH_TIME_METRICS } from './batch-time-metrics';
import { CLIENT_METRICS } from './client-metrics';
import type { MetricDefinition, MetricSample } from './metric-table';
import { PLUGIN_METRICS } from './plugin-metrics';
import { TASK_METRICS } from './task-metrics';
import { WORKER_METRICS } from './connect-worker-metrics';

/** The metrics of Kafka Connect and of its clients; those of the process come beside them. */
export const METRICS: readonly MetricDefinition[] = [
  ...WORKER_METRICS,
  ...PLUGIN_METRICS,
  ...TASK_METRICS,
  ...BATCH_TIME_METRICS,
  ...CLIENT_METRICS,
];

/** An answer to a scrape. */
export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

/** What prom-client asks a metric for. */
type Collected = Awaited<ReturnType<Gauge['get']>>;

/** A metric whose values are read when they are asked for: nothing is kept, so nothing is left of what was removed. */
class ReadMetric extends Gauge {
  readonly #definition: MetricDefinition;
  readonly #samples: () => readonly MetricSample[];

  constructor(definition: MetricDefinition, registry: Registry, samples: () => readonly MetricSample[]) {
    super({ name: definition.name, help: definition.help, registers: [registry] });
    this.#definition = definition;
    this.#samples = samples;
  }

  override get(): Promise<Collected> {
    const { name, help, type } = this.#definition;
    const values = this.#samples().map(({ suffix = '', ...sample }) => ({ ...sample, metricName: name + suffix }));
    return Promise.resolve({ name, help, type, values, aggregator: 'sum' } as unknown as Collected);
  }
}

/** The metrics of one worker. Scrapes may overlap. */
export class PrometheusExposition {
  readonly #registry = new Registry();
  readonly #view: WorkerView;

  /** `startTime`: of the worker, in milliseconds since the epoch. */
  constructor(view: WorkerView, startTime: number) {
    this.#view = view;
    collectDefaultMetrics({ register: this.#registry });
    const info = { name: 'kafka_connect_app_info', help: 'The version of this worker.' };
    new Gauge({ ...info, labelNames: ['version'], registers: [this.#registry] }).set({ version: VERSION }, 1);
    const start = { name: 'kafka_connect_app_info_start_time_ms', help: 'When this worker started, since 1970.' };
    new Gauge({ ...start, registers: [this.#registry] }).set(startTime);
    const snapshotOnce = this.#snapshots();
    for (const definition of METRICS) new ReadMetric(definition, this.#registry, () => definition.read(snapshotOnce()));
  }

  async scrape(): Promise<Exposition> {
    const text = await this.#registry.metrics();
    // prom-client spells it as no other exporter does.
    return { contentType: this.#registry.contentType, text: text.replace(/ Nan$/gm, ' NaN') };
  }

  /** All metrics are read in one turn of the event loop: one look at the worker is enough for them. */
  #snapshots(): () => ReturnType<WorkerView['snapshot']> {
    let latest: ReturnType<WorkerView['snapshot']> | undefined;
    return () => {
      if (latest === undefined) {
        latest = this.#view.snapshot();
        setImmediate(() => (latest = undefined));
      }
      return latest;
    };
  }
}
