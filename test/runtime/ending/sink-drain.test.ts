import { TopicPartitionMap } from '../../../src/api/topic-partition';
import { SinkDrain } from '../../../src/runtime/ending/sink-drain';
import { SinkInput } from '../../../src/runtime/ending/sink-input';
import type { TaskPhase } from '../../../src/runtime/worker-task';
import { FakeClock, settle } from '../../support/fake-clock';
import { FakeConsumer } from '../../support/fake-kafka';
import { FakeSinkReach, fakeTask } from '../../support/fake-reach';
import { captureLog } from '../../support/silent-log';

const P0 = { topic: 't', partition: 0 };
const P1 = { topic: 't', partition: 1 };

async function setUp({ high = 10, phase = 'RUNNING' }: { high?: number; phase?: TaskPhase } = {}) {
  const consumer = new FakeConsumer();
  consumer.existing = [P0, P1];
  consumer.ends.set(P0, { low: 0, high });
  const clock = new FakeClock();
  const { log, text } = captureLog();
  const reach = new FakeSinkReach();
  const input = new SinkInput({ consumer, subscription: { topics: ['t'] }, resetsTo: 'earliest', clock, log });
  const drain = new SinkDrain({ input, tasks: () => [fakeTask(reach, { phase })], clock, log, fetchWaitMs: 500 });
  await drain.takeEnds();
  const at = (fetched: number, delivered = fetched, committed = 0) => {
    reach.assigned = [{ ...P0, fetched, delivered, committed }];
  };
  return { consumer, clock, reach, drain, text, at };
}

describe('SinkDrain', () => {
  it('is done at once where nothing is there, and has work where something is', async () => {
    expect((await setUp({ high: 0 })).drain.isDone).toBe(true);
    const { drain } = await setUp();
    expect(drain.isDone).toBe(false);
    expect(drain.left()).toEqual(['t-0 committed at 0 of 10, not assigned to this worker']);
  });

  it('asks for the commit when the end is delivered, and is done when it is committed', async () => {
    const { drain, reach, at } = await setUp();
    at(9);
    drain.look();
    expect(reach.finishes).toBe(0);
    at(10);
    drain.look();
    expect(reach.finishes).toBe(1);
    drain.look();
    expect(drain.isDone).toBe(true);
    expect(drain.progress()[0]).toEqual({ ...P0, from: 0, to: 10, delivered: 10, committed: 10, isDone: true });
  });

  it('counts records that are never delivered as passed', async () => {
    const { drain, reach, at } = await setUp();
    at(10, 6);
    drain.look();
    expect(reach.finishes).toBe(1);
  });

  it('asks again after a while where the commit does not come, and says what is delivered and not committed', async () => {
    const { drain, reach, clock, at } = await setUp();
    reach.commits = false;
    at(10);
    drain.look();
    drain.look();
    expect(reach.finishes).toBe(1);
    await clock.advance(500);
    drain.look();
    expect(reach.finishes).toBe(2);
    expect(drain.left()).toEqual(['t-0 committed at 0 of 10, delivered up to 10']);
  });

  it('does not ask a task that has records in its hands, nor one that is paused', async () => {
    const { drain, reach, at } = await setUp();
    reach.isSettled = false;
    at(10, 5);
    drain.look();
    expect(reach.finishes).toBe(0);
    const paused = await setUp({ phase: 'PAUSED' });
    paused.at(10);
    paused.drain.look();
    expect(paused.reach.finishes).toBe(0);
  });

  it('does not wait for what comes later, unless it is told to take the new ends', async () => {
    const { drain, consumer, at } = await setUp();
    at(12, 12, 12);
    consumer.ends.set(P0, { low: 0, high: 20 });
    drain.look();
    expect(drain.isDone).toBe(true);
    await drain.takeEnds((topic) => topic === 'other');
    expect(drain.isDone).toBe(true);
    await drain.takeEnds();
    expect(drain.isDone).toBe(false);
  });

  it('counts what another member of the group commits', async () => {
    const { drain, consumer } = await setUp();
    await drain.lookAtGroup();
    expect(drain.isDone).toBe(false);
    await consumer.commit(new TopicPartitionMap([[P0, 10]]));
    await drain.lookAtGroup();
    expect(drain.isDone).toBe(true);
  });

  it('believes a gap at the end when nothing comes for long though the broker of the partition answers', async () => {
    const { drain, reach, clock, text, at } = await setUp();
    at(8, 8, 8);
    const turns = async (count: number) => {
      for (let turn = 0; turn < count; turn++) {
        drain.look();
        await clock.advance(100);
        await settle();
      }
    };
    await turns(29);
    expect(drain.isDone).toBe(false);
    await turns(5);
    expect(drain.isDone).toBe(true);
    expect(text()).toContain('nothing is left between 8 and 10');
    expect(reach.finishes).toBe(0);
  });

  it('believes no gap while records still move, or while the broker does not answer', async () => {
    const { drain, reach, clock, consumer, at } = await setUp();
    consumer.watermarks = () => Promise.reject(new Error('gone'));
    at(8, 8, 8);
    for (let turn = 0; turn < 100; turn++) {
      drain.look();
      await clock.advance(100);
    }
    expect(drain.isDone).toBe(false);
    consumer.watermarks = () => Promise.resolve({ low: 0, high: 10 });
    for (let turn = 0; turn < 100; turn++) {
      reach.moved++;
      drain.look();
      await clock.advance(100);
    }
    expect(drain.isDone).toBe(false);
  });
});
