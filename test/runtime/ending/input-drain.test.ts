import { KafkaError } from '../../../src/errors';
import { InputDrain } from '../../../src/runtime/ending/input-drain';
import { settle } from '../../support/fake-clock';
import { setUpEnding } from '../../support/ending-set-up';

async function setUp(types: Readonly<Record<string, 'source' | 'sink'>>, high = 0) {
  const ending = setUpEnding(types);
  if (high >= 0) ending.write(high);
  const drain = new InputDrain({ ...ending.options, isGivenUp: ending.isGivenUp });
  await drain.prepare(Object.keys(types));
  for (const name of Object.keys(types)) await drain.start(name);
  return { ...ending, drain };
}

describe('InputDrain', () => {
  it('does not even start a sink for which nothing is there', async () => {
    const { drain, resumed } = await setUp({ sink: 'sink' });
    await drain.turn();
    expect(resumed).toEqual([]);
    expect(drain.isDone).toBe(true);
    expect(drain.progress()).toMatchObject([{ name: 'sink', type: 'sink', state: 'done' }]);
  });

  it('drains a sink that has input', async () => {
    const { drain, resumed, fetched } = await setUp({ sink: 'sink' }, 3);
    expect(resumed).toEqual(['sink']);
    await drain.turn();
    expect(drain.isDone).toBe(false);
    expect(drain.left()).toEqual(['sink sink: t-0 committed at 0 of 3, not assigned to this worker']);
    fetched('sink', 3);
    await drain.turn();
    await drain.turn();
    expect(drain.isDone).toBe(true);
    expect(drain.left()).toEqual([]);
  });

  it('takes the ends of what sources wrote once they have all ended, and starts the sinks that wait for it', async () => {
    const { drain, resumed, endSource, write, fetched, activeTopics } = await setUp({ source: 'source', sink: 'sink' });
    await drain.turn();
    expect(resumed).toEqual(['source']);
    expect(drain.left()).toEqual(['source source has not come to its end']);
    activeTopics.note('source', 't');
    write(5);
    endSource('source');
    await drain.turn();
    expect(resumed).toEqual(['source', 'sink']);
    expect(drain.isDone).toBe(false);
    fetched('sink', 5);
    await drain.turn();
    await drain.turn();
    expect(drain.isDone).toBe(true);
  });

  it('starts a sink as soon as a source writes for it', async () => {
    const { drain, resumed, activeTopics } = await setUp({ source: 'source', sink: 'sink' });
    activeTopics.note('source', 'other');
    await drain.turn();
    expect(resumed).toEqual(['source']);
    activeTopics.note('source', 't');
    await drain.turn();
    expect(resumed).toEqual(['source', 'sink']);
  });

  it('does not take new ends of topics that no source of the run wrote', async () => {
    const { drain, endSource, write, activeTopics } = await setUp({ source: 'source', sink: 'sink' });
    activeTopics.note('source', 'other');
    write(5);
    endSource('source');
    await drain.turn();
    expect(drain.isDone).toBe(true);
  });

  it('names the topics that do not exist, unless a source has made them', async () => {
    const { drain, consumer } = await setUp({ sink: 'sink' }, -1);
    consumer.existing = [];
    await drain.turn();
    expect(drain.isDone).toBe(true);
    expect(drain.missing?.message).toBe('The sink sink reads t, which does not exist');
    const made = await setUp({ source: 'source', sink: 'sink' }, -1);
    made.activeTopics.note('source', 't');
    made.write(0);
    made.endSource('source');
    await made.drain.turn();
    expect(made.drain.missing).toBeUndefined();
  });

  it('does not wait for a sink whose tasks are given up, nor for one that was deleted, and says what is left', async () => {
    const { drain, givenUp, known } = await setUp({ a: 'sink', b: 'sink' }, 3);
    await drain.turn();
    givenUp.add('a');
    await drain.turn();
    expect(drain.isDone).toBe(false);
    expect(drain.progress()[0]?.state).toBe('failed');
    known.delete('b');
    await drain.turn();
    expect(drain.isDone).toBe(true);
    expect(drain.left()).toHaveLength(2);
  });

  it('ends with what keeps offsets from being stored, and with what the group is refused', async () => {
    const { drain, sources, endSource } = await setUp({ source: 'source' });
    Object.assign(sources.get('source') ?? {}, { problem: new Error('disk full') });
    endSource('source');
    await expect(drain.turn()).rejects.toThrow('disk full');
    const sink = await setUp({ sink: 'sink' }, 3);
    sink.consumer.committed = () => Promise.reject(new KafkaError('not authorized', { kafkaCode: 30 }));
    await sink.drain.turn();
    await settle();
    await expect(sink.drain.turn()).rejects.toThrow('not authorized');
  });

  it('closes the clients with which it looked', async () => {
    const { drain, consumer } = await setUp({ sink: 'sink' });
    await drain.close();
    expect(consumer.isClosed).toBe(true);
  });
});
