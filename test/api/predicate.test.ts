import { pluginKindsOf } from '../../src/api/plugin';
import { Predicate } from '../../src/api/predicate';

describe('Predicate', () => {
  it('brands what extends it as a predicate', () => {
    abstract class IsTombstone extends Predicate {}
    expect(pluginKindsOf(IsTombstone)).toEqual(['predicate']);
  });
});
