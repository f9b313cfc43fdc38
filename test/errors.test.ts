import * as errors from '../src/errors';
import {
  asError,
  BadRequestError,
  ConfigError,
  ConnectError,
  DataError,
  KafkaError,
  OffsetFileLockedError,
  RetriableError,
  SchemaBuilderError,
} from '../src/errors';

const CLASSES = Object.entries(errors).filter(([name]) => name.endsWith('Error') && name !== 'asError') as [
  string,
  new (message: string, details?: object) => ConnectError,
][];

describe('every error class', () => {
  it.each(CLASSES)('%s is a ConnectError that is named after its class', (name, ErrorClass) => {
    const cause = new Error('why');
    const error = new ErrorClass('what', { cause, kafkaCode: 1 });
    expect(error).toBeInstanceOf(ConnectError);
    expect(error).toMatchObject({ name, message: 'what', cause });
    expect(error.javaName).toMatch(/^[a-z.]+\.[A-Z]\w+Exception$/);
  });

  it('has a code of its own', () => {
    const codes = CLASSES.map(([, ErrorClass]) => new ErrorClass('x', { kafkaCode: 1 }).code);
    expect(new Set(codes).size).toBe(CLASSES.length);
    expect(codes).toEqual(expect.arrayContaining(['CONNECT', 'DATA', 'OFFSET_FILE_LOCKED', 'BROKER_UNAVAILABLE']));
  });
});

describe('ConnectError', () => {
  it('has no cause when it is given none', () => {
    expect(Object.hasOwn(new ConnectError('x'), 'cause')).toBe(false);
  });

  it('names a class of a plugin after that class', () => {
    class TableGoneError extends DataError {}
    expect(new TableGoneError('x')).toMatchObject({ name: 'TableGoneError', code: 'TABLE_GONE' });
    expect(new TableGoneError('x').javaName).toBe('org.apache.kafka.connect.errors.DataException');
  });
});

describe('the family of an error', () => {
  it('decides its consequence: schema errors are data errors, retriable ones are not', () => {
    expect(new SchemaBuilderError('x')).toBeInstanceOf(DataError);
    expect(new RetriableError('x')).not.toBeInstanceOf(DataError);
  });
});

describe('errors with details', () => {
  it('carry findings, none unless given', () => {
    const findings = [{ key: 'k', reason: 'r' }];
    expect(new ConfigError('x', { findings }).findings).toEqual(findings);
    expect(new BadRequestError('x', { findings }).findings).toEqual(findings);
    expect(new ConfigError('x').findings).toEqual([]);
    expect(new BadRequestError('x').findings).toEqual([]);
  });

  it('of Kafka carry the code, and are neither retriable nor fatal unless said', () => {
    expect(new KafkaError('x', { kafkaCode: -195 })).toMatchObject({
      kafkaCode: -195,
      isRetriable: false,
      isFatal: false,
    });
    expect(new KafkaError('x', { kafkaCode: 1, isRetriable: true, isFatal: true })).toMatchObject({
      isRetriable: true,
      isFatal: true,
    });
  });

  it('of a lock name the holder', () => {
    expect(new OffsetFileLockedError('x', { holder: 'pid 7' }).holder).toBe('pid 7');
    expect(new OffsetFileLockedError('x').holder).toBeUndefined();
  });
});

describe('asError', () => {
  it('keeps an error as it is and wraps anything else that was thrown', () => {
    const error = new TypeError('x');
    expect(asError(error)).toBe(error);
    expect(asError('plain text')).toBeInstanceOf(ConnectError);
    expect(asError('plain text').message).toBe('plain text');
    expect(asError(undefined).message).toBe('undefined');
  });
});
