import { checkConverterKeys } from '../../src/cli/converter-settings-check';
import { FileFindings, Findings } from '../../src/cli/findings';
import { Plugins } from '../../src/runtime/plugins';
import { settingsFile } from '../support/settings-files';

async function check(...lines: string[]) {
  const findings = new Findings();
  const file = settingsFile('f', ...lines);
  const setting = { key: 'value.converter', kind: 'converter', plugins: new Plugins(), folders: [] } as const;
  await checkConverterKeys(new FileFindings(findings, file), { ...setting, props: file.props });
  return findings.all();
}

describe('checkConverterKeys', () => {
  it('warns of a setting that the converter does not have', async () => {
    expect(await check('value.converter=JsonConverter', 'value.converter.schema.enable=false')).toEqual([
      expect.objectContaining({ line: 2, kind: 'unknown-key', nearest: 'value.converter.schemas.enable' }),
    ]);
  });

  it('has nothing to say of settings that it has, nor of converters that are not there', async () => {
    expect(await check('value.converter=JsonConverter', 'value.converter.schemas.enable=false')).toEqual([]);
    expect(await check('value.converter=Nope', 'value.converter.x=false')).toEqual([]);
  });
});
