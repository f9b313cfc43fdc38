/** What two workers do with the same sink connector on a real broker: they share its partitions, and one takes over from the other. */
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupPositions } from '../support/groups';
import { KafkaRoom } from '../support/kafka-room';
import { missingBelow, NumberedStream, partitionsIn } from '../support/numbered-stream';
import { fileSink, linesOf, removeFolder, startOurWorker, temporaryFolder, waitFor } from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const PARTITIONS = 6;

describeWithKafka('Two workers with the same sink connector', ({ bootstrap }) => {
  const room = new KafkaRoom(bootstrap);
  const folders: string[] = [];

  afterEach(async () => {
    await room.close();
    folders.splice(0).forEach(removeFolder);
  });

  /** A worker with a folder and a file of its own. */
  function startMember(name: string, topic: string, settings: Readonly<Record<string, string>> = {}) {
    const folder = temporaryFolder();
    folders.push(folder);
    const file = path.join(folder, 'out');
    const connector = {
      ...fileSink(name, file, topic),
      'consumer.override.max.poll.records': '50',
      ...settings,
    };
    const worker = { 'offset.flush.interval.ms': '200' };
    return { file, worker: startOurWorker({ bootstrap, folder, connectors: [connector], worker }) };
  }

  it('share its partitions; when one is killed while records flow the other takes over, and nothing is lost', async () => {
    const topic = uniqueName('scale-out');
    await createTopic(bootstrap, topic, { partitions: PARTITIONS });
    const name = `sink-${topic}`;
    const committed = () => groupPositions({ bootstrap, group: `connect-${name}`, topic }, PARTITIONS);
    const stream = new NumberedStream(await room.producer(), { topic, partitions: PARTITIONS });
    const soonMissed = {
      'consumer.override.session.timeout.ms': '6000',
      'consumer.override.heartbeat.interval.ms': '500',
    };
    const one = startMember(name, topic, soonMissed);
    const other = startMember(name, topic, soonMissed);
    const files = [one.file, other.file];
    await waitFor('both have joined', () => files.every((file) => linesOf(file).length > 0), { worker: one.worker });
    const [fromOne, fromOther] = files.map((file) => linesOf(file).length);
    const areShared = () => {
      const [ofOne, ofOther] = [partitionsIn(one.file, fromOne), partitionsIn(other.file, fromOther)];
      return ofOne.size >= PARTITIONS / 2 && ofOther.size >= PARTITIONS / 2;
    };
    await waitFor('each has its half', areShared, { worker: one.worker });
    await waitFor('all partitions have commits', async () => (await committed()).every((offset) => offset > 0));

    await one.worker.end('SIGKILL');
    const atDeath = linesOf(other.file).length;
    // Read before the files: what is committed must have been delivered by then.
    expect(missingBelow(await committed(), files)).toEqual([]);
    await waitFor('the other has them all', () => partitionsIn(other.file, atDeath).size === PARTITIONS, {
      worker: other.worker,
      timeoutMs: 60_000,
    });
    expect(missingBelow(await committed(), files)).toEqual([]);

    const ends = await stream.stop();
    await waitFor('all is committed', async () => String(await committed()) === String(ends), { worker: other.worker });
    expect(missingBelow(ends, files)).toEqual([]);
    expect(await other.worker.end()).toEqual({ code: 0, signal: null });
    expect(await committed()).toEqual(ends);
  });

  it('hand partitions over with a commit when one ends as it should: each record is delivered once', async () => {
    const topic = uniqueName('hand-over');
    await createTopic(bootstrap, topic, { partitions: PARTITIONS });
    const name = `sink-${topic}`;
    const stream = new NumberedStream(await room.producer(), { topic, partitions: PARTITIONS });
    const stays = startMember(name, topic);
    await waitFor('the first has them all', () => partitionsIn(stays.file).size === PARTITIONS, {
      worker: stays.worker,
    });
    const goes = startMember(name, topic);
    await waitFor('the second has joined', () => linesOf(goes.file).length > 100, { worker: goes.worker });
    expect(await goes.worker.end()).toEqual({ code: 0, signal: null });
    const left = linesOf(stays.file).length;
    // Sooner than the session time-out of 45 s: whoever leaves says so.
    await waitFor('the first has them all again', () => partitionsIn(stays.file, left).size === PARTITIONS, {
      worker: stays.worker,
    });
    const ends = await stream.stop();
    const count = ends.reduce((sum, end) => sum + end, 0);
    const lines = () => [...linesOf(stays.file), ...linesOf(goes.file)];
    await waitFor('everything has arrived', () => new Set(lines()).size === count, { worker: stays.worker });
    expect(lines()).toHaveLength(count);
    expect(await stays.worker.end()).toEqual({ code: 0, signal: null });
  });
});
