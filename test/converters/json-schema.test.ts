import { compileReader } from '../../src/converters/json-payload-reader';
import { readSchema, writeSchemaMembers } from '../../src/converters/json-schema';
import * as S from '../../src/data/connect-schema';
import { readJson, type JsonNode } from '../../src/data/json-reader';
import type { Schema } from '../../src/data/schema';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { DataError } from '../../src/errors';

function write(schema: Schema): string {
  return `{${writeSchemaMembers(schema, {
    membersOf: (nested) => write(nested).slice(1, -1),
    writeDefault: (_, value) => JSON.stringify(value),
  })}}`;
}

function readNode(json: JsonNode): Schema {
  return readSchema(json, {
    schemaOf: readNode,
    readDefault: (schema, value) =>
      compileReader(schema, { replaceNullWithDefault: true, hasMisfit: false, needsIntegerForm: false })(value),
  });
}

function read(text: string): Schema {
  return readNode(readJson(text) ?? null);
}

const full = SchemaBuilder.struct()
  .optional()
  .name('Order')
  .version(3)
  .doc('an "order"')
  .parameter('k', 'v')
  .field('ids', SchemaBuilder.array(S.INT64_SCHEMA))
  .field('tags', SchemaBuilder.map(S.STRING_SCHEMA, S.OPTIONAL_FLOAT32_SCHEMA))
  .field('state', SchemaBuilder.string().defaultValue('new'))
  .build();

describe('writeSchemaMembers', () => {
  it('writes everything in the order of Java', () => {
    expect(write(full)).toBe(
      '{"type":"struct","fields":[' +
        '{"type":"array","items":{"type":"int64","optional":false},"optional":false,"field":"ids"},' +
        '{"type":"map","keys":{"type":"string","optional":false},"values":{"type":"float","optional":true},' +
        '"optional":false,"field":"tags"},' +
        '{"type":"string","optional":false,"default":"new","field":"state"}],' +
        '"optional":true,"name":"Order","version":3,"doc":"an \\"order\\"","parameters":{"k":"v"}}',
    );
  });
});

describe('readSchema', () => {
  it('reads what was written', () => {
    expect(S.schemasEqual(read(write(full)), full)).toBe(true);
  });

  it.each([
    ['{"type":"int32","optional":"true"}', S.INT32_SCHEMA],
    ['{"type":"int32","version":"1"}', S.INT32_SCHEMA],
    ['{"type":"int32","version":1.0}', S.INT32_SCHEMA],
    ['{"type":"int32","name":1,"doc":2,"parameters":3}', S.INT32_SCHEMA],
    ['{"type":"double","optional":true}', S.OPTIONAL_FLOAT64_SCHEMA],
  ])('ignores in %s what is of the wrong type', (text, schema) => {
    expect(S.schemasEqual(read(text), schema)).toBe(true);
  });

  it.each([
    ['{}', "Schema must contain 'type' field"],
    ['"int32"', "Schema must contain 'type' field"],
    ['{"type":"float64"}', 'Unknown schema type: float64'],
    ['{"type":"array"}', 'Array schema did not specify the element type'],
    ['{"type":"map","values":{"type":"int8"}}', 'Map schema did not specify the key type'],
    ['{"type":"map","keys":{"type":"int8"}}', 'Map schema did not specify the value type'],
    ['{"type":"struct","fields":{}}', 'Struct schema\'s "fields" argument is not an array.'],
    ['{"type":"struct","fields":[{"type":"int8"}]}', "Struct schema's field name not specified properly"],
    ['{"type":"int32","parameters":{"a":1}}', 'Schema parameters must have string values.'],
    ['{"type":"int32","default":null}', 'Invalid null value for required INT32 field'],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(new DataError(message));
  });
});
