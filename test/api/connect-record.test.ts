import { SourceRecord } from '../../src/api/source-record';
import { STRING_SCHEMA } from '../../src/data/connect-schema';
import { ConnectHeaders } from '../../src/data/headers';

function headersWith(key: string): ConnectHeaders {
  const headers = new ConnectHeaders();
  headers.add(key, 'v', STRING_SCHEMA);
  return headers;
}

describe('ConnectRecord', () => {
  it('has null for whatever it is not given', () => {
    expect(new SourceRecord({ topic: 't' })).toMatchObject({
      topic: 't',
      kafkaPartition: null,
      keySchema: null,
      key: null,
      valueSchema: null,
      value: null,
      timestamp: null,
    });
  });

  it('keeps values that are falsy but not null', () => {
    const record = new SourceRecord({ topic: 't', kafkaPartition: 0, key: '', value: false, timestamp: 0 });
    expect(record).toMatchObject({ kafkaPartition: 0, key: '', value: false, timestamp: 0 });
  });

  it('has no headers until one is added', () => {
    const record = new SourceRecord({ topic: 't' });
    expect(record.hasHeaders).toBe(false);
    expect(record.headers.isEmpty).toBe(true);
    expect(record.hasHeaders).toBe(false);
    record.headers.add('h', 'v', STRING_SCHEMA);
    expect(record.hasHeaders).toBe(true);
    expect(record.headers.size).toBe(1);
  });

  it('gives a copy headers of its own', () => {
    const record = new SourceRecord({ topic: 't', headers: headersWith('h') });
    const copy = record.newRecord({ topic: 'u' });
    copy.headers.add('only-here', 1, null);
    expect([...copy.headers].map(({ key }) => key)).toEqual(['h', 'only-here']);
    expect([...record.headers].map(({ key }) => key)).toEqual(['h']);
  });

  it('takes the headers that a copy is given', () => {
    const record = new SourceRecord({ topic: 't', headers: headersWith('old') });
    const copy = record.newRecord({ headers: headersWith('new') });
    expect([...copy.headers].map(({ key }) => key)).toEqual(['new']);
  });
});
