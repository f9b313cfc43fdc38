import { translateClientProperties as translate } from '../../src/kafka/client-config';
import { messagesOf, refusalOf } from '../support/client-properties';

describe('partitionAssignmentStrategy', () => {
  it.each([
    ['org.apache.kafka.clients.consumer.RoundRobinAssignor', 'roundrobin', 0],
    ['org.apache.kafka.clients.consumer.CooperativeStickyAssignor', 'cooperative-sticky', 0],
    [
      'org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.RoundRobinAssignor',
      'range,roundrobin',
      0,
    ],
    [
      'org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.CooperativeStickyAssignor',
      'range',
      1,
    ],
    ['org.apache.kafka.clients.consumer.StickyAssignor', 'cooperative-sticky', 1],
  ])('partition.assignment.strategy=%s becomes %s', (value, expected, lines) => {
    expect(translate('consumer', { 'partition.assignment.strategy': value }).global).toMatchObject({
      'partition.assignment.strategy': expected,
    });
    expect(messagesOf('consumer', { 'partition.assignment.strategy': value })).toHaveLength(lines);
  });

  it('says that the default list of assignors became range', () => {
    expect(messagesOf('consumer', {}).join()).toContain('range is used');
  });

  it('refuses an assignor of the user and settings that the new group protocol does not have', () => {
    expect(refusalOf('consumer', { 'partition.assignment.strategy': 'com.acme.Mine' }).message).toContain(
      'com.acme.Mine',
    );
    const protocol = { 'group.protocol': 'CONSUMER' };
    const { global } = translate('consumer', protocol);
    expect(global['group.protocol']).toBe('consumer');
    expect(Object.keys(global)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/session|heartbeat|assignment/)]),
    );
    expect(refusalOf('consumer', { ...protocol, 'session.timeout.ms': '10000' }).findings[0]?.key).toBe(
      'session.timeout.ms',
    );
  });
});
