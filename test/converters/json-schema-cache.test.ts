import { JsonSchemaReaderCache, JsonSchemaWriterCache } from '../../src/converters/json-schema-cache';
import { INT32_SCHEMA } from '../../src/data/connect-schema';
import { readJson } from '../../src/data/json-reader';
import { SchemaBuilder } from '../../src/data/schema-builder';

function writers(size: number): JsonSchemaWriterCache {
  return new JsonSchemaWriterCache(size, { replaceNullWithDefault: true, decimalFormat: 'BASE64' });
}

function readers(size: number): JsonSchemaReaderCache {
  return new JsonSchemaReaderCache(size, { replaceNullWithDefault: true, hasMisfit: false, needsIntegerForm: false });
}

describe('JsonSchemaWriterCache', () => {
  it('knows schemas by their content', () => {
    const cache = writers(10);
    cache.outputOf(SchemaBuilder.boolean().build());
    cache.outputOf(SchemaBuilder.boolean().build());
    expect(cache.size).toBe(1);
    cache.outputOf(SchemaBuilder.boolean().optional().build());
    expect(cache.size).toBe(2);
  });

  it('counts nested schemas, and forgets beyond its size', () => {
    const cache = writers(2);
    cache.outputOf(SchemaBuilder.struct().field('a', INT32_SCHEMA).field('b', INT32_SCHEMA).build());
    expect(cache.size).toBe(2);
    const { head, write } = cache.outputOf(SchemaBuilder.string().build());
    expect(cache.size).toBe(2);
    expect(head + write('x')).toBe('{"schema":{"type":"string","optional":false},"payload":"x"');
  });

  it('compiles one writer for equal schemas', () => {
    const cache = writers(10);
    expect(cache.writerOf(SchemaBuilder.int8().build())).toBe(cache.writerOf(SchemaBuilder.int8().build()));
  });
});

describe('JsonSchemaReaderCache', () => {
  it('knows schemas by their JSON, whatever the order of its members', () => {
    const cache = readers(10);
    const first = cache.inputOf(readJson('{"type":"int8","optional":true}') ?? null);
    expect(cache.inputOf(readJson('{"optional":true,"type":"int8"}') ?? null)).toBe(first);
    expect(cache.size).toBe(1);
    expect(first.read(300)).toBe(44);
  });

  it('takes another way to write a schema for another one, as Java does', () => {
    const cache = readers(10);
    cache.inputOf(readJson('{"type":"int8"}') ?? null);
    cache.inputOf(readJson('{"type":"int8","optional":false}') ?? null);
    expect(cache.size).toBe(2);
  });
});
