import { describeUnused } from '../../src/runtime/unused-settings';

const DEFINED = ['topics', 'transforms', 'value.converter', 'topic.creation.groups', 'transforms.a.type'];
const describeAll = (config: Record<string, string>) => describeUnused(config, DEFINED);

describe('describeUnused', () => {
  it('has nothing to say of what is defined, or read without a definition', () => {
    const elsewhere = { 'producer.override.x': '1', 'confluent.license': '', 'topic.creation.default.x': '1' };
    expect(describeAll({ topics: 't', ...elsewhere })).toEqual([]);
    expect(describeAll({ 'topic.creation.groups': 'g', 'topic.creation.g.x': '1' })).toEqual([]);
  });

  it('guesses what was meant', () => {
    expect(describeAll({ topcs: 't' })).toEqual([
      {
        key: 'topcs',
        nearest: 'topics',
        message: 'topcs is not a setting that anything here reads: did you mean topics?',
      },
    ]);
  });

  it.each([
    [{ 'value.converter.x': '1' }, /does not name value\.converter/],
    [{ 'value.converter': 'J', 'value.converter.x': '1' }, /is not a setting of J/],
    [{ transforms: 'a', 'transforms.b.type': 'X' }, /transforms does not name b/],
    [{ 'topic.creation.g.partitions': '1' }, /nothing|not a setting/],
  ])('says why %j is not read', (config, reason) => {
    expect(describeAll(config).map(({ message }) => message)).toEqual([expect.stringMatching(reason)]);
  });
});
