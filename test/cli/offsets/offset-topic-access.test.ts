import { OffsetTopicAccess } from '../../../src/cli/offsets/offset-topic-access';
import type { OffsetEntry } from '../../../src/storage/offset-backing-store';
import { FakeClock } from '../../support/fake-clock';
import { FakeOffsetsTopic } from '../../support/fake-offsets-topic';

const KEY = Buffer.from('["c",{"p":1}]');
const ENTRY: OffsetEntry = [KEY, Buffer.from('{"o":1}')];
const DESCRIBED = { name: 'c', props: { 'connector.class': 'X', 'tasks.max': '3' }, unresolved: [] };
const NAMED = { name: 'd', props: undefined, unresolved: [] };

function setUp(settings: Record<string, string> = {}, entries: readonly OffsetEntry[] = [ENTRY]) {
  const topic = new FakeOffsetsTopic('offsets', entries);
  const warnings: string[] = [];
  const clock = new FakeClock();
  const access = new OffsetTopicAccess({
    workerProps: { 'bootstrap.servers': 'a:1', 'offset.storage.topic': 'offsets', 'group.id': 'g', ...settings },
    ...{ clients: topic.clients, onWarning: (message) => void warnings.push(message), clock },
  });
  return { topic, access, warnings, clock };
}
const EXACTLY_ONCE = { 'exactly.once.source.support': 'enabled' };
const texts = (entries: readonly OffsetEntry[]) => entries.map(([, value]) => value?.toString());

describe('OffsetTopicAccess', () => {
  it('shows what was there when it was first asked, until it is told to look again', async () => {
    const { topic, access } = setUp();
    await access.open();
    expect(texts(await access.entries())).toEqual(['{"o":1}']);
    topic.append(0, KEY, Buffer.from('{"o":2}'));
    expect(texts(await access.entries())).toEqual(['{"o":1}']);
    await access.lookAgain();
    expect(texts(await access.entries())).toEqual(['{"o":2}']);
    await access.close();
  });

  it('creates no topic to look at, but one to write to', async () => {
    const { topic, access, warnings } = setUp({}, []);
    topic.admin.topics.delete('offsets');
    expect(await access.entries()).toEqual([]);
    expect(warnings).toEqual(['The offsets topic offsets does not exist: it has no offsets']);
    expect(topic.admin.created).toEqual([]);
    await access.takeOver([NAMED]);
    await access.set([ENTRY]);
    expect(topic.admin.created.map(({ name }) => name)).toEqual(['offsets']);
    await access.close();
  });

  it('shows a topic that Kafka does not keep, but does not write to it', async () => {
    const { topic, access } = setUp();
    topic.admin.configs.set('offsets', new Map([['cleanup.policy', 'delete']]));
    expect(await access.entries()).toHaveLength(1);
    await expect(access.takeOver([NAMED])).rejects.toThrow('must have cleanup.policy=compact');
    await access.close();
  });

  it('writes what was taken over only', async () => {
    const { topic, access } = setUp();
    await access.entries();
    await expect(access.set([[KEY, null]])).rejects.toMatchObject({ name: 'OffsetWriteError' });
    await access.takeOver([DESCRIBED]);
    await access.set([[KEY, null]]);
    expect(topic.producer.sent.map(({ key, value }) => [String(key), value])).toEqual([[String(KEY), null]]);
    expect(topic.fenced).toEqual([]);
    await access.close();
  });

  it('fences all tasks of whom it knows, and the first of others, where offsets are written in transactions', async () => {
    const { topic, access } = setUp(EXACTLY_ONCE);
    await access.takeOver([DESCRIBED, NAMED]);
    expect(topic.fenced.sort()).toEqual(['g-c-0', 'g-c-1', 'g-c-2', 'g-d-0']);
    await access.close();
  });

  it('fences nobody with settings that are not known', async () => {
    const { topic, access } = setUp(EXACTLY_ONCE);
    const lost = { ...DESCRIBED, unresolved: ['file', 'producer.override.sasl.jaas.config'] };
    await expect(access.takeOver([lost])).rejects.toThrow(
      'producer.override.sasl.jaas.config of c cannot be looked up',
    );
    const wrong = { ...DESCRIBED, props: { 'connector.class': 'X', 'tasks.max': 'many' } };
    await expect(access.takeOver([wrong])).rejects.toMatchObject({ name: 'ConnectorStartError' });
    expect(topic.fenced).toEqual([]);
    await access.close();
  });

  it('says what keeps a worker from overwriting a change, and what does not', () => {
    expect(setUp().access.caution([DESCRIBED, NAMED])).toMatch(/no lock.*runs c, d is not known.*Stop the connector/);
    const caution = setUp(EXACTLY_ONCE).access.caution([DESCRIBED, NAMED]);
    expect(caution).toMatch(/tasks of c, d are fenced: those that run somewhere fail\. Of d only task 0/);
    expect(setUp(EXACTLY_ONCE).access.caution([DESCRIBED])).not.toContain('only task 0');
  });

  it('gives up what takes too long, and does not say that it was not written', async () => {
    const { topic, access, clock } = setUp();
    await access.takeOver([NAMED]);
    topic.producer.flush = () => new Promise(() => undefined);
    const refused = expect(access.set([ENTRY])).rejects.toMatchObject({
      name: 'OffsetWriteError',
      message: expect.stringContaining('Whether the offsets were written is not known') as string,
    });
    await clock.advance(60_000);
    await refused;
  });

  it('refuses settings of the store that are wrong', () => {
    expect(() => setUp({ 'offset.storage.partitions': '0' })).toThrow('offset.storage.partitions');
  });
});
