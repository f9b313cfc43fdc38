/**
 * Owns `npm run test:soak`: a source and a sink at 5,000 records a second for 20 minutes, the broker restarted in the middle.
 * `MINUTES=` and `RATE=` for others. Exits 1 when memory grows, lag remains, or a record is missing.
 */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  fileSink,
  fileSource,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  type OurWorker,
} from '../support/our-worker';
import { startRealKafka, type RealKafka } from '../support/real-kafka';
import { lineOf, numberOf } from './fault-scene';
import { Arrivals } from './arrivals';
import { isFlat, growthOf, type Sample } from './growth';

const MINUTES = Number(process.env['MINUTES'] ?? 20);
const RATE = Number(process.env['RATE'] ?? 5000);
const TICK_MS = 100;
const SAMPLE_MS = 5000;
const CATCH_UP_MS = 120_000;
/** Shares of the whole time: what is measured before the restart of the broker, and after it. Before each is warm-up. */
const SPANS = [
  { name: 'before the restart', from: 0.2, to: 0.5 },
  { name: 'after the restart', from: 0.65, to: 1 },
] as const;
/** Written by the worker's process itself, whichever connectors it runs. */
const PROBE = `
const { writeFileSync } = require('node:fs');
if (process.env.HEAP_FILE !== undefined) {
  let floor = Infinity;
  setInterval(() => {
    floor = Math.min(floor, process.memoryUsage().heapUsed);
  }, 200).unref();
  setInterval(() => {
    writeFileSync(process.env.HEAP_FILE, String(floor));
    floor = Infinity;
  }, ${SAMPLE_MS}).unref();
}
`;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const MB = 1024 * 1024;

/** A run: what goes in, what has come out, what the worker takes. */
class Soak {
  readonly #folder = temporaryFolder('soak-');
  readonly #input = path.join(this.#folder, 'in');
  readonly #heapFile = path.join(this.#folder, 'heap');
  readonly #arrivals = new Arrivals(path.join(this.#folder, 'out'), numberOf);
  readonly #samples: Sample[] = [];
  #appended = 0;

  async run(): Promise<boolean> {
    const kafka = await startRealKafka();
    try {
      const worker = this.#start(kafka);
      await this.#feed(kafka, worker);
      const seconds = await this.#catchUp(worker);
      const { code } = await worker.end();
      return this.#report(seconds, code);
    } finally {
      await kafka.stop();
      removeFolder(this.#folder);
    }
  }

  #start(kafka: RealKafka): OurWorker {
    const probe = path.join(this.#folder, 'probe.cjs');
    writeFileSync(probe, PROBE);
    writeFileSync(this.#input, '');
    return startOurWorker({
      bootstrap: kafka.bootstrap,
      folder: this.#folder,
      connectors: [
        fileSource('soak-source', this.#input, 'soak'),
        fileSink('soak-sink', path.join(this.#folder, 'out'), 'soak'),
      ],
      env: { NODE_OPTIONS: `--require ${probe}`, HEAP_FILE: this.#heapFile },
    });
  }

  async #feed(kafka: RealKafka, worker: OurWorker): Promise<void> {
    const start = performance.now();
    const total = MINUTES * 60_000;
    let restart: Promise<void> | undefined;
    let nextSample = SAMPLE_MS;
    for (let passed = 0; passed < total; passed = performance.now() - start) {
      if (!worker.isRunning) throw new Error(`The worker has ended:\n${worker.output.slice(-4000)}`);
      this.#appendUpTo(Math.floor((passed / 1000) * RATE));
      if (passed > total / 2) restart ??= restartBroker(kafka);
      if (passed >= nextSample) {
        this.#sample(worker, passed / total);
        nextSample += SAMPLE_MS;
      }
      await delay(TICK_MS);
    }
    await restart;
  }

  #appendUpTo(count: number): void {
    let text = '';
    for (; this.#appended < count; this.#appended++) text += `${lineOf(this.#appended)}\n`;
    appendFileSync(this.#input, text);
  }

  #sample(worker: OurWorker, share: number): void {
    this.#arrivals.take();
    const status = readFileSync(`/proc/${worker.pid}/status`, 'utf8');
    const rss = Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
    const heap = existsSync(this.#heapFile) ? Number(readFileSync(this.#heapFile, 'utf8')) / MB : 0;
    const sample = { share, rss, heap, lag: this.#appended - this.#arrivals.distinct };
    this.#samples.push(sample);
    if (this.#samples.length % 12 === 0) print(this.#row(sample));
  }

  #row({ share, rss, heap, lag }: Sample): string {
    const minutes = (share * MINUTES).toFixed(1).padStart(5);
    const figures = [this.#appended, this.#arrivals.distinct, lag].map((count) => String(count).padStart(9)).join(' ');
    return `${minutes} ${figures} ${rss.toFixed(1).padStart(8)} ${heap.toFixed(1).padStart(8)}`;
  }

  /** How long it took until nothing was left, undefined when something is. */
  async #catchUp(worker: OurWorker): Promise<number | undefined> {
    const start = performance.now();
    while (performance.now() - start < CATCH_UP_MS && worker.isRunning) {
      this.#arrivals.take();
      if (this.#arrivals.distinct >= this.#appended) return (performance.now() - start) / 1000;
      await delay(TICK_MS);
    }
    return undefined;
  }

  #report(seconds: number | undefined, code: number | null): boolean {
    const missing = this.#appended - this.#arrivals.distinct;
    print(
      `in ${this.#appended}, out ${this.#arrivals.distinct}, missing ${missing}, repeated ${this.#arrivals.repeated}`,
    );
    print(
      seconds === undefined
        ? 'lag did not return to 0'
        : `lag 0 after ${seconds.toFixed(1)} s, exit code ${code ?? '?'}`,
    );
    const isSteady = SPANS.map(({ name, from, to }) => {
      const span = this.#samples.filter(({ share }) => share >= from && share < to);
      return (['rss', 'heap'] as const).map((figure) => {
        const growth = growthOf(span, figure);
        const verdict = isFlat(growth) ? 'flat' : 'GROWS';
        print(
          `${figure} ${name}: mean ${growth.mean.toFixed(1)} MB, least ${growth.least.toFixed(1)}, most ${growth.most.toFixed(1)}, ` +
            `trend ${growth.total >= 0 ? '+' : ''}${growth.total.toFixed(1)} MB over ${growth.samples} samples: ${verdict}`,
        );
        return isFlat(growth);
      });
    });
    return (
      missing === 0 &&
      this.#arrivals.strange === 0 &&
      seconds !== undefined &&
      code === 0 &&
      isSteady.flat().every(Boolean)
    );
  }
}

async function restartBroker(kafka: RealKafka): Promise<void> {
  const start = performance.now();
  await kafka.restart();
  print(`the broker was restarted in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

print(`${MINUTES} minutes, ${RATE} records a second`);
print('  min        in       out       lag   RSS MB  heap MB');
new Soak().run().then(
  (isWell) => {
    print(isWell ? 'soak passed' : 'soak FAILED');
    process.exitCode = isWell ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
