import { pluginKindsOf } from '../../src/api/plugin';
import { RestExtension } from '../../src/api/rest-extension';
import { withExtensionClasses } from '../../src/runtime/rest-extension-exports';

const isExtension = (value: unknown) => pluginKindsOf(value).includes('rest_extension');

describe('withExtensionClasses', () => {
  const register = () => undefined;
  class Own {
    register(): void {
      return undefined;
    }
  }
  class Ours extends RestExtension {
    override register(): void {
      return undefined;
    }
  }

  it('makes classes of what can register, and leaves the rest alone', () => {
    const helper = () => 1;
    const exports = withExtensionClasses({ register, helper, Own, Ours, object: { register }, number: 1 }, undefined);
    expect(Object.entries(exports).map(([name, value]) => [name, isExtension(value)])).toEqual([
      ['register', true],
      ['helper', false],
      ['Own', true],
      ['Ours', true],
      ['object', true],
      ['number', false],
    ]);
    expect(exports['Ours']).toBe(Ours);
  });

  it('takes a function of another name only where it is asked for', () => {
    const exports = withExtensionClasses({ register, audit: register }, 'audit');
    expect([isExtension(exports['register']), isExtension(exports['audit'])]).toEqual([false, true]);
  });
});
