import { ConnectError, DataError } from '../../../src/errors';
import { deadLetterHeaders, javaClassOf, javaStackTrace } from '../../../src/runtime/errors/dead-letter-headers';
import type { ConsumedMessage } from '../../../src/runtime/errors/processing-context';

const consumed: ConsumedMessage = {
  topic: 'tö',
  partition: 2,
  offset: 7,
  timestamp: 5,
  timestampType: 'CREATE_TIME',
  key: null,
  value: Buffer.from('bad'),
  headers: null,
};

function headersOf(error: Error) {
  const context = { stage: 'VALUE_CONVERTER', executingClass: 'org.example.V', record: { consumed }, error } as const;
  return deadLetterHeaders({ connector: 'c', task: 1 }, consumed, context);
}

class SpecialError extends Error {}

describe('deadLetterHeaders', () => {
  it("has Kafka Connect's names in Kafka Connect's order, with values as UTF-8 text", () => {
    const headers = headersOf(new DataError('no schema'));
    expect(headers.slice(0, 9).map(({ key, value }) => [key, value?.toString()])).toEqual([
      ['__connect.errors.topic', 'tö'],
      ['__connect.errors.partition', '2'],
      ['__connect.errors.offset', '7'],
      ['__connect.errors.connector.name', 'c'],
      ['__connect.errors.task.id', '1'],
      ['__connect.errors.stage', 'VALUE_CONVERTER'],
      ['__connect.errors.class.name', 'org.example.V'],
      ['__connect.errors.exception.class.name', 'org.apache.kafka.connect.errors.DataException'],
      ['__connect.errors.exception.message', 'no schema'],
    ]);
    expect(headers).toHaveLength(10);
    expect(headers[9]?.key).toBe('__connect.errors.exception.stacktrace');
  });

  it('gives null for the message of an error that has none', () => {
    expect(headersOf(new DataError(''))[8]?.value).toBeNull();
  });
});

describe('javaClassOf', () => {
  it('is the name in Java where there is one, else the name of the own class', () => {
    expect(javaClassOf(new ConnectError('x'))).toBe('org.apache.kafka.connect.errors.ConnectException');
    expect(javaClassOf(new TypeError('x'))).toBe('TypeError');
    expect(javaClassOf(new SpecialError('x'))).toBe('SpecialError');
    expect(javaClassOf(Object.assign(new Error('x'), { name: 'Renamed' }))).toBe('Renamed');
  });
});

describe('javaStackTrace', () => {
  it('begins with class and message, then the frames, then each cause', () => {
    const trace = javaStackTrace(new ConnectError('outer', { cause: new TypeError('inner\nsecond line') }));
    expect(trace).toMatch(/^org\.apache\.kafka\.connect\.errors\.ConnectException: outer\n\tat /);
    expect(trace).toMatch(/\nCaused by: TypeError: inner\nsecond line\n\tat .*\n$/s);
  });

  it('is not empty for an error without a stack, and ends where causes go in a circle', () => {
    const error = new Error('x');
    delete error.stack;
    error.cause = error;
    expect(javaStackTrace(error)).toBe('Error: x\n');
  });
});
