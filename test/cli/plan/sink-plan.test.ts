import { KafkaError } from '../../../src/errors';
import { removeOffsetsFolders } from '../../support/offsets-set-up';
import { planSetUp } from '../../support/plan-set-up';

afterEach(removeOffsetsFolders);

const SINK = { 'connector.class': 'FileStreamSink', topics: 't' };

describe('The plan of a sink', () => {
  it('has each partition, from where the group is to the present end, and what it writes to', async () => {
    const { planOf, sink, at } = planSetUp();
    const { json } = await planOf([sink]);
    expect(json.connectors[0]).toMatchObject({
      ...{ name: 'sink', type: 'sink', class: 'org.apache.kafka.connect.file.FileStreamSinkConnector' },
      ...{ group: 'connect-sink', members: [], missing: [], fedBy: [], notes: [], problems: [] },
      partitions: [
        { topic: 't', partition: 0, committed: 5, from: 5, to: 7, records: 2, lag: 2, atMost: false },
        { topic: 't', partition: 1, committed: 1, from: 1, to: 1, records: 0, lag: 0, atMost: false },
      ],
      targets: [{ name: at('out.txt'), exists: false, bytes: null }],
    });
  });

  it('begins where auto.offset.reset says where nothing is committed, and says what the run would commit', async () => {
    const { planOf, sink, committed, consumer } = planSetUp();
    committed.delete({ topic: 't', partition: 0 });
    const key = 'sink.consumer.override.auto.offset.reset';
    const partition = async (reset: string) => {
      const [plan] = (await planOf([sink], { set: [`${key}=${reset}`] })).json.connectors;
      return { first: (plan?.['partitions'] as object[])[0], notes: plan?.notes.join() };
    };
    expect(await partition('earliest')).toMatchObject({
      first: { committed: null, from: 0, records: 7, lag: 7 },
      notes: '',
    });
    expect(await partition('latest')).toMatchObject({
      first: { committed: null, from: 7, records: 0 },
      notes: 'auto.offset.reset=latest: the present ends of 1 partitions would be committed, for the next run',
    });
    expect((await partition('none')).notes).toMatch(/its tasks would fail/);
    expect(consumer.commits).toEqual([]);
  });

  it('names records that are gone, and ends before what is committed', async () => {
    const { planOf, sink, consumer } = planSetUp();
    consumer.ends
      .set({ topic: 't', partition: 0 }, { low: 6, high: 7 })
      .set({ topic: 't', partition: 1 }, { low: 0, high: 0 });
    const [plan] = (await planOf([sink])).json.connectors;
    expect(plan?.notes).toEqual([
      't-1 ends at 0, before the committed 1',
      't-0 begins at 6: what follows the committed 5 is gone',
    ]);
    expect(plan).toMatchObject({
      partitions: [
        { records: 1, lag: 2 },
        { records: 0, lag: 0 },
      ],
    });
  });

  it('says "at most" for compacted topics, and where the last offset holds no record', async () => {
    const { planOf, sink, gaps, admin } = planSetUp();
    const isAtMost = async () => (await planOf([sink])).json.totals['isAtMost'];
    expect(await isAtMost()).toBe(false);
    gaps.add(6);
    expect(await isAtMost()).toBe(true);
    gaps.clear();
    admin.configs.set('t', new Map([['cleanup.policy', 'compact,delete']]));
    expect(await isAtMost()).toBe(true);
    admin.topicConfig = () => Promise.reject(new KafkaError('not allowed', { kafkaCode: 29 }));
    expect(await isAtMost()).toBe(false);
  });

  it('names who is in the group; where that may not be asked it says so, and goes on', async () => {
    const { planOf, sink, admin } = planSetUp();
    const members = [{ clientId: 'c', memberId: 'c-1', host: '10.0.0.1' }];
    admin.members.set('connect-sink', members);
    expect((await planOf([sink])).json.connectors[0]).toMatchObject({ members });
    admin.groupMembers = () => Promise.reject(new KafkaError('not allowed', { kafkaCode: 30 }));
    expect((await planOf([sink])).json.connectors[0]).toMatchObject({
      members: null,
      notes: ['who is in the group cannot be seen: not allowed'],
      problems: [],
    });
  });

  it('has a problem with a topic that is not there, unless a source of the run writes to it', async () => {
    const { planOf, connector, at, file } = planSetUp();
    file('in.txt', 'x\n');
    const sink = connector('s', { ...SINK, topics: 't,new' });
    const alone = await planOf([sink]);
    expect(alone.code).toBe(69);
    expect(alone.json.connectors[0]).toMatchObject({
      missing: ['new'],
      problems: [{ message: 'The sink s reads new, which does not exist', code: 69 }],
    });
    const source = connector('feeder', { 'connector.class': 'FileStreamSource', file: at('in.txt'), topic: 'new' });
    const fed = await planOf([sink, source]);
    expect(fed.code).toBe(0);
    expect(fed.json.connectors[0]).toMatchObject({ missing: [], fedBy: ['feeder'], problems: [] });
  });

  it('says that no topic matches a pattern', async () => {
    const { planOf, connector, consumer } = planSetUp();
    consumer.existing = [];
    const sink = connector('s', { 'connector.class': 'FileStreamSink', 'topics.regex': 'none.*' });
    const { code, json } = await planOf([sink]);
    expect({ code, notes: json.connectors[0]?.notes }).toEqual({ code: 0, notes: ['no topic matches topics.regex'] });
  });

  it('has a problem where its target could not be opened, or Kafka refuses an answer', async () => {
    const { planOf, connector, sink, consumer, folder } = planSetUp();
    const nowhere = connector('s', { ...SINK, file: '/no/such/folder/out.txt' });
    expect((await planOf([nowhere])).json.connectors[0]?.problems).toMatchObject([
      { code: 70, message: expect.stringContaining('cannot open /no/such/folder/out.txt') as string },
    ]);
    const aFolder = connector('s', { ...SINK, file: folder });
    expect((await planOf([aFolder])).json.connectors[0]?.problems[0]?.message).toContain('it is a directory');
    consumer.partitionsOf = () => Promise.reject(new KafkaError('not allowed', { kafkaCode: 29 }));
    const { json } = await planOf([sink]);
    expect(json.connectors[0]).toMatchObject({ partitions: [], members: null, problems: [{ message: 'not allowed' }] });
  });
});
