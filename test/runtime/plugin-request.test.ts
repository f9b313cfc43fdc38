import { isOfKind } from '../../src/runtime/plugin-request';

describe('isOfKind', () => {
  it('asks for one kind in common', () => {
    const both = { kinds: ['converter', 'header_converter'] as const };
    expect([isOfKind(both, ['header_converter']), isOfKind(both, ['sink', 'source'])]).toEqual([true, false]);
  });
});
