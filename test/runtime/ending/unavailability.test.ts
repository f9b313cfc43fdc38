import { BrokerUnavailableError, ConnectError, DataError, KafkaError, UnavailableError } from '../../../src/errors';
import { causesOf, isPassing, isUnavailability } from '../../../src/runtime/ending/unavailability';

const network = (code: string) => Object.assign(new Error('connect'), { code });

describe('isUnavailability', () => {
  it.each([
    ['no broker', new BrokerUnavailableError('x')],
    ['a target that a plugin gave up', new UnavailableError('x')],
    ['a time-out of a Kafka client', new KafkaError('x', { kafkaCode: -185 })],
    ['a refused connection below fetch', new TypeError('fetch failed', { cause: network('ECONNREFUSED') })],
    [
      'a name that is not found, deep down',
      new ConnectError('x', { cause: new DataError('y', { cause: network('ENOTFOUND') }) }),
    ],
  ])('is true for %s', (_what, error) => {
    expect(isUnavailability(error)).toBe(true);
  });

  it.each([
    ['a bad value', new DataError('x')],
    ['a refusal of a broker', new KafkaError('x', { kafkaCode: 29 })],
    ['a file that cannot be read', network('EACCES')],
    ['a text', 'ECONNREFUSED'],
    ['nothing', undefined],
  ])('is false for %s', (_what, error) => {
    expect(isUnavailability(error)).toBe(false);
  });
});

describe('causesOf', () => {
  it('goes from the outside to the inside, and ends where causes go in a circle', () => {
    const inner: Error & { cause?: unknown } = new Error('inner');
    const outer = new Error('outer', { cause: inner });
    inner.cause = outer;
    expect(causesOf(outer)).toEqual([outer, inner]);
  });
});

describe('isPassing', () => {
  it('is true for what Kafka wants to be asked again', () => {
    expect(isPassing(new KafkaError('loading', { kafkaCode: 14, isRetriable: true }))).toBe(true);
    expect(isPassing(new KafkaError('refused', { kafkaCode: 30 }))).toBe(false);
    expect(isPassing(new Error('x'))).toBe(false);
  });
});
