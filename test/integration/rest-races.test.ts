/** Owns the promise that requests which race leave the worker in the state of the last that was accepted, with nothing left over. */
import path from 'node:path';
import { describeWithKafka, uniqueName } from '../support/describe-with-kafka';
import { groupMembers } from '../support/group-members';
import { startHealthyWorker } from '../support/healthy-worker';
import { jsonRequests } from '../support/json-requests';
import { removeFolder, temporaryFolder, waitFor, type OurWorker } from '../support/our-worker';
import { createTopic } from '../support/topics';

jest.setTimeout(180_000);

const CONNECTORS = 5;
const CLIENTS = 10;
const REQUESTS_OF_A_CLIENT = 20;

/** A request that was accepted, and what the connector is after it: its settings, or null when it was deleted. */
interface Accepted {
  readonly name: string;
  readonly after: Readonly<Record<string, string>> | null;
  readonly sentAt: number;
  readonly answeredAt: number;
}

describeWithKafka('Requests that race', ({ bootstrap }) => {
  let folder: string;
  let worker: OurWorker;
  let url: string;
  const topic = uniqueName('races');
  const names = Array.from({ length: CONNECTORS }, (_, index) => uniqueName(`race-${index}`));

  beforeAll(() => createTopic(bootstrap, topic, { partitions: 3 }));
  beforeEach(async () => {
    folder = temporaryFolder();
    ({ worker, url } = await startHealthyWorker({ bootstrap, folder }));
  });
  afterEach(async () => {
    await worker.end();
    removeFolder(folder);
  });

  const ask = jsonRequests(() => url);

  const settings = (mark: number): Record<string, string> => ({
    'connector.class': 'FileStreamSink',
    'tasks.max': String(1 + (mark % 3)),
    topics: topic,
    file: path.join(folder, 'out'),
    mark: String(mark),
  });

  /** Sends one request and notes it, when it changes settings and was accepted. Answers its status. */
  async function send(mark: number, accepted: Accepted[]): Promise<number> {
    const name = names[mark % CONNECTORS] ?? '';
    const config = settings(mark);
    const changes = {
      create: () => ask('POST', '/connectors', { name, config }),
      reconfigure: () => ask('PUT', `/connectors/${name}/config`, config),
      delete: () => ask('DELETE', `/connectors/${name}`),
      restart: () => ask('POST', `/connectors/${name}/restart?includeTasks=true`),
    };
    const kinds = ['create', 'reconfigure', 'restart', 'create', 'delete', 'reconfigure', 'restart'] as const;
    const kind = kinds[Math.floor(Math.random() * kinds.length)] ?? 'create';
    const sentAt = performance.now();
    const { status } = await changes[kind]();
    const isAccepted = status >= 200 && status < 300 && kind !== 'restart';
    const after = kind === 'delete' ? null : { ...config, name };
    if (isAccepted) accepted.push({ name, after, sentAt, answeredAt: performance.now() });
    return status;
  }

  it('end in the state of the last accepted one: no ghost of a status, no consumer left at the broker', async () => {
    const accepted: Accepted[] = [];
    const statuses: number[] = [];
    const client = async (number: number) => {
      for (let request = 0; request < REQUESTS_OF_A_CLIENT; request++) {
        // Clients follow each other through the connectors, so that each connector has several at once.
        statuses.push(await send(number * REQUESTS_OF_A_CLIENT + request, accepted));
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
    expect(statuses).toHaveLength(200);
    // 404 and 409 say that another was faster; a restart answers 202.
    expect(statuses.filter((status) => ![200, 201, 202, 204, 404, 409].includes(status))).toEqual([]);
    expect(accepted.length).toBeGreaterThan(CONNECTORS * 4);

    const { json: left } = await ask('GET', '/connectors');
    const members: Record<string, number> = {};
    for (const name of names) {
      const answer = await ask('GET', `/connectors/${name}/config`);
      const now = answer.status === 404 ? null : answer.json;
      expect(candidates(accepted.filter((one) => one.name === name))).toContainEqual(now);
      expect((left as string[]).includes(name)).toBe(now !== null);
      if (now === null) {
        expect((await ask('GET', `/connectors/${name}/status`)).status).toBe(404);
        continue;
      }
      const tasks = Number((now as Record<string, string>)['tasks.max']);
      members[`connect-${name}`] = tasks;
      await waitFor(`${name} runs ${tasks} tasks`, () => hasRunningTasks(name, tasks), { worker });
    }
    const groups = names.map((name) => `connect-${name}`);
    let counted: Record<string, number> = {};
    const areCounted = async () => {
      counted = await groupMembers(bootstrap, groups);
      return JSON.stringify(Object.entries(counted).sort()) === JSON.stringify(Object.entries(members).sort());
    };
    await waitFor('the broker knows as many members as there are tasks', areCounted, { timeoutMs: 60_000 }).catch(
      // What was counted says more than that the wait was in vain.
      () => expect(counted).toEqual(members),
    );
  });

  async function hasRunningTasks(name: string, count: number): Promise<boolean> {
    const { json } = await ask('GET', `/connectors/${name}/status`);
    const { connector, tasks } = json as { connector: { state: string }; tasks: { id: number; state: string }[] };
    const ids = tasks.map(({ id }) => id).sort();
    const isComplete = JSON.stringify(ids) === JSON.stringify(Array.from({ length: count }, (_, id) => id));
    return isComplete && connector.state === 'RUNNING' && tasks.every(({ state }) => state === 'RUNNING');
  }
});

/** What may be the last: nothing that another surely came after, for it was answered before that was sent. */
function candidates(accepted: readonly Accepted[]): Accepted['after'][] {
  const lastSent = Math.max(...accepted.map(({ sentAt }) => sentAt));
  return accepted.length === 0
    ? [null]
    : accepted.filter(({ answeredAt }) => answeredAt >= lastSent).map(({ after }) => after);
}
