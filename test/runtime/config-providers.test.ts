import { ConfigProvider, type ConfigData } from '../../src/api/config-provider';
import type { Props } from '../../src/api/plugin';
import { ConfigError } from '../../src/errors';
import { createConfigProviders } from '../../src/runtime/config-providers';
import { FakePlugins } from '../support/fake-plugins';

class Vault extends ConfigProvider {
  settings: Props = {};

  override configure(props: Props): void {
    if (props['url'] === 'bad') throw new ConfigError('url is wrong');
    this.settings = props;
  }

  override get(): ConfigData {
    return { data: new Map(), ttl: null };
  }
}

class Env extends Vault {}

const PACKAGE = 'org.apache.kafka.common.config.provider';
const fake = new FakePlugins({
  Vault,
  [`${PACKAGE}.EnvVarConfigProvider`]: Env,
  [`${PACKAGE}.FileConfigProvider`]: Vault,
  [`${PACKAGE}.DirectoryConfigProvider`]: Vault,
});
const create = (worker: Props) => createConfigProviders(fake.plugins, worker, ['/etc/w']);

describe('createConfigProviders', () => {
  it.each([{}, { 'config.providers': ' ' }, { 'config.providers': null }])(
    'has env, file and dir where the worker names none: %p',
    async (worker) => {
      const providers = await create(worker);
      expect([...providers.keys()]).toEqual(['env', 'file', 'dir']);
      expect(providers.get('env')).toBeInstanceOf(Env);
    },
  );

  it('sets up the default ones too', async () => {
    const providers = await create({ 'config.providers.env.param.allowlist.pattern': 'A_.*' });
    expect((providers.get('env') as Vault).settings).toEqual({ 'allowlist.pattern': 'A_.*' });
  });

  it('has exactly those that the worker names, each with the settings below its own param prefix', async () => {
    const providers = await create({
      'config.providers': 'a, b',
      'config.providers.a.class': ' Vault ',
      'config.providers.a.param.url': 'http://a',
      'config.providers.b.class': 'Vault',
      'config.providers.b.param.url': 'http://b',
    });
    expect([...providers.keys()]).toEqual(['a', 'b']);
    expect((providers.get('a') as Vault).settings).toEqual({ url: 'http://a' });
    expect((providers.get('b') as Vault).settings).toEqual({ url: 'http://b' });
    expect(fake.folders.get('Vault')).toEqual(['/etc/w']);
  });

  it('names the key of a class that is not given', async () => {
    await expect(create({ 'config.providers': 'a' })).rejects.toMatchObject({
      message: 'Missing required configuration "config.providers.a.class" which has no default value.',
      findings: [{ key: 'config.providers.a.class' }],
    });
  });

  it('refuses a class that is not there, and one that does not take its settings', async () => {
    const named = { 'config.providers': 'a', 'config.providers.a.class': 'Nope' };
    await expect(create(named)).rejects.toThrow('Class Nope could not be found.');
    const wrong = {
      'config.providers': 'a',
      'config.providers.a.class': 'Vault',
      'config.providers.a.param.url': 'bad',
    };
    await expect(create(wrong)).rejects.toThrow('url is wrong');
  });
});
