import { applySettings } from '../../src/cli/set-options';
import { UsageError } from '../../src/errors';
import { connectorSettings, settingsFile } from '../support/settings-files';

const WORKER = settingsFile('w', 'a=1');
const CONNECTORS = [connectorSettings('x', 'name=my', 'b=2'), connectorSettings('y', 'name=my.sink', 'b=3')];
const apply = (...assignments: string[]) => applySettings(assignments, { worker: WORKER, connectors: CONNECTORS });

describe('applySettings', () => {
  it('gives the worker what begins with the name of no connector', () => {
    const { worker, applied } = apply('a=2', 'n.e.w=x=y ');
    expect(worker.props).toEqual({ a: '2', 'n.e.w': 'x=y ' });
    expect(worker.origins?.get('a')).toBe('--set');
    expect(applied).toEqual([
      { connector: null, key: 'a', value: '2', over: { place: 'w:1', value: '1' } },
      { connector: null, key: 'n.e.w', value: 'x=y ', over: undefined },
    ]);
  });

  it('gives a connector what begins with its name; of two that fit, the longer name wins', () => {
    const { connectors, applied } = apply('my.b=4', 'my.sink.b=5', 'my.sinks.b=6');
    expect(connectors.map(({ props }) => props)).toEqual([
      { name: 'my', b: '4', 'sinks.b': '6' },
      { name: 'my.sink', b: '5' },
    ]);
    expect(applied.map(({ connector }) => connector)).toEqual(['my', 'my.sink', 'my']);
  });

  it('lets the last of several win, and says what it wins over', () => {
    const { worker, applied } = apply('a=2', 'a=3');
    expect(worker.props['a']).toBe('3');
    expect(applied[1]?.over).toEqual({ place: '--set', value: '2' });
  });

  it('renames a connector', () => {
    expect(apply('my.name=other').connectors[0]?.name).toBe('other');
  });

  it.each(['nothing', '=x', ' =x'])('refuses %p', (text) => {
    expect(() => apply(text)).toThrow(UsageError);
  });
});
