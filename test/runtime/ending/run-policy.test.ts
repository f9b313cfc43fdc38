import { DataError, KafkaError } from '../../../src/errors';
import type { FailureListener } from '../../../src/runtime/statuses';
import { RunPolicy, type RunLimits } from '../../../src/runtime/ending/run-policy';
import { FakeAdmin } from '../../support/fake-admin';
import { settle } from '../../support/fake-clock';
import { setUpEnding } from '../../support/ending-set-up';

type Types = Readonly<Record<string, 'source' | 'sink'>>;

function setUp(types: Types, limits: Partial<RunLimits> = {}) {
  const ending = setUpEnding(types);
  const admin = new FakeAdmin();
  let fail: FailureListener = () => undefined;
  const policy = new RunPolicy({
    ...ending.options,
    limits: {
      ...{ endsWithInput: true, timeoutMs: undefined, idleTimeoutMs: undefined, onFailure: 'exit' },
      startedAt: ending.clock.monotonic(),
      ...limits,
    },
    statuses: { onFailed: (listener) => (fail = listener) },
    admin: () => admin,
  });
  let ended: unknown;
  void policy.ended().then((how) => (ended = how));
  const begin = async () => {
    await policy.prepare(Object.keys(types));
    for (const name of Object.keys(types)) await policy.start(name);
    policy.begun();
    await settle();
  };
  const task = (connector: string) => ({ connector, task: 0 });
  return {
    ...ending,
    admin,
    policy,
    begin,
    ended: () => ended,
    fail: (...args: Parameters<FailureListener>) => fail(...args),
    task,
  };
}

