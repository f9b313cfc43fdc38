/** Owns the draining of all connectors of a run: sources to their ends, sinks to the ends of what is there for them. */
import type { Clock } from '../../clock';
import { asError, UnavailableError } from '../../errors';
import { withContext, type Logger } from '../../logger';
import type { ActiveTopics } from '../active-topics';
import type { Herder } from '../herder';
import { reads } from '../sink-subscription';
import type { Worker } from '../worker';
import type { Failed } from './failure-policy';
import { movedBy } from './idle-watch';
import type { ConnectorProgress } from './run-progress';
import { SinkDrain } from './sink-drain';
import type { SinkInput } from './sink-input';
import { SourceDrain } from './source-drain';
import { isPassing, isUnavailability } from './unavailability';

/** What the drain works with. */
export interface InputDrainOptions {
  readonly worker: Pick<Worker, 'tasksOf'>;
  readonly herder: Pick<Herder, 'connectors' | 'connectorInfo' | 'taskConfigs' | 'resumeConnector'>;
  readonly activeTopics: Pick<ActiveTopics, 'isEnabled' | 'of'>;
  /** The input of a sink by its name, and how long its fetches wait. */
  readonly inputOf: (name: string) => Promise<{ readonly input: SinkInput; readonly fetchWaitMs: number }>;
  readonly isGivenUp: (failed: Failed) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the group is asked what other members have committed. */
const GROUP_MS = 1000;

/** The connectors of one run. `prepare`, then `start` each, then `turn` again and again. */
export class InputDrain {
  readonly #options: InputDrainOptions;
  readonly #sinks = new Map<string, SinkDrain>();
  readonly #sources = new Map<string, SourceDrain>();
  /** Sinks without input, which are not started. */
  readonly #held = new Set<string>();
  readonly #over = new Set<string>();
  #hasNewEnds = false;
  #nextLook = 0;
  #problem: Error | undefined;

  constructor(options: InputDrainOptions) {
    this.#options = options;
  }

  /** Takes the ends of what the sinks read. Rejects when Kafka does not tell. */
  async prepare(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.#prepare(name)));
  }

