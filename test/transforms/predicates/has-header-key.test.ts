import { SourceRecord } from '../../../src/api/source-record';
import { ConnectHeaders } from '../../../src/data/headers';
import { HasHeaderKey } from '../../../src/transforms/predicates/has-header-key';
import { expectGenuineDefinition } from '../../support/transform-definitions';

describe('HasHeaderKey', () => {
  it('looks for the exact name', () => {
    const predicate = new HasHeaderKey();
    expectGenuineDefinition('predicates.HasHeaderKey', predicate.config());
    predicate.configure({ name: 'h' });
    const withHeader = (key: string) =>
      new SourceRecord({ topic: 't', headers: new ConnectHeaders().addString(key, 'v') });
    expect(predicate.test(withHeader('h'))).toBe(true);
    expect(predicate.test(withHeader('H'))).toBe(false);
    expect(predicate.test(new SourceRecord({ topic: 't' }))).toBe(false);
  });

  it('wants a name', () => {
    expect(() => new HasHeaderKey().configure({ name: '' })).toThrow('String must be non-empty');
    expect(() => new HasHeaderKey().configure({})).toThrow('Missing required configuration "name"');
  });
});
