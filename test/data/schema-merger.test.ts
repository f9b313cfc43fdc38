import * as S from '../../src/data/connect-schema';
import { DATE_SCHEMA } from '../../src/data/logical-types';
import type { Schema } from '../../src/data/schema';
import { SchemaMerger } from '../../src/data/schema-merger';

function merge(...schemas: (Schema | null)[]): Schema | undefined {
  const merger = new SchemaMerger();
  for (const schema of schemas) merger.merge(schema);
  return merger.common;
}

describe('SchemaMerger', () => {
  it('widens numbers to the widest', () => {
    expect(merge(S.INT8_SCHEMA, S.FLOAT32_SCHEMA, S.INT64_SCHEMA)).toBe(S.FLOAT32_SCHEMA);
  });

  it('lets the last of two schemas of a type count', () => {
    expect(merge(S.INT32_SCHEMA, DATE_SCHEMA)).toBe(DATE_SCHEMA);
    expect(merge(DATE_SCHEMA, S.INT32_SCHEMA)).toBe(S.INT32_SCHEMA);
    expect(merge(S.OPTIONAL_INT32_SCHEMA, S.INT32_SCHEMA)).toBeUndefined();
  });

  it('finds nothing once two did not fit, and passes over nulls', () => {
    expect(merge(S.INT8_SCHEMA, S.STRING_SCHEMA, S.INT8_SCHEMA)).toBeUndefined();
    expect(merge(null, S.INT8_SCHEMA, null)).toBe(S.INT8_SCHEMA);
    expect(merge(null)).toBeUndefined();
  });
});
