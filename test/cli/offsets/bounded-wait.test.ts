import { withBoundedWait } from '../../../src/cli/offsets/bounded-wait';

describe('withBoundedWait', () => {
  it.each([
    [undefined, '30000'],
    ['60000', '30000'],
    ['500', '500'],
  ])('makes %s to %s milliseconds', (given, wanted) => {
    const properties = given === undefined ? {} : { 'default.api.timeout.ms': given };
    expect(withBoundedWait({ retries: '1', ...properties })).toEqual({
      retries: '1',
      'default.api.timeout.ms': wanted,
    });
  });
});
