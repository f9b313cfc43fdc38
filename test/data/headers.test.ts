import * as schemas from '../../src/data/connect-schema';
import { Decimal } from '../../src/data/decimal';
import { ConnectHeaders, Header } from '../../src/data/headers';
import * as logical from '../../src/data/logical-types';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';
import { DataError, IllegalArgumentError } from '../../src/errors';

const ints = SchemaBuilder.array(schemas.INT64_SCHEMA).build();
const map = SchemaBuilder.map(schemas.STRING_SCHEMA, schemas.STRING_SCHEMA).build();
const struct = new Struct(SchemaBuilder.struct().field('a', schemas.INT8_SCHEMA).build()).put('a', 1);

function some(): ConnectHeaders {
  return new ConnectHeaders().addString('a', '1').addInt('b', 2).addString('a', '3');
}

function contents(headers: ConnectHeaders): (readonly [string, unknown])[] {
  return Array.from(headers, (header) => [header.key, header.value] as const);
}

describe('ConnectHeaders', () => {
  it('keeps order and repeated keys', () => {
    expect(contents(some())).toEqual([
      ['a', '1'],
      ['b', 2],
      ['a', '3'],
    ]);
    expect(some().size).toBe(3);
    expect(new ConnectHeaders().isEmpty).toBe(true);
  });

  it('adds each type with its schema', () => {
    const headers = new ConnectHeaders()
      .addBoolean('k', true)
      .addByte('k', 1)
      .addShort('k', 1)
      .addInt('k', 1)
      .addLong('k', 1)
      .addFloat('k', 0.1)
      .addDouble('k', 0.1)
      .addString('k', 'x')
      .addBytes('k', Buffer.from([1]))
      .addList('k', [1], ints)
      .addMap('k', new Map(), map)
      .addStruct('k', struct)
      .addDecimal('k', Decimal.parse('1.50'))
      .addDate('k', new Date(0))
      .addTime('k', new Date(5))
      .addTimestamp('k', new Date(5));
    expect(Array.from(headers, (header) => header.schema)).toEqual([
      schemas.BOOLEAN_SCHEMA,
      schemas.INT8_SCHEMA,
      schemas.INT16_SCHEMA,
      schemas.INT32_SCHEMA,
      schemas.INT64_SCHEMA,
      schemas.FLOAT32_SCHEMA,
      schemas.FLOAT64_SCHEMA,
      schemas.STRING_SCHEMA,
      schemas.BYTES_SCHEMA,
      ints,
      map,
      struct.schema,
      logical.decimalSchema(2),
      logical.DATE_SCHEMA,
      logical.TIME_SCHEMA,
      logical.TIMESTAMP_SCHEMA,
    ]);
    expect([...headers][4]?.value).toBe(1n);
    expect([...headers][9]?.value).toEqual([1n]);
  });

  it('adds null with the schema that Connect gives it', () => {
    const headers = new ConnectHeaders()
      .addString('k', null)
      .addBytes('k', null)
      .addList('k', null, ints)
      .addMap('k', null, map)
      .addStruct('k', null)
      .addDecimal('k', null)
      .addDate('k', null)
      .addTime('k', null)
      .addTimestamp('k', null);
    expect(Array.from(headers, (header) => header.schema)).toEqual([
      schemas.OPTIONAL_STRING_SCHEMA,
      schemas.OPTIONAL_BYTES_SCHEMA,
      null,
      null,
      null,
      null,
      logical.DATE_SCHEMA,
      logical.TIME_SCHEMA,
      logical.TIMESTAMP_SCHEMA,
    ]);
  });

  it('refuses what does not fit', () => {
    const headers = new ConnectHeaders();
    expect(() => headers.add('k', 'x', schemas.INT8_SCHEMA)).toThrow(DataError);
    expect(() => headers.add('k', null, schemas.INT8_SCHEMA)).toThrow(DataError);
    expect(() => headers.addList('k', [], map)).toThrow('Expecting ARRAY');
    expect(() => headers.addDate('k', new Date(1))).toThrow(DataError);
    expect(() => headers.addTime('k', new Date(-1))).toThrow(DataError);
    expect(() => headers.addString(null as never, 'x')).toThrow(IllegalArgumentError);
    expect(headers.isEmpty).toBe(true);
  });

  it('finds headers by key', () => {
    expect(some().lastWithName('a')?.value).toBe('3');
    expect(some().lastWithName('none')).toBeNull();
    expect(
      some()
        .allWithName('a')
        .map((header) => header.value),
    ).toEqual(['1', '3']);
  });

  it('removes by key, or all', () => {
    expect(contents(some().remove('a'))).toEqual([['b', 2]]);
    expect(some().clear().isEmpty).toBe(true);
  });

  it('retains the latest of one key or of each', () => {
    expect(contents(some().addInt('b', 4).retainLatest('a'))).toEqual([
      ['b', 2],
      ['a', '3'],
      ['b', 4],
    ]);
    expect(contents(some().addInt('b', 4).retainLatest())).toEqual([
      ['a', '3'],
      ['b', 4],
    ]);
  });

  it('applies a transform to every header or to those of a key', () => {
    expect(contents(some().apply((header) => header.rename(`${header.key}!`)))).toEqual([
      ['a!', '1'],
      ['b!', 2],
      ['a!', '3'],
    ]);
    expect(contents(some().apply('a', () => null))).toEqual([['b', 2]]);
    expect(() => some().apply((header) => header.with(schemas.INT8_SCHEMA, 'x'))).toThrow(DataError);
  });

  describe('duplicate', () => {
    it('does not see later changes of the original, nor the other way round', () => {
      const original = some();
      const copy = original.duplicate();
      original.addInt('c', 1);
      copy.addInt('d', 1).remove('a');
      expect(contents(original).map(([key]) => key)).toEqual(['a', 'b', 'a', 'c']);
      expect(contents(copy).map(([key]) => key)).toEqual(['b', 'd']);
    });

    it('of an empty instance shares nothing either', () => {
      const empty = new ConnectHeaders();
      const copy = empty.duplicate().addInt('a', 1);
      expect([empty.size, copy.size, new ConnectHeaders().size]).toEqual([0, 1, 0]);
    });

    it('may be cleared and filled without touching others', () => {
      const original = some();
      const copy = original.duplicate().clear().addInt('x', 1);
      expect([original.size, copy.size]).toEqual([3, 1]);
    });
  });
});

describe('Header', () => {
  it('reports the schema of a struct that came without one', () => {
    expect(new Header('k', null, struct).schema).toBe(struct.schema);
  });
});
