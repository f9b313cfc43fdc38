import { pluginKindsOf } from '../../src/api/plugin';
import { RestExtension } from '../../src/api/rest-extension';

describe('RestExtension', () => {
  it('is known as one by whoever extends it', () => {
    class Audit extends RestExtension {
      override register(): void {
        return undefined;
      }
    }
    expect(pluginKindsOf(Audit)).toEqual(['rest_extension']);
  });
});
