/** Owns FLOAT32 numbers as keys, values and headers. */
import { OPTIONAL_FLOAT32_SCHEMA } from '../data/connect-schema';
import { NumberConverter } from './number-converter';

/** Writes and reads IEEE 754 numbers of 4 bytes, big-endian. Reads with an optional FLOAT32 schema. */
export class FloatConverter extends NumberConverter {
  constructor() {
    super({
      className: 'java.lang.Float',
      width: 4,
      schema: OPTIONAL_FLOAT32_SCHEMA,
      write: (bytes, value) => void bytes.writeFloatBE(Number(value)),
      read: (bytes) => bytes.readFloatBE(),
    });
  }
}