  /** Starts a connector; a sink only if there is something for it. Rejects with what keeps it from starting. */
  async start(name: string): Promise<void> {
    if (this.#sinks.get(name)?.isDone === true) this.#held.add(name);
    else await this.#options.herder.resumeConnector(name);
  }

  /** Looks at everything and does what is due. Rejects with what the run cannot go on with. */
  async turn(): Promise<void> {
    if (this.#problem !== undefined) throw this.#problem;
    for (const sink of this.#sinks.values()) sink.look();
    for (const source of this.#sources.values()) {
      const problem = await source.look();
      if (problem !== undefined) throw problem;
    }
    if (this.haveSourcesEnded && !this.#hasNewEnds) await this.#takeNewEnds();
    await this.#startHeld();
    await this.#noteOver();
    this.#lookAtGroups();
  }

  /** Everything that the run was to do is done, but for what has failed. */
  get isDone(): boolean {
    if (!this.#hasNewEnds || !this.haveSourcesEnded) return false;
    return [...this.#sinks].every(([name, { isDone }]) => isDone || this.#over.has(name));
  }

  /** Takes the present moment for the end of all sources; `turn` then takes the ends of what they wrote. */
  giveUpWaiting(): void {
    for (const source of this.#sources.values()) source.giveUpWaiting();
  }

  /** Topics that a sink names and that do not exist, as the error with which the run is to end. */
  get missing(): UnavailableError | undefined {
    for (const [name, { input }] of this.#sinks) {
      if (input.missing.length === 0) continue;
      return new UnavailableError(`The sink ${name} reads ${input.missing.join(', ')}, which does not exist`);
    }
    return undefined;
  }

  /** What is left, a line each. */
  left(): string[] {
    const sources = [...this.#sources].filter(([, { isDone }]) => !isDone);
    return [
      ...sources.map(([name]) => `source ${name} has not come to its end`),
      ...[...this.#sinks].flatMap(([name, sink]) => sink.left().map((line) => `sink ${name}: ${line}`)),
    ];
  }

  progress(): ConnectorProgress[] {
    const { worker } = this.#options;
    const connector = (name: string, isDone: boolean): Pick<ConnectorProgress, 'name' | 'moved' | 'state'> => {
      const state = this.#over.has(name) ? 'failed' : this.#held.has(name) ? 'waiting' : 'moving';
      return { name, moved: movedBy(worker.tasksOf(name)), state: isDone ? 'done' : state };
    };
    return [
      ...[...this.#sources].map(([name, { isDone }]) => ({
        ...connector(name, isDone),
        ...{ type: 'source' as const, partitions: [] },
      })),
      ...[...this.#sinks].map(([name, sink]) => ({
        ...connector(name, sink.isDone && this.#hasNewEnds),
        ...{ type: 'sink' as const, partitions: sink.progress() },
      })),
    ];
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sinks.values()].map(({ input }) => input.close()));
  }

  /** All sources have come to their ends. */
  get haveSourcesEnded(): boolean {
    return [...this.#sources.values()].every(({ isDone }) => isDone);
  }

  async #prepare(name: string): Promise<void> {
    const { herder, worker, clock, isGivenUp } = this.#options;
    const log = withContext(this.#options.log, { connector: name });
    const tasks = () => worker.tasksOf(name);
    const { type } = await herder.connectorInfo(name);
    if (type === 'source') {
      const taskCount = () => this.#taskCount(name);
      const isTaskGivenUp = (task: number) => isGivenUp({ connector: name, task });
      this.#sources.set(name, new SourceDrain({ tasks, taskCount, isGivenUp: isTaskGivenUp, clock, log }));
      return;
    }
    const sink = new SinkDrain({ ...(await this.#options.inputOf(name)), tasks, clock, log });
    this.#sinks.set(name, sink);
    await sink.takeEnds();
  }

  /** Sources have written: their topics have new ends. Also a topic that did not exist may exist now. */
  async #takeNewEnds(): Promise<void> {
    const isAnyWritten = this.#sources.size > 0 && !this.#options.activeTopics.isEnabled;
    for (const sink of this.#sinks.values()) {
      const { missing, subscription } = sink.input;
      const topics = new Set([...this.#written(), ...missing]);
      const isConcerned = isAnyWritten || [...topics].some((topic) => reads(subscription, topic));
      if (isConcerned) await sink.takeEnds((topic) => isAnyWritten || topics.has(topic));
    }
    this.#hasNewEnds = true;
  }

  #written(): string[] {
    return [...this.#sources.keys()].flatMap((name) => this.#options.activeTopics.of(name));
  }

  /** A sink that waits is started once there is something for it: new ends, or records of a source that are on their way. */
  async #startHeld(): Promise<void> {
    const written = this.haveSourcesEnded ? [] : this.#written();
    for (const name of this.#held) {
      const sink = this.#sinks.get(name);
      if (sink === undefined) continue;
      if (sink.isDone && !written.some((topic) => reads(sink.input.subscription, topic))) continue;
      this.#held.delete(name);
      await this.#options.herder.resumeConnector(name);
    }
  }

  /** Nobody is left to drain a sink whose tasks have all failed for good, or that was deleted. */
  async #noteOver(): Promise<void> {
    for (const name of this.#sinks.keys()) {
      if (this.#held.has(name)) continue;
      const tasks = Array.from({ length: await this.#taskCount(name) }, (_, task) => task);
      if (tasks.every((task) => this.#options.isGivenUp({ connector: name, task }))) this.#over.add(name);
      else this.#over.delete(name);
    }
  }

  async #taskCount(name: string): Promise<number> {
    const { herder } = this.#options;
    return (await herder.connectors()).includes(name) ? (await herder.taskConfigs(name)).length : 0;
  }

  #lookAtGroups(): void {
    const now = this.#options.clock.monotonic();
    if (now < this.#nextLook) return;
    this.#nextLook = now + GROUP_MS;
    for (const sink of this.#sinks.values()) {
      sink.lookAtGroup().catch((thrown: unknown) => {
        // A broker that does not answer is noticed elsewhere; it may come back.
        if (!isUnavailability(thrown) && !isPassing(thrown)) this.#problem ??= asError(thrown);
      });
    }
  }
}
