import { ConfigDef } from '../../src/config/config-def';
import { pluginKindsOf } from '../../src/api/plugin';
import { BUILTIN_PLUGINS, loadBuiltin } from '../../src/runtime/builtin-plugins';

describe.each(BUILTIN_PLUGINS)('$className', (builtin) => {
  it('loads, and is what the table says', () => {
    expect(pluginKindsOf(loadBuiltin(builtin))).toEqual(builtin.kinds);
  });

  it('prints its settings, if its kind has any', () => {
    const instance = new (loadBuiltin(builtin))() as { config?(): ConfigDef };
    const config = instance.config?.();
    expect(config instanceof ConfigDef).toBe(!builtin.kinds.includes('configprovider'));
    for (const { name, doc } of config?.configKeys.values() ?? []) expect([name, doc]).not.toContain('');
  });
});
