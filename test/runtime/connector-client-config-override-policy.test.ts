import { connectorClientConfigOverridePolicy } from '../../src/runtime/connector-client-config-override-policy';

function allowed(setting: string, allowlist: string[] = []): string[] {
  const policy = connectorClientConfigOverridePolicy(setting, allowlist);
  return ['client.id', 'sasl.mechanism', 'acks'].filter((key) => policy.complaintAbout(key) === undefined);
}

describe('connectorClientConfigOverridePolicy', () => {
  test('All allows everything, None nothing, Principal who one is, Allowlist what is listed', () => {
    expect(allowed('All')).toEqual(['client.id', 'sasl.mechanism', 'acks']);
    expect(allowed('None')).toEqual([]);
    expect(allowed('Principal')).toEqual(['sasl.mechanism']);
    expect(allowed('Allowlist', ['acks'])).toEqual(['acks']);
  });

  test('is found by its class too', () => {
    const className = 'org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy';

    expect(connectorClientConfigOverridePolicy(className, []).complaintAbout('acks')).toBe(
      "The 'None' policy does not allow 'acks' to be overridden in the connector configuration.",
    );
  });

  test('refuses any other name and lists those there are', () => {
    expect(() => connectorClientConfigOverridePolicy('all', [])).toThrow(
      'Invalid value all for configuration connector.client.config.override.policy: there is no such policy; there are All, None',
    );
  });
});
