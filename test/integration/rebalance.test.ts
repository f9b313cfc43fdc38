/** Our workers and the genuine one in the same consumer group: members come and go, and every record is delivered. */
import path from 'node:path';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithJava, uniqueName } from '../support/describe-with-kafka';
import { freePort } from '../support/free-port';
import { groupPositions } from '../support/groups';
import { KafkaRoom } from '../support/kafka-room';
import { missingBelow, NumberedStream, partitionsIn } from '../support/numbered-stream';
import {
  fileSink,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(300_000);

const PARTITIONS = 6;
const BOOTSTRAP = process.env['TEST_KAFKA_BOOTSTRAP'] ?? '';
const STRING_CONVERTER = 'org.apache.kafka.connect.storage.StringConverter';
const COOPERATIVE = 'org.apache.kafka.clients.consumer.CooperativeStickyAssignor';

/** What all members of a group are told. */
interface Group {
  readonly name: string;
  readonly topic: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** One of our workers: it writes to the same file in all its lives. */
class OurMember {
  readonly folder = temporaryFolder();
  readonly file = path.join(this.folder, 'out');
  readonly #group: Group;
  #url = '';
  #worker: OurWorker | undefined;

  constructor(group: Group) {
    this.#group = group;
  }

  get worker(): OurWorker {
    if (this.#worker === undefined) throw new Error('This member was not started');
    return this.#worker;
  }

  async start(): Promise<void> {
    this.#url = `http://127.0.0.1:${await freePort()}`;
    this.#worker = startOurWorker({
      bootstrap: BOOTSTRAP,
      folder: this.folder,
      worker: { listeners: this.#url, 'offset.flush.interval.ms': '300' },
      connectors: [connectorOf(this.#group, this.file)],
    });
  }

  /** `pause` or `resume`; resolves when the task is in that state. */
  async ask(what: 'pause' | 'resume'): Promise<void> {
    const connector = `${this.#url}/connectors/${this.#group.name}`;
    expect((await fetch(`${connector}/${what}`, { method: 'PUT' })).status).toBe(202);
    const wanted = what === 'pause' ? 'PAUSED' : 'RUNNING';
    const isThere = async () => {
      const status = (await (await fetch(`${connector}/status`)).json()) as { tasks: { state: string }[] };
      return status.tasks[0]?.state === wanted;
    };
    await waitFor(`the task is ${wanted}`, isThere, { worker: this.worker });
  }
}

function connectorOf({ name, topic, settings }: Group, file: string): Record<string, string> {
  return {
    ...fileSink(name, file, topic),
    'consumer.override.session.timeout.ms': '6000',
    'consumer.override.heartbeat.interval.ms': '500',
    'consumer.override.max.poll.records': '100',
    ...settings,
  };
}

function startGenuine(group: Group, file: string): Promise<ApacheWorker> {
  return startApacheWorker({
    bootstrap: BOOTSTRAP,
    worker: {
      'key.converter': STRING_CONVERTER,
      'value.converter': STRING_CONVERTER,
      'offset.flush.interval.ms': '300',
    },
    connectors: [{ ...connectorOf(group, file), 'connector.class': 'FileStreamSinkConnector' }],
  });
}

describeWithJava('Two of our workers and a genuine one in the same group', () => {
  const room = new KafkaRoom(BOOTSTRAP);
  const genuine: ApacheWorker[] = [];
  const folders: string[] = [];

  afterEach(async () => {
    await Promise.all(genuine.splice(0).map((worker) => worker.stop()));
    await room.close();
    folders.splice(0).forEach(removeFolder);
  });

  it.each([
    ['with the default assignors', {}],
    ['with the cooperative assignor', { 'consumer.override.partition.assignment.strategy': COOPERATIVE }],
  ])('deliver everything while members come and go, %s', async (_title, settings: Readonly<Record<string, string>>) => {
    const topic = uniqueName('rebalance');
    await createTopic(BOOTSTRAP, topic, { partitions: PARTITIONS });
    const group: Group = { name: `sink-${topic}`, topic, settings };
    const [one, other] = [new OurMember(group), new OurMember(group)];
    const theirs = temporaryFolder();
    folders.push(one.folder, other.folder, theirs);
    const theirFile = path.join(theirs, 'out');
    const files = [one.file, other.file, theirFile];
    const committed = () => groupPositions({ bootstrap: BOOTSTRAP, group: `connect-${group.name}`, topic }, PARTITIONS);
    const join = async () => {
      const worker = await startGenuine(group, theirFile);
      genuine.push(worker);
      return worker;
    };
    /** From now on, these files get records of all partitions, and each of them gets some. */
    const allFlowsTo = async (what: string, ...receivers: string[]) => {
      const from = receivers.map((file) => linesOf(file).length);
      const flows = () => {
        const of = receivers.map((file, index) => partitionsIn(file, from[index]));
        return of.every(({ size }) => size > 0) && new Set(of.flatMap((found) => [...found])).size === PARTITIONS;
      };
      await waitFor(what, flows, { timeoutMs: 60_000 });
      // Read before the files: what is committed must have been delivered by then.
      expect(missingBelow(await committed(), files)).toEqual([]);
    };

    const stream = new NumberedStream(await room.producer(), { topic, partitions: PARTITIONS });
    await one.start();
    let apache = await join();
    await allFlowsTo('ours and the genuine one share', one.file, theirFile);
    await other.start();
    await allFlowsTo('all three share', ...files);
    await one.worker.end('SIGKILL');
    await allFlowsTo('the two that are left have taken over', other.file, theirFile);
    await other.ask('pause');
    const [before, paused] = [linesOf(one.file).length, linesOf(other.file).length];
    await one.start();
    await waitFor('one that comes back gets its part', () => linesOf(one.file).length > before, { timeoutMs: 60_000 });
    expect(linesOf(other.file)).toHaveLength(paused);
    await other.ask('resume');
    await allFlowsTo('all three share again', ...files);
    expect(await apache.end()).toBe(143);
    await allFlowsTo('ours have them all', one.file, other.file);
    apache = await join();
    await allFlowsTo('the genuine one is back', ...files);
    await apache.kill();
    await allFlowsTo('ours have taken over from it', one.file, other.file);
    apache = await join();
    expect(await other.worker.end()).toEqual({ code: 0, signal: null });
    await allFlowsTo('the two that stay have them all', one.file, theirFile);

    const ends = await stream.stop();
    await waitFor('all is committed', async () => String(await committed()) === String(ends), { timeoutMs: 60_000 });
    expect(missingBelow(ends, files)).toEqual([]);
    expect(await one.worker.end()).toEqual({ code: 0, signal: null });
    expect(await apache.end()).toBe(143);
    expect(await committed()).toEqual(ends);
  });
});
