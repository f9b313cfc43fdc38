import { translateClientProperties as translate, type ClientKind } from '../../src/kafka/client-config';
import { CLIENT_PROPERTIES } from '../../src/kafka/client-property-table';
import { refusalOf } from '../support/client-properties';
import javaNames from '../testdata/kafka-client-properties.json';

describe('CLIENT_PROPERTIES', () => {
  describe.each(Object.entries(javaNames) as [ClientKind, string[]][])(
    'every property of the Java %s',
    (kind, names) => {
      it.each(names)('%s is in the table', (name) => {
        expect(CLIENT_PROPERTIES.get(name)?.kinds).toContain(kind);
      });

      it('no other property claims to be one', () => {
        const claimed = [...CLIENT_PROPERTIES].filter(([, { kinds }]) => kinds.includes(kind)).map(([name]) => name);
        expect(claimed.filter((name) => !names.includes(name))).toEqual([]);
      });
    },
  );

  it('sends one record at a time with batch.size=0', () => {
    expect(translate('producer', { 'batch.size': '0' }).global).toMatchObject({
      'batch.size': 1,
      'batch.num.messages': 1,
    });
    expect(translate('producer', { 'batch.size': '65536' }).global['batch.size']).toBe(65536);
  });

  it.each([
    ['fetch.max.wait.ms', '100', 'fetch.wait.max.ms', 100],
    ['max.partition.fetch.bytes', '2097152', 'fetch.message.max.bytes', 2097152],
    ['receive.buffer.bytes', '-1', 'socket.receive.buffer.bytes', 0],
    ['metadata.max.age.ms', '10000', 'topic.metadata.refresh.interval.ms', 10000],
    ['request.timeout.ms', '40000', 'socket.timeout.ms', 40000],
    ['connections.max.idle.ms', '-1', 'connections.max.idle.ms', 0],
    ['enable.auto.commit', ' FALSE ', 'enable.auto.commit', false],
    ['group.instance.id', 'i', 'group.instance.id', 'i'],
    ['client.rack', 'r', 'client.rack', 'r'],
  ])('%s=%s becomes %s=%s', (...[key, value, name, translated]) => {
    expect(translate('consumer', { [key]: value }).global[name]).toBe(translated);
  });

  it('takes max.poll.records into our own hands', () => {
    expect(translate('consumer', { 'max.poll.records': '17' }).own.maxPollRecords).toBe(17);
    expect(refusalOf('consumer', { 'max.poll.records': '0' }).message).toContain('max.poll.records');
  });

  it('translates what to do without an offset, in the settings of topics', () => {
    expect(translate('consumer', { 'auto.offset.reset': 'earliest' }).topic['auto.offset.reset']).toBe('earliest');
    expect(translate('consumer', { 'auto.offset.reset': 'none' }).topic['auto.offset.reset']).toBe('error');
    expect(refusalOf('consumer', { 'auto.offset.reset': 'by_duration:PT1H' }).message).toContain('by_duration:PT1H');
  });

  it('refuses controllers', () => {
    expect(refusalOf('admin', { 'bootstrap.controllers': 'c:9093' }).message).toContain('bootstrap.servers');
  });
});
