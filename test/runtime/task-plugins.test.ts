import type { ConverterSet } from '../../src/runtime/converter-set';
import { taskPlugins } from '../../src/runtime/task-plugins';

const plugin = (className: string) => ({ className, version: '1' });
const converter = (className: string) => ({ className, version: '2', converter: {} });

describe('taskPlugins', () => {
  it('names every class once, also a predicate that two transforms share', () => {
    const predicate = { alias: 'p', className: 'Pred', version: undefined };
    const converters = {
      key: converter('K'),
      value: converter('V'),
      header: converter('H'),
    } as unknown as ConverterSet;
    const plugins = taskPlugins({
      type: 'sink',
      connector: plugin('C'),
      task: plugin('T'),
      converters,
      stages: [
        { named: { alias: 'a', ...plugin('A') }, namedPredicate: predicate },
        { named: { alias: 'b', ...plugin('B') }, namedPredicate: predicate },
        { named: undefined, namedPredicate: undefined },
      ],
    });
    expect(plugins).toMatchObject({ type: 'sink', keyConverter: { className: 'K', version: '2' } });
    expect(plugins.headerConverter.className).toBe('H');
    expect(plugins.transforms.map(({ alias }) => alias)).toEqual(['a', 'b']);
    expect(plugins.predicates).toEqual([predicate]);
  });
});
