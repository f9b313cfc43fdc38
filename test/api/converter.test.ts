import { Converter, HeaderConverter } from '../../src/api/converter';
import { pluginKindsOf } from '../../src/api/plugin';

describe('Converter and HeaderConverter', () => {
  it('brand what extends them by what it converts', () => {
    abstract class Values extends Converter {}
    abstract class Headers extends HeaderConverter {}
    expect(pluginKindsOf(Values)).toEqual(['converter']);
    expect(pluginKindsOf(Headers)).toEqual(['header_converter']);
  });
});
