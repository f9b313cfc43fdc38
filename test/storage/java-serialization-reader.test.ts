import { DataError } from '../../src/errors';
import { JavaSerializationReader, TYPE_CODE, typeName } from '../../src/storage/java-serialization-reader';

const reader = (hex: string) => new JavaSerializationReader(Buffer.from(hex.replace(/ /g, ''), 'hex'));
const utf = (text: string) => `${text.length.toString(16).padStart(4, '0')}${Buffer.from(text).toString('hex')}`;

describe('JavaSerializationReader', () => {
  it('reads a class with fields of all kinds, annotations and ancestors', () => {
    const ancestor = `72 ${utf('Base')} 0000000000000002 02 0000 78 70`;
    const fields = `0003 49 ${utf('count')} 4c ${utf('name')} 74 ${utf('Ljava/lang/String;')} 5b ${utf('more')} 71 007e0001`;
    const found = reader(`72 ${utf('Sub')} 0000000000000001 03 ${fields} 77 02 ffff 78 ${ancestor}`).readClass();
    expect(found).toMatchObject({
      name: 'Sub',
      serialVersionUid: 1n,
      flags: 3,
      fields: [
        { type: 'I', name: 'count' },
        { type: 'L', name: 'name' },
        { type: '[', name: 'more' },
      ],
      superClass: { name: 'Base', superClass: null },
    });
  });

  it('finds arrays and classes that came before', () => {
    const array = `75 72 ${utf('[B')} 0000000000000000 02 0000 78 70 00000002 0102`;
    const stream = reader(`${array} 75 71 007e0000 00000001 03 71 007e0001 70`);
    expect([stream.readByteArray(), stream.readByteArray(), stream.readByteArray(), stream.readByteArray()]).toEqual([
      Buffer.from([1, 2]),
      Buffer.from([3]),
      Buffer.from([1, 2]),
      null,
    ]);
    expect(stream.remaining).toBe(0);
  });

  it.each([
    ['74 0001 61', 'java.lang.String instead of byte[]'],
    [`75 72 ${utf('[I')} 0000000000000000 02 0000 78 70 00000000`, 'an array of [I instead of byte[]'],
    [`73 72 ${utf('Other')} 0000000000000000 02 0000 78 70`, 'an object of Other instead of byte[]'],
    ['71 007e0007', 'a reference to nothing'],
    ['71 ffffffff', 'a reference to nothing'],
    [`75 72 ${utf('[B')} 0000000000000000 02 0000 78 70 ffffffff`, 'a length of -1'],
    ['75 7d', 'a proxy class instead of a class'],
    ['75 70', 'no class'],
    ['75', 'ends early'],
    ['99', 'the unknown type code 153'],
  ])('refuses %s where a byte[] should be: %s', (hex, message) => {
    const refused = () => reader(hex).readByteArray();
    expect(refused).toThrow(DataError);
    expect(refused).toThrow(message);
  });

  it('refuses an endless line of ancestors', () => {
    const one = `72 ${utf('A')} 0000000000000000 02 0000 78`;
    expect(() => reader(one.repeat(100)).readClass()).toThrow('too many ancestors');
  });

  it('names what it found', () => {
    expect(typeName(TYPE_CODE.OBJECT)).toBe('an object');
    expect(() => reader('aced0004').readHeader()).toThrow('does not begin like');
  });
});
