/** Beside the genuine worker: a switch there and back, by the offset file of a source and by the group of a sink. */
import { appendFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startApacheWorker, type ApacheWorker } from '../support/apache-worker';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { kcatProduce, kcatValues } from '../support/kcat';
import { storedPosition } from '../support/offset-files';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
} from '../support/our-worker';

jest.setTimeout(240_000);

const STRINGS = {
  'key.converter': 'org.apache.kafka.connect.storage.StringConverter',
  'value.converter': 'org.apache.kafka.connect.storage.StringConverter',
};

describeWithKafka('Between the genuine worker and ours', ({ bootstrap }) => {
  let folder: string;
  let offsets: string;
  const genuineWorkers: ApacheWorker[] = [];

  beforeEach(() => {
    folder = temporaryFolder();
    offsets = path.join(folder, 'connect.offsets');
  });
  afterEach(async () => {
    await Promise.all(genuineWorkers.splice(0).map((worker) => worker.stop()));
    removeFolder(folder);
  });

  const genuine = async (connector: Record<string, string>) => {
    const worker = await startApacheWorker({
      bootstrap,
      worker: { ...STRINGS, 'offset.storage.file.filename': offsets },
      connectors: [{ ...connector, 'connector.class': `${connector['connector.class']}Connector` }],
    });
    genuineWorkers.push(worker);
    return worker;
  };
  const ours = (connector: Record<string, string>) => startOurWorker({ bootstrap, folder, connectors: [connector] });

  it('a file source goes on from the offset file of the other, without repeating or missing a line', async () => {
    const topic = uniqueName('interop');
    const input = path.join(folder, 'in.txt');
    const connector = fileSource(`source-${topic}`, input, topic);
    const arrived = () => kcatValues({ bootstrap, topic });
    const write = (from: number, to: number) =>
      appendFileSync(input, Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join(''));
    write(0, 1000);
    const first = await genuine(connector);
    await waitUntilArrived(arrived, 1000);
    await first.end();
    expect(storedPosition(offsets, connector['name'] ?? '')).toBeGreaterThan(0);

    write(1000, 2000);
    const second = ours(connector);
    await waitUntilArrived(arrived, 2000);
    expect((await second.end()).code).toBe(0);

    write(2000, 3000);
    const third = await genuine(connector);
    await waitUntilArrived(arrived, 3000);
    await third.end();
    expect(await arrived()).toEqual(Array.from({ length: 3000 }, (_, index) => `line ${index}`));
  });

  it("goes back to the start of a line where the genuine worker's position in a non-ASCII file lies inside one, and says so", async () => {
    const topic = uniqueName('umlaut');
    const input = path.join(folder, 'in.txt');
    const connector = fileSource(`source-${topic}`, input, topic);
    const arrived = () => kcatValues({ bootstrap, topic });
    const lines = Array.from({ length: 50 }, (_, index) => `Zeile ${index} mit äöüß € und 漢字`);
    writeFileSync(input, lines.map((line) => `${line}\n`).join(''));
    const first = await genuine(connector);
    await waitUntilArrived(arrived, 50);
    await first.end();

    appendFileSync(input, 'die letzte Zeile\n');
    const second = ours(connector);
    await waitFor('the last line has arrived', async () => (await arrived()).includes('die letzte Zeile'), {
      worker: second,
    });
    expect((await second.end()).code).toBe(0);
    const all = await arrived();
    const again = all.slice(50);
    expect(again.length).toBeGreaterThan(1);
    expect(again).toEqual([...lines, 'die letzte Zeile'].slice(-again.length));
    expect(second.output).toContain('position');
  });

  it('a file sink goes on from the group of the other, without repeating or missing a record', async () => {
    const topic = uniqueName('interop-sink');
    const output = path.join(folder, 'out.txt');
    const connector = fileSink(`sink-${topic}`, output, topic);
    const produce = (from: number, to: number) =>
      kcatProduce(
        { bootstrap, topic },
        Array.from({ length: to - from }, (_, index) => `value ${from + index}`),
      );
    const written = (count: number) =>
      waitFor(`${count} lines are written`, () => linesOf(output).length >= count, { timeoutMs: 60_000 });
    await produce(0, 500);
    const first = await genuine(connector);
    await written(500);
    await first.end();
    await produce(500, 1000);
    const second = ours(connector);
    await written(1000);
    expect((await second.end()).code).toBe(0);
    await produce(1000, 1500);
    const third = await genuine(connector);
    await written(1500);
    await third.end();
    expect(linesOf(output)).toEqual(Array.from({ length: 1500 }, (_, index) => `value ${index}`));
  });
});

async function waitUntilArrived(arrived: () => Promise<unknown[]>, count: number): Promise<void> {
  const enough = async () => {
    try {
      return (await arrived()).length >= count;
    } catch (error) {
      if (String(error).includes('Unknown topic')) return false;
      throw error;
    }
  };
  await waitFor(`${count} records are in the topic`, enough, { timeoutMs: 60_000 });
}
