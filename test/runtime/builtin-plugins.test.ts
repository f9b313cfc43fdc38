import { ConfigDef } from '../../src/config/config-def';
import { pluginKindsOf } from '../../src/api/plugin';
import { BUILTIN_PLUGINS, loadBuiltin } from '../../src/runtime/builtin-plugins';

describe.each(BUILTIN_PLUGINS)('$className', (builtin) => {
  it('loads, and is what the table says', () => {
    expect(pluginKindsOf(loadBuiltin(builtin))).toEqual(builtin.kinds);
  });

  it('prints its settings', () => {
    const instance = new (loadBuiltin(builtin))() as { config?(): ConfigDef };
    if (builtin.kinds.includes('configprovider')) return expect(instance).toHaveProperty('get');
    const config = instance.config?.();
    expect(config).toBeInstanceOf(ConfigDef);
    return expect([...(config?.configKeys.values() ?? [])].every(({ doc }) => doc.length > 0)).toBe(true);
  });
});
