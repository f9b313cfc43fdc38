import { ConfigDef, createConfigValue } from '../../src/config/config-def';
import { ConfigInfos } from '../../src/runtime/config-infos';

const DEF = new ConfigDef()
  .define({ name: 'a', type: 'STRING', importance: 'LOW', doc: 'A.', group: 'G' })
  .define({ name: 'b', type: 'STRING', importance: 'LOW', doc: 'B.' });

function report(): ConfigInfos {
  const infos = new ConfigInfos();
  infos.add(DEF.validate({}), (name) => DEF.configKeys.get(name));
  return infos;
}

describe('ConfigInfos', () => {
  it('keeps definitions and values together, in the order in which they came', () => {
    expect(
      report()
        .all()
        .map(({ definition, value }) => [definition?.name, value.name]),
    ).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('puts what is said of one setting together', () => {
    const infos = report();
    infos.add([{ ...createConfigValue('a'), errors: ['more'] }]);
    infos.complain('a', 'and more');
    infos.complain('c', 'nobody knows it');
    expect(
      infos
        .values()
        .find(({ name }) => name === 'a')
        ?.errors.slice(1),
    ).toEqual(['more', 'and more']);
    expect(infos.all().at(-1)).toMatchObject({ definition: null, value: { name: 'c' } });
    expect(infos.errorCount()).toBe(5);
  });

  it('names groups once, those of whole definitions first', () => {
    const infos = report();
    infos.addGroups(['First', 'G']);
    expect(infos.groups()).toEqual(['First', 'G']);
  });

  it('tells errors in full where more can be said', () => {
    const infos = report();
    infos.advise('X is not there.', 'X is not there. Did you mean $&?');
    expect(infos.inFull('Invalid: X is not there.')).toBe('Invalid: X is not there. Did you mean $&?');
    expect(infos.inFull('other')).toBe('other');
  });
});
