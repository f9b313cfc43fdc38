import { canonicalValue } from '../../src/data/canonical-value';
import * as schemas from '../../src/data/connect-schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { TIMESTAMP_SCHEMA } from '../../src/data/logical-types';

describe('canonicalValue', () => {
  it('makes a bigint of an INT64, rounds a FLOAT32, makes a Buffer of bytes', () => {
    expect(canonicalValue(schemas.INT64_SCHEMA, 5)).toBe(5n);
    expect(canonicalValue(schemas.FLOAT32_SCHEMA, 0.1)).toBe(Math.fround(0.1));
    const bytes = canonicalValue(schemas.BYTES_SCHEMA, new Uint8Array([1, 2]).subarray(1) as Buffer);
    expect(bytes).toEqual(Buffer.from([2]));
  });

  it('leaves logical values alone', () => {
    const date = new Date(5);
    expect(canonicalValue(TIMESTAMP_SCHEMA, date)).toBe(date);
  });

  it('gives the very same container if nothing in it changes', () => {
    const array = [1n, 2n];
    expect(canonicalValue(SchemaBuilder.array(schemas.INT64_SCHEMA).build(), array)).toBe(array);
    const map = new Map([['a', 1n]]);
    expect(canonicalValue(SchemaBuilder.map(schemas.STRING_SCHEMA, schemas.INT64_SCHEMA).build(), map)).toBe(map);
  });

  it('changes a copy of a container, throughout', () => {
    const schema = SchemaBuilder.array(SchemaBuilder.map(schemas.INT64_SCHEMA, schemas.FLOAT32_SCHEMA)).build();
    const given = [new Map([[1, 0.1]])];
    expect(canonicalValue(schema, given)).toEqual([new Map([[1n, Math.fround(0.1)]])]);
    expect(given).toEqual([new Map([[1, 0.1]])]);
  });
});
