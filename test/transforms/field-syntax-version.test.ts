import { ConfigDef } from '../../src/config/config-def';
import { FIELD_SYNTAX_VERSION, fieldSyntaxVersion } from '../../src/transforms/field-syntax-version';

describe('field.syntax.version', () => {
  const config = new ConfigDef().define(FIELD_SYNTAX_VERSION);

  it('is V1 unless it is V2, in any letter case', () => {
    expect(fieldSyntaxVersion(config.parse({})['field.syntax.version'])).toBe('V1');
    expect(fieldSyntaxVersion('v2')).toBe('V2');
  });

  it('is nothing else', () => {
    expect(() => config.parse({ 'field.syntax.version': '2' })).toThrow('(case insensitive): V1, V2');
  });
});
