import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { UpdatedSchemaCache } from '../../src/transforms/updated-schema-cache';

const schema = (name: string) => SchemaBuilder.struct().name(name).build();

function counting() {
  const made: string[] = [];
  const cache = new UpdatedSchemaCache((source: Schema) => {
    made.push(source.name ?? '');
    return { name: source.name };
  });
  return { cache, made };
}

describe('UpdatedSchemaCache', () => {
  it('makes one thing for a schema and its equals', () => {
    const { cache, made } = counting();
    const first = cache.get(schema('a'));
    expect(cache.get(schema('b'))).not.toBe(first);
    expect(cache.get(schema('a'))).toBe(first);
    expect(made).toEqual(['a', 'b']);
  });

  it('keeps the sixteen that were used last', () => {
    const { cache, made } = counting();
    for (let index = 0; index < 16; index++) cache.get(schema(`s${index}`));
    cache.get(schema('s0'));
    cache.get(schema('s16'));
    cache.get(schema('s0'));
    expect(made).toHaveLength(17);
    cache.get(schema('s1'));
    expect(made).toHaveLength(18);
  });

  it('remembers nothing of what could not be made', () => {
    let isFailing = true;
    const cache = new UpdatedSchemaCache(() => {
      if (isFailing) throw new Error('no');
      return 1;
    });
    const one = schema('a');
    expect(() => cache.get(one)).toThrow('no');
    isFailing = false;
    expect(cache.get(one)).toBe(1);
  });
});
