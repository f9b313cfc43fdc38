/** Owns FLOAT64 numbers as keys, values and headers. */
import { OPTIONAL_FLOAT64_SCHEMA } from '../data/connect-schema';
import { NumberConverter } from './number-converter';

/** Writes and reads IEEE 754 numbers of 8 bytes, big-endian. Reads with an optional FLOAT64 schema. */
export class DoubleConverter extends NumberConverter {
  constructor() {
    super({
      className: 'java.lang.Double',
      width: 8,
      schema: OPTIONAL_FLOAT64_SCHEMA,
      write: (bytes, value) => void bytes.writeDoubleBE(Number(value)),
      read: (bytes) => bytes.readDoubleBE(),
    });
  }
}
