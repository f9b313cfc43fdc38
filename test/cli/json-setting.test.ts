import { fittingSetting } from '../../src/cli/json-setting';

const ENVELOPE = '{"schema":null,"payload":1}';
const fit = (text: string, hasEnvelope: boolean, isJson = true) =>
  fittingSetting(Buffer.from(text), { key: 'value.converter', isJson, hasEnvelope });

describe('fittingSetting', () => {
  it.each([
    ['{"a":1}', true, 'value.converter.schemas.enable=false'],
    [ENVELOPE, false, 'value.converter.schemas.enable=true'],
    ['plain text', true, 'StringConverter'],
    ['\0\0\0\0\u0001abc', false, 'schema registry'],
  ])('of %j with schemas.enable=%p is %s', (text, hasEnvelope, setting) => {
    expect(fit(text, hasEnvelope)).toContain(setting);
  });

  it('is none where all is well, and for other converters', () => {
    expect(fit(ENVELOPE, true)).toBeUndefined();
    expect(fit('{"a":1}', false)).toBeUndefined();
    expect(fit('text', true, false)).toBeUndefined();
    expect(fittingSetting(null, { key: 'value.converter', isJson: true, hasEnvelope: true })).toBeUndefined();
  });
});
