import { pluginKindsOf } from '../../src/api/plugin';
import { SourceConnector } from '../../src/api/source-connector';

describe('SourceConnector', () => {
  it('brands what extends it as a source', () => {
    expect(pluginKindsOf(SourceConnector)).toEqual(['source']);
  });

  it('promises nothing about exactly-once delivery unless it is overridden', () => {
    expect(SourceConnector.prototype.exactlyOnceSupport({})).toBeNull();
    expect(SourceConnector.prototype.canDefineTransactionBoundaries({})).toBe('UNSUPPORTED');
  });

  it('lets users alter offsets, unchecked, unless it overrides alterOffsets', () => {
    expect(SourceConnector.prototype.alterOffsets({}, [[{ file: 'a' }, null]])).toBe(false);
  });
});
