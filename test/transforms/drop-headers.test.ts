import { SourceRecord } from '../../src/api/source-record';
import { ConnectHeaders } from '../../src/data/headers';
import { ConfigError } from '../../src/errors';
import { DropHeaders } from '../../src/transforms/drop-headers';
import { expectGenuineDefinition } from '../support/transform-definitions';

describe('DropHeaders', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('DropHeaders', new DropHeaders().config());
  });

  it('removes all headers of the names and leaves the given record alone', () => {
    const headers = new ConnectHeaders().addString('a', '1').addString('b', '2').addString('a', '3');
    const record = new SourceRecord({ topic: 't', headers });
    const transformation = new DropHeaders<SourceRecord>();
    transformation.configure({ headers: 'a, c' });
    expect(Array.from(transformation.apply(record).headers, ({ key }) => key)).toEqual(['b']);
    expect(record.headers.size).toBe(3);
  });

  it('wants at least one name', () => {
    expect(() => new DropHeaders().configure({ headers: '' })).toThrow(ConfigError);
  });
});
