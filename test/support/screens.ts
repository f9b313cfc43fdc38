/** Owns the screens of the README as the code prints them today, from what was recorded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reportText } from '../../src/cli/check-report';
import { examine } from '../../src/cli/check';
import { liveLines } from '../../src/cli/live-view';
import { planText } from '../../src/cli/plan/plan-text';
import type { RunPlan } from '../../src/cli/plan/run-plan';
import { runReport } from '../../src/cli/run-report';
import { summaryTable } from '../../src/cli/run-summary';
import { Secrets } from '../../src/config/secrets';
import { BrokerUnavailableError } from '../../src/errors';
import { FakeAdmin } from './fake-admin';
import { partitionTally, runFacts, sinkTally, sourceTally, taskTally } from './run-tallies';

const LOOK = { columns: 112, rows: 30, hasColours: false, hasUnicode: true };
const NONE = { deadLetters: 0, errors: 0, skipped: 0 };

/** A run of 600,000 lines, while it goes on. */
export function liveScreen(): string {
  const source = { ...NONE, recordsOut: 600_000, perSecond: 261_352 };
  const sink = { ...NONE, recordsOut: 311_500, perSecond: 136_367, lag: 0 };
  const partition = partitionTally(0, { from: 0, to: 600_000, delivered: 226_000 });
  return liveLines(
    [
      sourceTally('local-file-source', { tasks: [taskTally(0, source)] }),
      sinkTally('local-file-sink', { tasks: [taskTally(0, sink)], partitions: [partition], secondsLeft: 4 }),
    ],
    LOOK,
  ).join('\n');
}

/** The same when it has ended. */
export function summaryScreen(): Promise<string> {
  const counts = { ...NONE, recordsIn: 600_000, recordsOut: 600_000, bytes: 4_088_895 };
  const partition = partitionTally(0, { from: 0, to: 600_000, delivered: 600_000, committed: 600_000, lag: 0 });
  const facts = runFacts({
    seconds: 4,
    connectors: [
      sourceTally('local-file-source', { ...counts, phase: 'done', seconds: 2.3, tasks: [taskTally(0, counts)] }),
      sinkTally('local-file-sink', {
        ...{ ...counts, phase: 'done', seconds: 3.1, lag: 0 },
        ...{ tasks: [taskTally(0, counts)], partitions: [partition] },
      }),
    ],
    offsets: new Map([['local-file-source', [{ partition: {}, first: null, last: { position: 4_088_895 } }]]]),
  });
  return summaryTable(runReport(facts), LOOK);
}

const STRING = 'org.apache.kafka.connect.storage.StringConverter';
const CHECKED: Readonly<Record<string, readonly string[]>> = {
  'worker.properties': [
    'bootstrap.servers=localhost:9099',
    `key.converter=${STRING}`,
    `value.converter=${STRING}`,
    'offset.storage.file.filename=connect.offsets',
  ],
  'sink.properties': [
    'name=orders',
    'connector.class=FileStreamSink',
    'task.max=1',
    'topics=orders',
    'file=orders.txt',
    'value.converter=org.apache.kafka.connect.json.JsonConverter',
    'transforms=x',
    'transforms.x.type=Csat$Value',
    'transforms.x.spec=id:int64',
  ],
};

/** A check of a broken pipeline without a broker. */
export async function checkScreen(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'screens-'));
  try {
    for (const [name, lines] of Object.entries(CHECKED)) writeFileSync(path.join(folder, name), lines.join('\n'));
    const [worker = '', sink = ''] = Object.keys(CHECKED).map((name) => path.join(folder, name));
    const admin = new FakeAdmin();
    admin.connect = () => Promise.reject(new BrokerUnavailableError(REFUSED));
    const clients = { admin: () => admin, consumer: () => undefined as never, producer: () => undefined as never };
    const options = { secrets: new Secrets(), rest: false, onCorruptOffsets: 'empty', clients } as const;
    return reportText(await examine(worker, [sink], options), 1).replaceAll(`${folder}/`, '');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const REFUSED =
  'No Kafka broker answered at localhost:9099 within 5000 ms: localhost:9099/bootstrap: Connect to ' +
  'ipv4#127.0.0.1:9099 failed: Connection refused (after 0ms in state CONNECT)';

/** A plan of the quick start, half done. */
export function planScreen(): string {
  const base = { problems: [], notes: [] };
  const plan: RunPlan = {
    ...{ worker: 'worker.properties', bootstrap: 'localhost:9092', leftOut: [], problems: [] },
    connectors: [
      {
        ...{ ...base, type: 'source', name: 'local-file-source' },
        className: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
        inputs: [{ name: 'test.txt', exists: true, unit: 'bytes', from: 1_088_890, to: 1_827_780, records: 50_000 }],
        offsets: [],
        topic: { name: 'connect-test', exists: true, partitions: 1, createdBy: undefined },
      },
      {
        ...{ ...base, type: 'sink', name: 'local-file-sink' },
        className: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
        ...{ group: 'connect-local-file-sink', members: [], missing: [], atMost: new Set<string>() },
        partitions: [{ topic: 'connect-test', partition: 0, committed: 100_000, from: 100_000, to: 101_234 }],
        targets: [{ name: '/srv/quickstart/test.sink.txt', exists: true, bytes: 1_088_890 }],
        fedBy: ['local-file-source'],
      },
    ],
  };
  return planText(plan);
}
