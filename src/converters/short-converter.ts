/** Owns INT16 numbers as keys, values and headers. */
import { OPTIONAL_INT16_SCHEMA } from '../data/connect-schema';
import { NumberConverter } from './number-converter';

/** Writes and reads integers of 2 bytes, big-endian. Reads with an optional INT16 schema. */
export class ShortConverter extends NumberConverter {
  constructor() {
    super({
      className: 'java.lang.Short',
      width: 2,
      schema: OPTIONAL_INT16_SCHEMA,
      write: (bytes, value) => void bytes.writeInt16BE(Number(value)),
      read: (bytes) => bytes.readInt16BE(),
    });
  }
}
