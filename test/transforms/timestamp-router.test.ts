import { SourceRecord } from '../../src/api/source-record';
import { DataError, IllegalArgumentError } from '../../src/errors';
import { TimestampRouter } from '../../src/transforms/timestamp-router';
import { expectGenuineDefinition } from '../support/transform-definitions';

function route(props: Record<string, string>, timestamp: number | null, topic = 'test'): string {
  const transformation = new TimestampRouter<SourceRecord>();
  transformation.configure(props);
  return transformation.apply(new SourceRecord({ topic, timestamp })).topic;
}

describe('TimestampRouter', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('TimestampRouter', new TimestampRouter().config());
  });

  it('writes topic and time wherever the format asks for them', () => {
    expect(route({}, 1_483_425_001_864)).toBe('test-20170103');
    const props = { 'topic.format': '${timestamp}_${topic}_${topic}', 'timestamp.format': 'yyyy' };
    expect(route(props, 1_483_425_001_864, '$&')).toBe('2017_$&_$&');
  });

  it('wants a timestamp', () => {
    expect(() => route({}, null)).toThrow(DataError);
  });

  it('complains of a faulty pattern at the first record', () => {
    expect(() => route({ 'timestamp.format': 'bb' }, 1)).toThrow(
      new IllegalArgumentError("Illegal pattern character 'b'"),
    );
  });
});
