import { pluginKindsOf } from '../../src/api/plugin';
import { Transformation } from '../../src/api/transformation';

describe('Transformation', () => {
  it('brands what extends it as a transformation', () => {
    abstract class Upper extends Transformation {}
    expect(pluginKindsOf(Upper)).toEqual(['transformation']);
  });
});
