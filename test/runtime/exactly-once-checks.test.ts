import type { Props } from '../../src/api/plugin';
import type { SourceConnector } from '../../src/api/source-connector';
import { checkExactlyOnce, exactlyOnceWarning } from '../../src/runtime/exactly-once-checks';

const ENABLED = { isFileBased: false, isEnabled: true };
const DISABLED = { isFileBased: false, isEnabled: false };
const FILE = { isFileBased: true, isEnabled: false };
const REQUIRED = { name: 'c', 'connector.class': 'X', 'exactly.once.support': 'Required' };

function check(answers: { support?: unknown; boundaries?: unknown }, props: Props, offer = ENABLED) {
  const connector = {
    exactlyOnceSupport: () => answers.support,
    canDefineTransactionBoundaries: () => answers.boundaries,
  };
  return checkExactlyOnce(connector as unknown as SourceConnector, props, offer).map(
    ({ key, message }) => `${key}: ${message}`,
  );
}

describe('exactly.once.support=required', () => {
  it('is met by a connector that supports it on a worker where it is enabled', () => {
    expect(check({ support: 'SUPPORTED' }, REQUIRED)).toEqual([]);
  });

  it.each([
    ['UNSUPPORTED', 'does not support exactly-once delivery with these settings'],
    [null, 'does not tell whether it supports exactly-once delivery'],
  ])('refuses a connector that answers %s', (support, message) => {
    expect(check({ support }, REQUIRED)).toEqual([expect.stringContaining(message)]);
  });

  it('refuses a worker where it is not enabled, beside what the connector says', () => {
    expect(check({ support: 'UNSUPPORTED' }, REQUIRED, DISABLED)).toHaveLength(2);
  });

  it('tells what the connector throws', () => {
    const connector = {
      exactlyOnceSupport: () => {
        throw new Error('no file');
      },
    };
    const [complaint] = checkExactlyOnce(connector as unknown as SourceConnector, REQUIRED, ENABLED);
    expect(complaint?.message).toContain('no file');
  });

  it("is a warning with an offset file, as nothing checks it in Apache's standalone mode", () => {
    expect(check({ support: null }, REQUIRED, FILE)).toEqual([]);
    expect(exactlyOnceWarning(REQUIRED, FILE)).toContain('has no effect');
    expect(exactlyOnceWarning({}, FILE)).toBeUndefined();
    expect(exactlyOnceWarning(REQUIRED, ENABLED)).toBeUndefined();
  });
});

describe('requested', () => {
  it('asks nobody', () => {
    expect(check({ support: 'UNSUPPORTED' }, { name: 'c', 'connector.class': 'X' })).toEqual([]);
  });
});

describe('transaction.boundary=connector', () => {
  const props = { name: 'c', 'connector.class': 'X', 'transaction.boundary': 'CONNECTOR' };

  it.each(['UNSUPPORTED', null])('refuses a connector that answers %s', (boundaries) => {
    expect(check({ boundaries }, props)).toEqual([expect.stringContaining('cannot define the boundaries')]);
  });

  it('is met by a connector that can', () => {
    expect(check({ boundaries: 'SUPPORTED' }, props)).toEqual([]);
  });
});

describe('offsets.storage.topic', () => {
  it('is refused with the remedy where offsets are kept in a topic', () => {
    const props = { name: 'c', 'connector.class': 'X', 'offsets.storage.topic': 'own' };
    expect(check({}, props)).toEqual([expect.stringContaining('Remove the setting')]);
    expect(check({}, props, FILE)).toEqual([]);
  });
});
