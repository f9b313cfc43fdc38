/** Owns INT64 numbers as keys, values and headers. */
import { OPTIONAL_INT64_SCHEMA } from '../data/connect-schema';
import { NumberConverter } from './number-converter';

/** Writes and reads integers of 8 bytes, big-endian. Reads with an optional INT64 schema. */
export class LongConverter extends NumberConverter {
  constructor() {
    super({
      className: 'java.lang.Long',
      width: 8,
      schema: OPTIONAL_INT64_SCHEMA,
      write: (bytes, value) => void bytes.writeBigInt64BE(BigInt(value)),
      read: (bytes) => bytes.readBigInt64BE(),
    });
  }
}
