/** Owns the bytes of the offset file: Java's serialized `HashMap<byte[], byte[]>`, both ways. */
import { DataError } from '../errors';
import { JavaSerializationReader, TYPE_CODE, typeName, type JavaClass } from './java-serialization-reader';
import type { OffsetEntry } from './offset-backing-store';

const HASH_MAP = 'java.util.HashMap';
const HASH_MAP_UID = 0x0507dac1c31660d1n;
const MAPS = [HASH_MAP, 'java.util.LinkedHashMap'];
const HAS_WRITE_METHOD = 0x01;
const IS_SERIALIZABLE = 0x02;
const LEAST_BUCKETS = 16;
const LOAD_FACTOR = 0.75;

const FIELD_SIZES: Readonly<Record<string, number>> = { B: 1, Z: 1, C: 2, S: 2, I: 4, F: 4, J: 8, D: 8 };

/** The start of every file: stream header, object, class `HashMap` with its two fields, load factor. */
const MAP_HEADER = Buffer.from(
  'aced0005737200116a6176612e7574696c2e486173684d61700507dac1c31660d103000246000a6c6f6164466163746f72' +
    '4900097468726573686f6c6478703f400000',
  'hex',
);
/** Class `[B`, as it stands before the first array, and the reference to it before all later ones. */
const FIRST_ARRAY = Buffer.from('757200025b42acf317f8060854e00200007870', 'hex');
const LATER_ARRAY = Buffer.from('7571007e0002', 'hex');
const MAP_TAIL_SIZE = 1;
const COUNTS_SIZE = 14;

/**
 * The entries in the order of the file; of equal keys all are there. Accepts what Java's worker accepts: any HashMap or
 * LinkedHashMap of byte arrays, whatever follows it. Throws DataError, saying what is wrong, for all other bytes and for
 * bytes that end before the map does.
 */
export function decodeOffsetMap(bytes: Buffer): OffsetEntry[] {
  const reader = new JavaSerializationReader(bytes);
  reader.readHeader();
  const code = reader.readUint8();
  if (code !== TYPE_CODE.OBJECT) throw new DataError(`it holds ${typeName(code)} instead of a ${HASH_MAP}`);
  const lineage = lineageOf(reader.readClass());
  reader.assignHandle(null);
  let entries: OffsetEntry[] = [];
  for (const javaClass of lineage) {
    for (const field of javaClass.fields) reader.readBytes(sizeOfField(field.type, javaClass));
    if (javaClass.name === HASH_MAP) entries = readEntries(reader);
  }
  return entries;
}

/** The class and its ancestors, the oldest first, as their data stand in the stream. */
function lineageOf(javaClass: JavaClass): JavaClass[] {
  const lineage: JavaClass[] = [];
  for (let each: JavaClass | null = javaClass; each !== null; each = each.superClass ?? null) {
    if (!MAPS.includes(each.name)) throw new DataError(`it holds a ${javaClass.name} instead of a ${HASH_MAP}`);
    if (lineage.length === MAPS.length) throw new DataError('its classes go round in a circle');
    lineage.unshift(each);
  }
  checkHashMap(lineage[0]);
  return lineage;
}

function checkHashMap(root: JavaClass | undefined): void {
  const isAsExpected =
    root?.name === HASH_MAP &&
    root.serialVersionUid === HASH_MAP_UID &&
    root.flags === (IS_SERIALIZABLE | HAS_WRITE_METHOD);
  if (!isAsExpected) throw new DataError(`it holds a ${HASH_MAP} of an unknown version`);
}

function sizeOfField(type: string, javaClass: JavaClass): number {
  const size = FIELD_SIZES[type];
  if (size === undefined) throw new DataError(`it holds a ${javaClass.name} with unknown fields`);
  return size;
}

function readEntries(reader: JavaSerializationReader): OffsetEntry[] {
  reader.expect(TYPE_CODE.BLOCK_DATA);
  const blockSize = reader.readUint8();
  if (blockSize !== 8) throw new DataError(`it holds a ${HASH_MAP} of an unknown version`);
  reader.readInt32();
  const count = reader.readInt32();
  if (count < 0) throw new DataError(`it says that it has ${count} entries`);
  const entries: OffsetEntry[] = [];
  for (let i = 0; i < count; i++) entries.push([reader.readByteArray(), reader.readByteArray()]);
  reader.expect(TYPE_CODE.END_BLOCK_DATA);
  return entries;
}

/** The bytes that Java writes for a HashMap of these entries in this order. */
export function encodeOffsetMap(entries: readonly OffsetEntry[]): Buffer {
  const arrays = entries.flat();
  const size = arrays.reduce((sum, bytes) => sum + (bytes === null ? 1 : LATER_ARRAY.length + 4 + bytes.length), 0);
  const out = Buffer.alloc(
    MAP_HEADER.length + COUNTS_SIZE + size + (FIRST_ARRAY.length - LATER_ARRAY.length) + MAP_TAIL_SIZE,
  );
  let at = MAP_HEADER.copy(out);
  at = writeCounts(out, at, entries.length);
  let arrayStart = FIRST_ARRAY;
  for (const bytes of arrays) {
    if (bytes === null) {
      at = out.writeUInt8(TYPE_CODE.NULL, at);
      continue;
    }
    at += arrayStart.copy(out, at);
    arrayStart = LATER_ARRAY;
    at = out.writeInt32BE(bytes.length, at);
    at += bytes.copy(out, at);
  }
  at = out.writeUInt8(TYPE_CODE.END_BLOCK_DATA, at);
  return out.subarray(0, at);
}

function writeCounts(out: Buffer, start: number, count: number): number {
  let buckets = LEAST_BUCKETS;
  while (count > buckets * LOAD_FACTOR) buckets *= 2;
  let at = out.writeInt32BE(count === 0 ? 0 : buckets * LOAD_FACTOR, start);
  at = out.writeUInt8(TYPE_CODE.BLOCK_DATA, at);
  at = out.writeUInt8(8, at);
  at = out.writeInt32BE(buckets, at);
  return out.writeInt32BE(count, at);
}
