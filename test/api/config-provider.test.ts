import { ConfigProvider, type ConfigData } from '../../src/api/config-provider';
import { pluginKindsOf } from '../../src/api/plugin';

class Vault extends ConfigProvider {
  override configure(): void {
    return undefined;
  }

  override get(): ConfigData {
    return { data: new Map(), ttl: null };
  }
}

describe('ConfigProvider', () => {
  it('brands what extends it as a config provider, and needs no close', () => {
    expect(pluginKindsOf(Vault)).toEqual(['configprovider']);
    expect(new Vault().close).toBeUndefined();
  });
});
