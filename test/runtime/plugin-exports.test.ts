import { Converter } from '../../src/api/converter';
import { Predicate } from '../../src/api/predicate';
import { chooseExport, exportedPlugins, kindsInWords } from '../../src/runtime/plugin-exports';

class Upper extends Converter {
  configure() {}
  fromConnectData = () => null;
  toConnectData = () => ({ schema: null, value: null });
}

class Lower extends Upper {}

class Always extends Predicate {
  config(): never {
    throw new Error('not asked for');
  }
  configure() {}
  test = () => true;
}

class Half extends (Converter as unknown as new () => object) {
  configure() {}
}

class Moody extends (Converter as unknown as new () => object) {
  constructor() {
    super();
    throw new Error('not today');
  }
}

describe('chooseExport', () => {
  it('takes the only class of the kind, whatever else there is', () => {
    expect(chooseExport({ Upper, Always, limit: 3 }, ['converter'], undefined)).toEqual({
      ...{ name: 'Upper', pluginClass: Upper },
    });
  });

  it('counts a class once that is exported under its name and as default', () => {
    expect(chooseExport({ default: Upper, Upper }, ['converter'], undefined)).toEqual({
      ...{ name: 'Upper', pluginClass: Upper },
    });
  });

  it('passes over a base class that is not finished', () => {
    expect(chooseExport({ Converter, Half, Upper }, ['converter'], undefined)).toMatchObject({ name: 'Upper' });
  });

  it('takes methods that are fields, and does not judge a class that cannot be made', () => {
    expect(chooseExport({ Moody }, ['converter'], undefined)).toMatchObject({ name: 'Moody' });
  });

  it('asks which of several is meant', () => {
    const answer = chooseExport({ Upper, Lower, Always }, ['converter'], undefined);
    expect(answer).toBe('it exports several that fit: add #Upper or #Lower');
  });

  it('takes the one that is named', () => {
    expect(chooseExport({ Upper, Lower }, ['converter'], 'Lower')).toEqual({ name: 'Lower', pluginClass: Lower });
  });

  it.each<[string, Record<string, unknown>, string | undefined, string]>([
    ['no class of the kind', { Always, limit: 3 }, undefined, 'it exports no converter, but Always (predicate), limit'],
    ['nothing', {}, undefined, 'it exports no converter, but nothing'],
    ['no such export', { Upper }, 'Uper', 'it has no export Uper, but Upper (converter)'],
    ['an export of another kind', { Always }, 'Always', 'Always (predicate) is no converter'],
    ['an export that is no plugin', { limit: 3 }, 'limit', 'limit is no converter'],
    ['an abstract export', { Half }, 'Half', 'Half (converter, abstract: it lacks fromConnectData, toConnectData)'],
  ])('explains: %s', (_what, ...[exports, name, expected]) => {
    expect(chooseExport(exports, ['converter'], name)).toBe(expected);
  });
});

describe('exportedPlugins', () => {
  it('lists the finished classes of the kinds', () => {
    expect(exportedPlugins({ Upper, Half, Always, x: 1 }, ['converter', 'predicate']).map(({ name }) => name)).toEqual([
      ...['Upper', 'Always'],
    ]);
  });
});

describe('kindsInWords', () => {
  it('reads as English', () => {
    expect(kindsInWords(['sink', 'source'])).toBe('sink connector or source connector');
  });
});
