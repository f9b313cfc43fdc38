import { ConfigDef } from '../../src/config/config-def';
import { describeUnusedKey, unusedKeys } from '../../src/config/unused-keys';

const DEF = new ConfigDef()
  .define({ name: 'offset.flush.interval.ms', type: 'LONG', default: 1, importance: 'LOW', doc: '' })
  .define({ name: 'topics', type: 'LIST', default: '', importance: 'LOW', doc: '' });

describe('unusedKeys', () => {
  test('finds what is not defined and guesses what was meant', () => {
    const props = { topics: 't', topcs: 't', 'offset.flush.intervall.ms': '1', 'group.id': 'g' };

    expect(unusedKeys(DEF, props)).toEqual([
      { key: 'topcs', nearest: 'topics' },
      { key: 'offset.flush.intervall.ms', nearest: 'offset.flush.interval.ms' },
      { key: 'group.id', nearest: undefined },
    ]);
  });

  test('leaves families of keys to those who read them', () => {
    expect(unusedKeys(DEF, { 'producer.acks': '1', 'product.acks': '1' }, ['producer.'])).toEqual([
      { key: 'product.acks', nearest: undefined },
    ]);
  });
});

describe('describeUnusedKey', () => {
  test('asks whether the nearest name was meant', () => {
    expect(describeUnusedKey({ key: 'topcs', nearest: 'topics' })).toBe(
      'topcs is not a setting that anything here reads: did you mean topics?',
    );
    expect(describeUnusedKey({ key: 'group.id', nearest: undefined })).toBe(
      'group.id is not a setting that anything here reads',
    );
  });
});