describe('RunPolicy with --once', () => {
  it('ends when everything is drained, and says so once', async () => {
    const { policy, begin, ended, clock, write, fetched, text } = setUp({ sink: 'sink' });
    write(3);
    await begin();
    expect(ended()).toBeUndefined();
    fetched('sink', 3);
    for (let turn = 0; turn < 3; turn++) await clock.advance(100);
    expect(ended()).toMatchObject({ reason: 'drained', isComplete: true, left: [], error: undefined });
    expect(text().match(/Ending \(drained\)/g)).toHaveLength(1);
    expect(policy.progress()).toMatchObject({
      ending: { reason: 'drained' },
      connectors: [{ name: 'sink', state: 'done' }],
    });
    await policy.close();
  });

  it('ends at --timeout, counted from the start of the process, and names what is left', async () => {
    const { begin, ended, clock, write, policy } = setUp({ sink: 'sink' }, { timeoutMs: 1000 });
    write(3);
    await begin();
    await clock.advance(1000);
    expect(ended()).toMatchObject({
      ...{ reason: 'timeout', isComplete: false },
      sentence:
        'Ending (timeout): the run has lasted 1 s; left: sink sink: t-0 committed at 0 of 3, not assigned to this worker',
    });
    await policy.close();
  });

  it('ends with a signal, incomplete', async () => {
    const { policy, begin, ended } = setUp({ source: 'source' });
    await begin();
    policy.interrupt('SIGTERM');
    await settle();
    expect(ended()).toMatchObject({ reason: 'signal', isComplete: false });
    await policy.close();
  });

  it('takes sources for ended that say nothing for --idle-timeout, and drains what they wrote', async () => {
    const { policy, begin, ended, clock, write, fetched, activeTopics } = setUp(
      { source: 'source', sink: 'sink' },
      { idleTimeoutMs: 1000 },
    );
    await begin();
    activeTopics.note('source', 't');
    write(2);
    await clock.advance(100);
    fetched('sink', 2);
    for (let turn = 0; turn < 15; turn++) await clock.advance(100);
    expect(ended()).toMatchObject({ reason: 'idle', isComplete: true });
    await policy.close();
  });

  it('ends incomplete at --idle-timeout where nobody drains what is left', async () => {
    const { policy, begin, ended, clock, write, fetched, sinks } = setUp({ sink: 'sink' }, { idleTimeoutMs: 1000 });
    write(2);
    await begin();
    fetched('sink', 1);
    Object.assign(sinks.get('sink') ?? {}, { commits: false });
    for (let turn = 0; turn < 12; turn++) await clock.advance(100);
    expect(ended()).toMatchObject({ reason: 'idle', isComplete: false });
    await policy.close();
  });

  it('ends with a failure at once, and keeps the error', async () => {
    const { policy, begin, ended, fail, task, write } = setUp({ sink: 'sink' });
    write(2);
    await begin();
    const error = new DataError('bad value');
    fail(task('sink'), error);
    await settle();
    expect(ended()).toMatchObject({
      ...{ reason: 'failure', isComplete: false, error },
      sentence: expect.stringContaining('Task sink-0 has failed: bad value') as string,
    });
    expect(policy.failure).toBe(error);
    await policy.close();
  });

  it('drains the others with `keep`, and is not complete then', async () => {
    const { policy, begin, ended, clock, fail, task, write, fetched } = setUp(
      { a: 'source', b: 'sink' },
      { onFailure: 'keep' },
    );
    write(2);
    await begin();
    fail(task('a'), new Error('x'));
    fetched('b', 2);
    for (let turn = 0; turn < 3; turn++) await clock.advance(100);
    expect(ended()).toMatchObject({ reason: 'drained', isComplete: false });
    expect(policy.failure?.message).toBe('x');
    await policy.close();
  });

  it('leaves the failure of a connector that is being started to whoever starts it', async () => {
    const { policy, begin, ended, fail } = setUp({ a: 'source' });
    fail({ connector: 'a', task: undefined }, new Error('cannot start'));
    await settle();
    expect(ended()).toBeUndefined();
    await begin();
    expect(ended()).toMatchObject({ reason: 'failure' });
    await policy.close();
  });

  it('fails where the end of the input cannot be read, a topic is missing, or Kafka is gone', async () => {
    const unreadable = setUp({ sink: 'sink' });
    unreadable.consumer.connectAnswer = () => Promise.reject(new Error('no broker'));
    await unreadable.begin();
    expect(unreadable.ended()).toMatchObject({ reason: 'failure', error: { message: 'no broker' } });
    expect(unreadable.resumed).toEqual([]);
    await unreadable.policy.close();

    const missing = setUp({ sink: 'sink' });
    await missing.begin();
    expect(missing.ended()).toMatchObject({ reason: 'failure', error: { name: 'UnavailableError' } });
    await missing.policy.close();

    const gone = setUp({ source: 'source' });
    gone.admin.describeAnswer = () => Promise.reject(new KafkaError('timed out', { kafkaCode: -185 }));
    await gone.begin();
    await gone.clock.advance(2000);
    expect(gone.ended()).toMatchObject({ reason: 'failure', error: { name: 'BrokerUnavailableError' } });
    await gone.policy.close();
  });
});

describe('RunPolicy of a service', () => {
  const service = { endsWithInput: false, onFailure: 'keep' } as const;

  it.each([
    ['a signal', {}, 'signal'],
    ['--timeout', { timeoutMs: 500 }, 'timeout'],
    ['--idle-timeout', { idleTimeoutMs: 500 }, 'idle'],
  ])('is complete when it is ended by %s', async (_what, limits, reason) => {
    const { policy, begin, ended, clock } = setUp({ source: 'source' }, { ...service, ...limits });
    await begin();
    for (let turn = 0; turn < 6; turn++) await clock.advance(100);
    if (reason === 'signal') policy.interrupt('SIGTERM');
    await settle();
    expect(ended()).toMatchObject({ reason, isComplete: true });
    expect(policy.progress().connectors).toMatchObject([{ name: 'source', state: 'moving' }]);
    await policy.close();
  });

  it('goes on after a failure, unless it is to exit', async () => {
    const keeps = setUp({ source: 'source' }, service);
    await keeps.begin();
    keeps.fail(keeps.task('source'), new Error('x'));
    await settle();
    expect(keeps.ended()).toBeUndefined();
    await keeps.policy.close();
    const exits = setUp({ source: 'source' }, { ...service, onFailure: 'exit' });
    await exits.begin();
    exits.fail(exits.task('source'), new Error('x'));
    await settle();
    expect(exits.ended()).toMatchObject({ reason: 'failure' });
    await exits.policy.close();
  });
});
