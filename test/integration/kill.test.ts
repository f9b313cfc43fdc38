/** kill -9 at random moments: every line arrives, and what is repeated lies after the committed position. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupOffset } from '../support/groups';
import { kcatValues } from '../support/kcat';
import { storedPosition } from '../support/offset-files';
import {
  fileSink,
  fileSource,
  linesOf,
  removeFolder,
  startOurWorker,
  temporaryFolder,
  waitFor,
  type OurWorker,
} from '../support/our-worker';

jest.setTimeout(400_000);

const ROUNDS = 10;
const SESSION_MS = 6000;

/** What was committed at a kill, and how much of the output was there. */
interface Kill {
  readonly position: number;
  readonly groupOffset: number;
  readonly written: number;
  readonly appended: number;
}

describeWithKafka('A worker that is killed', ({ bootstrap }) => {
  let folder: string;

  beforeEach(() => (folder = temporaryFolder()));
  afterEach(() => removeFolder(folder));

  it(`loses no line in ${ROUNDS} kills, and repeats none from before the committed position`, async () => {
    const topic = uniqueName('kill');
    const [input, output] = [path.join(folder, 'in'), path.join(folder, 'out')];
    const [source, sink] = [`source-${topic}`, `sink-${topic}`];
    let appended = 0;
    const append = (count: number) => {
      const text = Array.from({ length: count }, (_, index) => `line ${appended + index} ${'x'.repeat(60)}\n`).join('');
      appendFileSync(input, text);
      appended += count;
    };
    const start = () =>
      startOurWorker({
        bootstrap,
        folder,
        worker: {
          'offset.flush.interval.ms': '150',
          'consumer.session.timeout.ms': String(SESSION_MS),
          'consumer.heartbeat.interval.ms': '1000',
        },
        connectors: [fileSource(source, input, topic), fileSink(sink, output, topic)],
      });
    writeFileSync(input, '');
    append(100);

    const kills: Kill[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const worker = start();
      const before = linesOf(output).length;
      await appendWhile(worker, append, () => linesOf(output).length > before + 500);
      const until = Date.now() + Math.random() * 700;
      await appendWhile(worker, append, () => Date.now() > until);
      append(20_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
      worker.signal('SIGKILL');
      expect((await worker.ended).signal).toBe('SIGKILL');
      kills.push({
        position: storedPosition(path.join(folder, 'connect.offsets'), source),
        groupOffset: await groupOffset(bootstrap, `connect-${sink}`, topic),
        written: linesOf(output).length,
        appended,
      });
    }

    const last = start();
    await waitFor('all lines have arrived', () => new Set(numbersOf(output)).size >= appended, {
      timeoutMs: 60_000,
      worker: last,
    });
    expect((await last.end()).code).toBe(0);

    const arrived = numbersOf(output);
    const firsts = [...new Set(arrived)];
    expect(firsts).toHaveLength(appended);
    expect(firsts.findIndex((number, index) => number !== index)).toBe(-1);

    const inTopic = (await kcatValues({ bootstrap, topic }, { timeoutMs: 60_000 })).map((value) =>
      numberOf(value ?? ''),
    );
    const inputText = readFileSync(input);
    const midTransfer = kills.filter(({ written, appended: there }) => written < there).length;
    const repeated = kills.map((kill, round) => {
      const from = kill.written;
      const to = kills[round + 1]?.written ?? arrived.length;
      const seen = new Set(arrived.slice(0, from));
      return arrived.slice(from, to).filter((number) => seen.has(number));
    });
    kills.forEach((kill, round) => {
      const sourceLine = inputText.subarray(0, kill.position).toString().split('\n').length - 1;
      const sinkLine = smallest(inTopic.slice(kill.groupOffset), appended);
      const earliest = Math.min(sourceLine, sinkLine);
      expect(smallest(repeated[round] ?? [], appended)).toBeGreaterThanOrEqual(earliest);
    });
    process.stdout.write(
      `kill -9: ${ROUNDS} rounds, ${midTransfer} in the middle of a transfer, ${appended} lines, 0 lost, ` +
        `${arrived.length - appended} repeated (${repeated.map(({ length }) => length).join(', ')})\n`,
    );
    expect(midTransfer).toBeGreaterThan(0);
  });
});

/** Appends a few lines every few milliseconds until the condition holds. */
async function appendWhile(worker: OurWorker, append: (count: number) => void, isDone: () => boolean): Promise<void> {
  await waitFor(
    'lines flow again',
    () => {
      append(50);
      return isDone();
    },
    { timeoutMs: SESSION_MS + 30_000, worker },
  );
}

function smallest(numbers: readonly number[], atMost: number): number {
  return numbers.reduce((least, number) => Math.min(least, number), atMost);
}

function numbersOf(file: string): number[] {
  return linesOf(file).map(numberOf);
}

function numberOf(line: string): number {
  const number = /^line (\d+) x{60}$/.exec(line)?.[1];
  if (number === undefined) throw new Error(`The output holds a line that was never written: ${line.slice(0, 100)}`);
  return Number(number);
}
