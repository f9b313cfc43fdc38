import { SourceRecord } from '../../../src/api/source-record';
import { OPTIONAL_STRING_SCHEMA } from '../../../src/data/connect-schema';
import { RecordIsTombstone } from '../../../src/transforms/predicates/record-is-tombstone';
import { expectGenuineDefinition } from '../../support/transform-definitions';

describe('RecordIsTombstone', () => {
  it('is true for null, whatever the schema', () => {
    const predicate = new RecordIsTombstone();
    expectGenuineDefinition('predicates.RecordIsTombstone', predicate.config());
    predicate.configure();
    expect(predicate.test(new SourceRecord({ topic: 't', valueSchema: OPTIONAL_STRING_SCHEMA }))).toBe(true);
    expect(predicate.test(new SourceRecord({ topic: 't', value: '' }))).toBe(false);
  });
});
