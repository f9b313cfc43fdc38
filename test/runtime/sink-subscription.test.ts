import { reads, subscriptionOf } from '../../src/runtime/sink-subscription';
import { sinkConnectorConfigDef } from '../../src/runtime/sink-connector-config';

const of = (props: Record<string, string>) =>
  subscriptionOf(sinkConnectorConfigDef().parse({ name: 's', 'connector.class': 'S', ...props }));

describe('subscriptionOf', () => {
  it('is by name where topics are named', () => {
    expect(of({ topics: 'a, b' })).toEqual({ topics: ['a', 'b'] });
    expect(reads(of({ topics: 'a,b' }), 'b')).toBe(true);
    expect(reads(of({ topics: 'a,b' }), 'ab')).toBe(false);
  });

  it('is by a pattern on the whole name otherwise', () => {
    const subscription = of({ 'topics.regex': 'a.*' });
    expect(reads(subscription, 'abc')).toBe(true);
    expect(reads(subscription, 'xabc')).toBe(false);
  });
});
