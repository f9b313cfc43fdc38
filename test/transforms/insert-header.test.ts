import { SourceRecord } from '../../src/api/source-record';
import { ConfigError } from '../../src/errors';
import { InsertHeader } from '../../src/transforms/insert-header';
import { expectGenuineDefinition } from '../support/transform-definitions';

function insert(literal: string): SourceRecord {
  const transformation = new InsertHeader<SourceRecord>();
  transformation.configure({ header: 'h', 'value.literal': literal });
  return transformation.apply(transformation.apply(new SourceRecord({ topic: 't' })));
}

describe('InsertHeader', () => {
  it('has the settings of the genuine class', () => {
    expectGenuineDefinition('InsertHeader', new InsertHeader().config());
  });

  it.each([
    ['1', 1, 'INT8'],
    ['text', 'text', 'STRING'],
    ['true', true, 'BOOLEAN'],
    ['null', null, undefined],
  ])('adds %s with its type, again where there is one', (literal, value, type) => {
    const { headers } = insert(literal);
    expect(headers.size).toBe(2);
    expect(headers.lastWithName('h')?.value).toBe(value);
    expect(headers.lastWithName('h')?.schema?.type).toBe(type);
  });

  it('wants both settings', () => {
    expect(() => new InsertHeader().configure({ header: 'h', 'value.literal': null })).toThrow(ConfigError);
    expect(() => new InsertHeader().configure({ 'value.literal': 'x' })).toThrow(ConfigError);
  });
});
