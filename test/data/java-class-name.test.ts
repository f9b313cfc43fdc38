import { Decimal } from '../../src/data/decimal';
import { javaClassName } from '../../src/data/java-class-name';
import { SchemaBuilder } from '../../src/data/schema-builder';
import { Struct } from '../../src/data/struct';

class Other {
  readonly it = 'is no value of Connect';
}

describe('javaClassName', () => {
  it.each([
    [true, 'java.lang.Boolean'],
    ['x', 'java.lang.String'],
    [1, 'java.lang.Integer'],
    [2 ** 40, 'java.lang.Long'],
    [1.5, 'java.lang.Double'],
    [1n, 'java.lang.Long'],
    [2n ** 64n, 'java.math.BigInteger'],
    [Buffer.alloc(1), '[B'],
    [[], 'java.util.ArrayList'],
    [new Map(), 'java.util.HashMap'],
    [{}, 'java.util.HashMap'],
    [Object.create(null), 'java.util.HashMap'],
    [new Date(), 'java.util.Date'],
    [new Decimal(1n, 0), 'java.math.BigDecimal'],
    [new Struct(SchemaBuilder.struct().build()), 'org.apache.kafka.connect.data.Struct'],
    [new Other(), 'Other'],
    [Symbol('s'), 'symbol'],
  ])('names the class that carries the value in Java (%#)', (value, name) => {
    expect(javaClassName(value)).toBe(`class ${name}`);
  });
});
