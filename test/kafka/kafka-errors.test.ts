import { KafkaError } from '../../src/errors';
import { isRetriableCode, KAFKA_CODES, throwOnCode, toKafkaError, withKafkaErrors } from '../../src/kafka/kafka-errors';

describe('isRetriableCode', () => {
  it.each([-195, -185, -184, -187, 3, 5, 6, 7, 13, 14, 15, 16, 19, 20])('calls %d worth another try', (code) => {
    expect(isRetriableCode(code)).toBe(true);
  });

  it.each([-197, -191, -186, -169, -150, 10, 17, 22, 25, 29, 30, 36, 47, 68])('calls %d hopeless', (code) => {
    expect(isRetriableCode(code)).toBe(false);
  });
});

describe('toKafkaError', () => {
  it('takes the code of the companion, and that of node-rdkafka', () => {
    const ofCompanion = Object.assign(new Error('a'), { kafkaCode: 3 });
    const ofNodeRdkafka = Object.assign(new Error('b'), { code: 22, isFatal: true, isRetriable: false });
    expect(toKafkaError(ofCompanion)).toMatchObject({
      kafkaCode: 3,
      isRetriable: true,
      isFatal: false,
      cause: ofCompanion,
    });
    expect(toKafkaError(ofNodeRdkafka)).toMatchObject({ kafkaCode: 22, isRetriable: false, isFatal: true });
  });

  it('says what failed before it says why', () => {
    expect(toKafkaError(new Error('no'), 'It cannot be done').message).toBe('It cannot be done: no');
  });

  it('keeps a KafkaError as it is', () => {
    const error = new KafkaError('x', { kafkaCode: 1 });
    expect(toKafkaError(error, 'again')).toBe(error);
  });

  it('makes an error of anything', () => {
    expect(toKafkaError('text')).toMatchObject({ kafkaCode: -1 });
    expect(toKafkaError(undefined).message).toBe('undefined');
    expect(toKafkaError({ code: 'ENOENT', message: 'm' })).toMatchObject({ kafkaCode: -1, message: 'm' });
    expect(toKafkaError({ kafkaCode: KAFKA_CODES.fatal, message: 'm' }).isFatal).toBe(true);
  });
});

describe('withKafkaErrors', () => {
  it('passes on what a call resolves with and names the call that failed', async () => {
    expect(await withKafkaErrors('x', Promise.resolve(5))).toBe(5);
    const failure = Object.assign(new Error('no'), { kafkaCode: -185 });
    await expect(withKafkaErrors('The call failed', Promise.reject(failure))).rejects.toMatchObject({
      message: 'The call failed: no',
      kafkaCode: -185,
    });
  });
});

describe('throwOnCode', () => {
  it('throws for an error, and for nothing else', () => {
    expect(() => throwOnCode(0, 'It failed')).not.toThrow();
    expect(() => throwOnCode(3, 'It failed')).toThrow('It failed: error 3');
  });
});
