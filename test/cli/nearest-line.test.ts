import { placeOf } from '../../src/cli/nearest-line';
import { settingsFile } from '../support/settings-files';

const FILE = settingsFile(
  'c.properties',
  'name=c',
  'connector.class=X',
  'transforms=a,b',
  'transforms.a.type=A',
  'transforms.b.field=f',
  'transforms.b.type=B',
);

describe('placeOf', () => {
  it.each([
    ['transforms.a.type', 4],
    ['transforms.a.spec', 4],
    ['transforms.b.spec', 6],
    ['transforms.c.type', 4],
    ['topics', 2],
  ])('%s is at or near line %d', (key, line) => {
    expect(placeOf(FILE, key)).toEqual({ file: 'c.properties', line });
  });

  it('is beside a sibling where nothing else is like it', () => {
    const worker = settingsFile('w', 'a=1', 'value.converter=V', 'header.converter=H', 'b=2');
    expect(placeOf(worker, 'key.converter').line).toBe(2);
    expect(placeOf(worker, 'key.converter.schemas.enable').line).toBe(4);
  });

  it('is the last line where nothing asks for the setting, and no line in an empty file', () => {
    expect(placeOf(settingsFile('w', 'a=1', '', 'b=2'), 'c').line).toBe(3);
    expect(placeOf(settingsFile('w'), 'c')).toEqual({ file: 'w', line: null });
    expect(placeOf(FILE, undefined)).toEqual({ file: 'c.properties', line: null });
  });

  it('is the option for what comes from the command line', () => {
    expect(placeOf({ ...FILE, origins: new Map([['name', '--set']]) }, 'name')).toEqual({ file: '--set', line: null });
  });
});
