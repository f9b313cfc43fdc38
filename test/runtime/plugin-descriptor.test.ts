import { PLUGIN_KINDS } from '../../src/api/plugin';
import { ConnectError } from '../../src/errors';
import { describePlugin, isPluginClass, type PluginClass } from '../../src/runtime/plugin-descriptor';

const ORIGIN = { className: './x.ts', simpleName: 'X', location: '/opt/x.ts', packageVersion: '3.0.0' };

class Unbranded {
  readonly limit = 3;
}

class Branded extends Unbranded {
  static readonly [PLUGIN_KINDS] = ['predicate'] as const;
}

function withVersion(version: () => unknown): PluginClass {
  return class extends Branded {
    version = version;
  };
}

describe('isPluginClass', () => {
  it('goes by the brand, not by inheritance', () => {
    expect([isPluginClass(Branded), isPluginClass(class extends Branded {}), isPluginClass(Unbranded)]).toEqual([
      ...[true, true, false],
    ]);
    expect([isPluginClass(new Branded()), isPluginClass(null)]).toEqual([false, false]);
  });
});

describe('describePlugin', () => {
  it('has the kinds of the brand', () => {
    expect(describePlugin(Branded, ORIGIN)).toMatchObject({ className: './x.ts', kinds: ['predicate'] });
  });

  it.each<[string, () => unknown, string]>([
    ['what version() says', () => '1.5', '1.5'],
    ['the version of the package when that is empty', () => '', '3.0.0'],
    ['the version of the package when that is no text', () => 7, '3.0.0'],
    [
      'the version of the package when that throws',
      () => {
        throw new Error('no version today');
      },
      '3.0.0',
    ],
  ])('has as version %s', (_what, version, expected) => {
    expect(describePlugin(withVersion(version), ORIGIN).version).toBe(expected);
  });

  it('asks for the version once, and not before it is needed', () => {
    const version = jest.fn(() => '1.5');
    const plugin = describePlugin(withVersion(version), ORIGIN);
    expect(version).not.toHaveBeenCalled();
    expect([plugin.version, plugin.version]).toEqual(['1.5', '1.5']);
    expect(version).toHaveBeenCalledTimes(1);
  });

  it('reports a constructor that throws, with the plugin and the cause', () => {
    const cause = new Error('no database');
    const plugin = describePlugin(
      class extends Branded {
        constructor() {
          super();
          throw cause;
        }
      },
      ORIGIN,
    );
    expect(() => plugin.create()).toThrow(
      new ConnectError('Could not instantiate ./x.ts from /opt/x.ts: no database', { cause }),
    );
    expect(plugin.version).toBe('3.0.0');
  });
});
